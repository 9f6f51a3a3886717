/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-coverage.h"

#include "core/task/taper-random-task.h"

#include <math.h>
#include <string.h>

#define N_REFERENCE 1000
#define N_CALIBRATION 500
#define N_NEAREST 5
#define SEED 1

struct _TaperCoverage {
  gatomicrefcount ref_count;
  TaperMixer *mixer;
  guint n_values;
  float *reference; /* (N_REFERENCE, n_values) */
  double limit;     /* largest distance of a calibration task */
};

static double
get_distance (const TaperCoverage *self, const TaperTask *task)
{
  g_autofree float *encoding = g_new (float, self->n_values);
  double nearest[N_NEAREST], sum = 0;

  for (guint k = 0; k < N_NEAREST; k++)
    nearest[k] = INFINITY;
  taper_mixer_encode (self->mixer, task, encoding);
  for (guint i = 0; i < N_REFERENCE; i++)
    {
      const float *other = self->reference + (gsize) i * self->n_values;
      double square = 0;

      for (guint j = 0; j < self->n_values; j++)
        square += ((double) encoding[j] - other[j]) * ((double) encoding[j] - other[j]);
      for (guint k = 0; k < N_NEAREST; k++)
        if (square < nearest[k])
          {
            memmove (nearest + k + 1, nearest + k, (N_NEAREST - 1 - k) * sizeof *nearest);
            nearest[k] = square;
            break;
          }
    }
  for (guint k = 0; k < N_NEAREST; k++)
    sum += sqrt (nearest[k]);
  return sum / N_NEAREST;
}

TaperCoverage *
taper_coverage_new (const TaperMixer *mixer, TaperClassList *classes)
{
  TaperCoverage *self = g_new0 (TaperCoverage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->mixer = taper_mixer_ref ((TaperMixer *) mixer);
  self->n_values = taper_mixer_get_n_encoding (mixer);
  self->reference = g_new (float, (gsize) N_REFERENCE * self->n_values);
  for (guint i = 0; i < N_REFERENCE + N_CALIBRATION; i++)
    {
      g_autoptr (TaperTask) task =
          taper_random_task_draw_trained (classes, TAPER_COVERAGE_MIN, TAPER_COVERAGE_MAX, SEED, i);

      if (i < N_REFERENCE)
        taper_mixer_encode (mixer, task, self->reference + (gsize) i * self->n_values);
      else
        self->limit = MAX (self->limit, get_distance (self, task));
    }
  self->limit = MAX (self->limit, 1e-9);
  return self;
}

TaperCoverage *
taper_coverage_ref (TaperCoverage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_coverage_unref (TaperCoverage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  taper_mixer_unref (self->mixer);
  g_free (self->reference);
  g_free (self);
}

double
taper_coverage_get_ratio (const TaperCoverage *self, const TaperTask *task)
{
  return taper_task_is_empty (task) ? 0 : get_distance (self, task) / self->limit;
}

TaperCoverageVerdict
taper_coverage_judge (const TaperCoverage *self, const TaperTask *task, double *ratio)
{
  const double at = taper_coverage_get_ratio (self, task);
  guint n;

  taper_task_get_selected (task, &n);
  if (ratio != NULL)
    *ratio = at;
  if (n > 0 && n < TAPER_COVERAGE_MIN)
    return TAPER_COVERAGE_FEW;
  if (n > TAPER_COVERAGE_MAX)
    return TAPER_COVERAGE_MANY;
  return at > 1 ? TAPER_COVERAGE_FAR : TAPER_COVERAGE_FINE;
}
