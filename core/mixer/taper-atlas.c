/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-atlas.h"

#include "core/task/taper-random-task.h"

#include <math.h>
#include <string.h>

/* Of the power iteration; it ends earlier when the direction stands still. */
#define ROUNDS 1000
#define STILL 1e-12

static void
clear_point (gpointer data)
{
  taper_task_unref (((TaperAtlasPoint *) data)->task);
}

void
taper_atlas_free (TaperAtlas *self)
{
  taper_bundle_unref (self->bundle);
  g_array_unref (self->points);
  g_free (self->mean);
  g_free (self->axes);
  g_free (self);
}

static gsize
get_size (const TaperAtlas *self)
{
  TaperMixer *mixer = taper_bundle_get_mixer (self->bundle);

  return (gsize) taper_mixer_get_n_layers (mixer) * taper_mixer_get_n_bases (mixer);
}

/* --- tasks ------------------------------------------------------------------------------------ */

static TaperTask *
draw_task (TaperClassList *classes, guint i, guint64 seed)
{
  static const guint sizes[] = { 5, 10, 20, 5 };
  const guint turn = i % G_N_ELEMENTS (sizes);
  const TaperRandomTask draw = { turn == 3 ? TAPER_RANDOM_ANY : TAPER_RANDOM_RELATED, sizes[turn],
                                 0, seed + i };

  return taper_random_task_draw (&draw, classes);
}

static guint
find_group (TaperClassList *classes, const TaperTask *task)
{
  g_autofree guint *counts = g_new0 (guint, MAX (taper_class_list_get_n_groups (classes), 1));
  guint n, best = 0;
  const guint *selected = taper_task_get_selected (task, &n);

  for (guint i = 0; i < n && taper_class_list_get_n_groups (classes) > 0; i++)
    counts[taper_class_list_get_class (classes, selected[i])->group]++;
  for (guint g = 1; g < taper_class_list_get_n_groups (classes); g++)
    if (counts[g] > counts[best])
      best = g;
  return best;
}

/* The basis with the largest part of the parameters, sum_l alpha[l][k] P_l / P. */
static void
find_basis (TaperNetwork *network, guint n_bases, const float *coefficients, TaperAtlasPoint *point)
{
  g_autofree double *shares = g_new0 (double, n_bases);
  double all = 0;

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      double params = (double) taper_network_get_layer (network, l)->n_params;

      all += params;
      for (guint k = 0; k < n_bases; k++)
        shares[k] += coefficients[l * n_bases + k] * params;
    }
  for (guint k = 1; k < n_bases; k++)
    if (shares[k] > shares[point->basis])
      point->basis = k;
  point->share = all > 0 ? shares[point->basis] / all : 0;
}

/* (n, D) (transfer full) */
static float *
sample (TaperAtlas *self, guint n, guint64 seed)
{
  TaperClassList *classes = taper_bundle_get_classes (self->bundle);
  TaperMixer *mixer = taper_bundle_get_mixer (self->bundle);
  const gsize size = get_size (self);
  float *rows = g_new (float, n *size);

  for (guint i = 0; i < n; i++)
    {
      TaperAtlasPoint point = { .task = draw_task (classes, i, seed) };

      taper_mixer_predict (mixer, point.task, rows + i * size);
      find_basis (taper_bundle_get_network (self->bundle), taper_mixer_get_n_bases (mixer),
                  rows + i * size, &point);
      point.group = find_group (classes, point.task);
      g_array_append_val (self->points, point);
    }
  return rows;
}

/* --- directions ------------------------------------------------------------------------------- */

/* (D, D) (transfer full): sum of products of deviations; @mean: (D), written */
static double *
make_scatter (const float *rows, guint n, gsize size, double *mean)
{
  double *scatter = g_new0 (double, size *size);
  g_autofree double *row = g_new (double, size);

  memset (mean, 0, size * sizeof *mean);
  for (guint i = 0; i < n; i++)
    for (gsize d = 0; d < size; d++)
      mean[d] += (double) rows[i * size + d] / n;
  for (guint i = 0; i < n; i++)
    {
      for (gsize d = 0; d < size; d++)
        row[d] = rows[i * size + d] - mean[d];
      for (gsize a = 0; a < size; a++)
        for (gsize b = 0; b <= a; b++)
          scatter[a * size + b] += row[a] * row[b];
    }
  for (gsize a = 0; a < size; a++)
    for (gsize b = 0; b < a; b++)
      scatter[b * size + a] = scatter[a * size + b];
  return scatter;
}

