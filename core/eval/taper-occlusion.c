/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-occlusion.h"

#include "core/model/taper-session.h"
#include "core/task/taper-answer.h"
#include <math.h>
#include <string.h>

#define CELLS TAPER_OCCLUSION_CELLS
/* A row of cells at once. */
#define BATCH CELLS

typedef struct {
  TaperSession *session;
  const TaperParameters *parameters;
  const TaperTask *task;
  guint n_classes;
  float *logits; /* (BATCH, classes) */
} TaperOccluder;

/* Softmax over the task's classes. */
static double
taper_get_score (const TaperOccluder *self, const float *logits, guint class_index)
{
  guint n;
  const guint *selected = taper_task_get_selected (self->task, &n);
  double max = -G_MAXDOUBLE, sum = 0;

  for (guint i = 0; i < n; i++)
    max = MAX (max, logits[selected[i]]);
  for (guint i = 0; i < n; i++)
    sum += exp (logits[selected[i]] - max);
  return exp (logits[class_index] - max) / sum;
}

/* @out (C, H, W): @whole without the square around the cell; at the border a part of it */
static void
taper_cover (const TaperInputSpec *spec, const float *whole, guint row, guint column, float *out)
{
  const double height = (double) spec->height / CELLS, width = (double) spec->width / CELLS;
  const guint top = (guint) lround (MAX ((row - 0.5) * height, 0));
  const guint left = (guint) lround (MAX ((column - 0.5) * width, 0));
  const guint bottom = (guint) lround (MIN ((row + 1.5) * height, spec->height));
  const guint right = (guint) lround (MIN ((column + 1.5) * width, spec->width));

  memcpy (out, whole, (gsize) spec->channels * spec->height * spec->width * sizeof (float));
  for (guint c = 0; c < spec->channels; c++)
    for (guint y = top; y < bottom; y++)
      memset (out + ((gsize) c * spec->height + y) * spec->width + left, 0,
              (right - left) * sizeof (float));
}

static gboolean
taper_occluder_run (TaperOccluder *self, TaperOcclusion *result, const TaperInputSpec *spec,
                    const float *whole, GCancellable *cancellable, GError **error)
{
  const gsize n_values = (gsize) spec->channels * spec->height * spec->width;
  g_autofree float *covered = g_new (float, BATCH *n_values);

  taper_session_forward (self->session, self->parameters, 1, whole, self->logits);
  result->class_index = (guint) taper_argmax_masked (self->logits, self->n_classes, self->task);
  result->score = taper_get_score (self, self->logits, result->class_index);
  result->n_runs = 1;
  for (guint row = 0; row < CELLS; row++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint column = 0; column < CELLS; column++)
        taper_cover (spec, whole, row, column, covered + column * n_values);
      taper_session_forward (self->session, self->parameters, BATCH, covered, self->logits);
      result->n_runs += BATCH;
      for (guint column = 0; column < CELLS; column++)
        result->drops[row][column] =
            (float) (result->score -
                     taper_get_score (self, self->logits + (gsize) column * self->n_classes,
                                      result->class_index));
    }
  return TRUE;
}

gboolean
taper_occlusion_compute (TaperOcclusion *self, const TaperParameters *parameters,
                         const TaperImage *input, const TaperTask *task, GCancellable *cancellable,
                         GError **error)
{
  TaperNetwork *network = taper_parameters_get_network (parameters);
  const TaperInputSpec *spec = taper_network_get_input (network);
  const guint n_classes = taper_network_get_n_outputs (network);
  g_autoptr (TaperSession) session = NULL;
  g_autofree float *whole = NULL;
  g_autofree float *logits = NULL;
  TaperOccluder occluder;

  g_return_val_if_fail (!taper_task_is_empty (task), FALSE);
  g_return_val_if_fail (taper_task_get_n_classes (task) == n_classes, FALSE);

  session = taper_session_new (network, BATCH);
  whole = g_new (float, (gsize) spec->channels * spec->height * spec->width);
  logits = g_new (float, (gsize) BATCH *n_classes);
  taper_image_to_input (input, spec, whole);
  occluder = (TaperOccluder){ session, parameters, task, n_classes, logits };
  return taper_occluder_run (&occluder, self, spec, whole, cancellable, error);
}
