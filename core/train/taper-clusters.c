/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-clusters.h"

#include <math.h>
#include <string.h>

#define STARTS 20
#define ROUNDS 100

typedef struct {
  const float *features;
  guint n, d, k;
  double *centres; /* (k, d) */
  guint *of;       /* (n) */
} Means;

static double
distance (const Means *m, guint i, guint c)
{
  double sum = 0;

  for (guint j = 0; j < m->d; j++)
    {
      double diff = m->features[(gsize) i * m->d + j] - m->centres[(gsize) c * m->d + j];

      sum += diff * diff;
    }
  return sum;
}

static void
put_centre (Means *m, guint c, guint i)
{
  for (guint j = 0; j < m->d; j++)
    m->centres[(gsize) c * m->d + j] = m->features[(gsize) i * m->d + j];
}

/* Each next centre is a point drawn in proportion to its squared distance from those before. */
static void
start (Means *m, TaperRandom *random)
{
  g_autofree double *nearest = g_new (double, m->n);

  put_centre (m, 0, taper_random_below (random, m->n));
  for (guint i = 0; i < m->n; i++)
    nearest[i] = INFINITY;
  for (guint c = 1; c < m->k; c++)
    {
      double total = 0, at;
      guint chosen = 0;

      for (guint i = 0; i < m->n; i++)
        {
          nearest[i] = MIN (nearest[i], distance (m, i, c - 1));
          total += nearest[i];
        }
      at = taper_random_uniform (random) * total;
      while (chosen + 1 < m->n && at >= nearest[chosen])
        at -= nearest[chosen++];
      put_centre (m, c, chosen);
    }
}

/* Returns whether anything moved; @total: sum of squared distances. */
static gboolean
assign (Means *m, double *total)
{
  gboolean moved = FALSE;

  *total = 0;
  for (guint i = 0; i < m->n; i++)
    {
      guint best = 0;
      double least = INFINITY;

      for (guint c = 0; c < m->k; c++)
        {
          double d = distance (m, i, c);

          if (d < least)
            {
              least = d;
              best = c;
            }
        }
      moved |= m->of[i] != best;
      m->of[i] = best;
      *total += least;
    }
  return moved;
}

/* An empty cluster takes the point farthest from its own centre. */
static void
fill_empty (Means *m, guint empty)
{
  g_autofree guint *size = g_new0 (guint, m->k);
  guint farthest = 0;
  double most = -1;

  for (guint i = 0; i < m->n; i++)
    size[m->of[i]]++;
  for (guint i = 0; i < m->n; i++)
    if (size[m->of[i]] > 1 && distance (m, i, m->of[i]) > most)
      {
        most = distance (m, i, m->of[i]);
        farthest = i;
      }
  m->of[farthest] = empty;
}

static void
update (Means *m)
{
  for (guint c = 0; c < m->k; c++)
    {
      guint size = 0;

      for (guint i = 0; i < m->n; i++)
        size += m->of[i] == c;
      if (size == 0)
        fill_empty (m, c);
    }
  memset (m->centres, 0, (gsize) m->k * m->d * sizeof (double));
  for (guint c = 0; c < m->k; c++)
    {
      guint size = 0;

      for (guint i = 0; i < m->n; i++)
        if (m->of[i] == c)
          {
            size++;
            for (guint j = 0; j < m->d; j++)
              m->centres[(gsize) c * m->d + j] += m->features[(gsize) i * m->d + j];
          }
      for (guint j = 0; j < m->d; j++)
        m->centres[(gsize) c * m->d + j] /= size;
    }
}

void
taper_cluster (TaperRandom *random, const float *features, guint n, guint d, guint k, guint *out)
{
  Means m = { features, n, d, k, g_new (double, (gsize) k *d), g_new0 (guint, n) };
  double best = INFINITY;

  for (guint s = 0; s < STARTS; s++)
    {
      double total;

      start (&m, random);
      assign (&m, &total);
      for (guint round = 0; round < ROUNDS; round++)
        {
          update (&m);
          if (!assign (&m, &total))
            break;
        }
      update (&m); /* none empty */
      if (total < best)
        {
          best = total;
          memcpy (out, m.of, n * sizeof *out);
        }
    }
  g_free (m.centres);
  g_free (m.of);
}