static double
normalize (double *vector, gsize size)
{
  double length = 0;

  for (gsize d = 0; d < size; d++)
    length += vector[d] * vector[d];
  length = sqrt (length);
  for (gsize d = 0; d < size && length > 0; d++)
    vector[d] /= length;
  return length;
}

/* The largest entry is positive: a direction has no sign of its own. */
static void
fix_sign (double *axis, gsize size)
{
  gsize largest = 0;

  for (gsize d = 1; d < size; d++)
    if (fabs (axis[d]) > fabs (axis[largest]) + 1e-9)
      largest = d;
  for (gsize d = 0; d < size && axis[largest] < 0; d++)
    if (d != largest)
      axis[d] = -axis[d];
  axis[largest] = fabs (axis[largest]);
}

/* Power iteration from a fixed start. Takes the direction out of @scatter; returns its variance. */
static double
find_axis (double *scatter, gsize size, double *axis)
{
  g_autofree double *next = g_new (double, size);
  double value = 0;

  for (gsize d = 0; d < size; d++)
    axis[d] = 1 + 0.1 * (double) (d % 7);
  normalize (axis, size);
  for (guint round = 0; round < ROUNDS; round++)
    {
      double moved = 0;

      for (gsize a = 0; a < size; a++)
        {
          next[a] = 0;
          for (gsize b = 0; b < size; b++)
            next[a] += scatter[a * size + b] * axis[b];
        }
      value = normalize (next, size);
      for (gsize d = 0; d < size; d++)
        moved += (next[d] - axis[d]) * (next[d] - axis[d]);
      memcpy (axis, next, size * sizeof *axis);
      if (value == 0 || moved < STILL)
        break;
    }
  fix_sign (axis, size);
  for (gsize a = 0; a < size; a++)
    for (gsize b = 0; b < size; b++)
      scatter[a * size + b] -= value * axis[a] * axis[b];
  return value;
}

static void
place (const TaperAtlas *self, const float *row, double *x, double *y)
{
  const gsize size = get_size (self);

  *x = *y = 0;
  for (gsize d = 0; d < size; d++)
    {
      *x += (row[d] - self->mean[d]) * self->axes[d];
      *y += (row[d] - self->mean[d]) * self->axes[size + d];
    }
}

TaperAtlas *
taper_atlas_new (TaperBundle *bundle, guint n, guint64 seed)
{
  TaperAtlas *self = g_new0 (TaperAtlas, 1);
  g_autofree float *rows = NULL;
  g_autofree double *scatter = NULL;
  double all = 0;
  gsize size;

  self->bundle = taper_bundle_ref (bundle);
  self->points = g_array_new (FALSE, FALSE, sizeof (TaperAtlasPoint));
  g_array_set_clear_func (self->points, clear_point);
  size = get_size (self);
  self->mean = g_new (double, size);
  self->axes = g_new (double, 2 * size);
  rows = sample (self, n, seed);
  scatter = make_scatter (rows, n, size, self->mean);
  for (gsize d = 0; d < size; d++)
    all += scatter[d * size + d];
  for (guint i = 0; i < 2; i++)
    {
      double variance = find_axis (scatter, size, self->axes + i * size);

      self->variance[i] = all > 0 ? variance / all : 0;
    }
  for (guint i = 0; i < n; i++)
    {
      TaperAtlasPoint *point = &g_array_index (self->points, TaperAtlasPoint, i);

      place (self, rows + i * size, &point->x, &point->y);
    }
  return self;
}

void
taper_atlas_project (const TaperAtlas *self, const TaperTask *task, double *x, double *y)
{
  g_autofree float *row = g_new (float, get_size (self));

  taper_mixer_predict (taper_bundle_get_mixer (self->bundle), task, row);
  place (self, row, x, y);
}
