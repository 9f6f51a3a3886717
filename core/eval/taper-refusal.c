/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-refusal.h"

#include <stdlib.h>

typedef struct {
  float share;
  gboolean inside;
} Scored;

static int
compare_scored (const void *a, const void *b)
{
  float x = ((const Scored *) a)->share, y = ((const Scored *) b)->share;

  return (x > y) - (x < y);
}

/* All thresholds between two neighbours refuse the same pictures: their middle stands for them. */
static double
choose_threshold (Scored *scored, guint n, guint n_inside)
{
  double best = 0, least = 0.5; /* nothing refused: no false refusal, every miss */
  guint refused_inside = 0, refused_outside = 0;

  qsort (scored, n, sizeof *scored, compare_scored);
  for (guint i = 0; i < n; i++)
    {
      double error;

      refused_inside += scored[i].inside;
      refused_outside += !scored[i].inside;
      if (i + 1 < n && scored[i + 1].share <= scored[i].share)
        continue;
      error =
          ((double) refused_inside / n_inside + 1 - (double) refused_outside / (n - n_inside)) / 2;
      if (error < least)
        {
          least = error;
          best = i + 1 < n ? (scored[i].share + scored[i + 1].share) / 2 : 1;
        }
    }
  return best;
}

void
taper_refusal_measure (TaperRefusal *self, const float *inside, guint n_inside,
                       const float *outside, guint n_outside)
{
  g_autofree Scored *scored = NULL;
  guint n = 0;

  *self = (TaperRefusal){ 0 };
  if (n_inside < 2 || n_outside < 2)
    return;
  scored = g_new (Scored, n_inside + n_outside);
  for (guint i = 0; i < n_inside; i += 2)
    scored[n++] = (Scored){ inside[i], TRUE };
  for (guint i = 0; i < n_outside; i += 2)
    scored[n++] = (Scored){ outside[i], FALSE };
  self->threshold = choose_threshold (scored, n, (n_inside + 1) / 2);
  for (guint i = 1; i < n_inside; i += 2)
    self->refused += inside[i] < self->threshold;
  for (guint i = 1; i < n_outside; i += 2)
    self->missed += outside[i] >= self->threshold;
  self->inside = n_inside / 2;
  self->outside = n_outside / 2;
  self->valid = TRUE;
}
