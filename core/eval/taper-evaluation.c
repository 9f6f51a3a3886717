/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-evaluation.h"

#include "core/task/taper-answer.h"

/* One bar over the generic and all tasks; a step is one picture. */
typedef struct {
  TaperProgressFunc func;
  gpointer data;
  guint before, total;
} Progress;

static void
progress_cb (guint done, guint total, gpointer data)
{
  Progress *self = data;

  if (self->func != NULL)
    self->func (MIN (self->before + done, self->total), self->total, self->data);
}

static guint
count_steps (const TaperPictureSet *pictures, GPtrArray *tasks)
{
  guint n = taper_picture_set_get_n (pictures), steps = n;

  for (guint t = 0; t < tasks->len; t++)
    for (guint i = 0; i < n; i++)
      steps += taper_task_contains (tasks->pdata[t], taper_picture_set_get_label (pictures, i));
  return steps;
}

static guint
count_generic_top1 (const float *logits, const TaperPictureSet *pictures, guint n_classes)
{
  guint correct = 0;

  for (guint i = 0; i < taper_picture_set_get_n (pictures); i++)
    correct += taper_argmax_masked (logits + (gsize) i * n_classes, n_classes, NULL) ==
               (int) taper_picture_set_get_label (pictures, i);
  return correct;
}

static gboolean
evaluate_tasks (TaperEvaluation *self, GPtrArray *tasks, Progress *progress,
                GCancellable *cancellable, GError **error)
{
  for (guint t = 0; t < tasks->len; t++)
    {
      TaperTaskResult *result = taper_task_result_new (self->predictor, tasks->pdata[t],
                                                       progress_cb, progress, cancellable, error);

      if (result == NULL)
        return FALSE;
      progress->before += result->n;
      g_ptr_array_add (self->results, result);
    }
  return TRUE;
}

TaperEvaluation *
taper_evaluate (TaperBundle *bundle, TaperPictureSet *pictures, GPtrArray *tasks,
                TaperLogitCache *cache, TaperProgressFunc progress_func, gpointer progress_data,
                GCancellable *cancellable, GError **error)
{
  guint n_classes = taper_network_get_n_outputs (taper_bundle_get_network (bundle));
  Progress progress = { progress_func, progress_data, 0, count_steps (pictures, tasks) };
  g_autoptr (TaperEvaluation) self = g_new0 (TaperEvaluation, 1);
  const float *generic;

  self->predictor = taper_predictor_new (bundle, pictures);
  taper_predictor_set_cache (self->predictor, cache);
  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_task_result_free);
  generic =
      taper_predictor_get_generic (self->predictor, progress_cb, &progress, cancellable, error);
  if (generic == NULL)
    return NULL;
  self->generic_top1_correct = count_generic_top1 (generic, pictures, n_classes);
  progress.before = taper_picture_set_get_n (pictures);
  if (!evaluate_tasks (self, tasks, &progress, cancellable, error))
    return NULL;
  taper_predictor_set_cache (self->predictor, NULL);
  return g_steal_pointer (&self);
}

void
taper_evaluation_free (TaperEvaluation *self)
{
  taper_predictor_free (self->predictor);
  g_ptr_array_unref (self->results);
  g_free (self);
}

TaperPictureSet *
taper_evaluation_get_pictures (const TaperEvaluation *self)
{
  return taper_predictor_get_pictures (self->predictor);
}
