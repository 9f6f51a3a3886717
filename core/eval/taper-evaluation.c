/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-evaluation.h"

#include "core/task/taper-answer.h"

/* One bar over decoding, the generic and all tasks; a step is one picture. */
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

/* Pictures in @task, %NULL: in any; before it is known which of them can be read. */
static guint
count_labelled (const TaperLabelled *labelled, const int *map, const TaperTask *task)
{
  guint n = 0;

  for (guint l = 0; l < taper_labelled_get_n_labels (labelled); l++)
    if (map[l] != TAPER_LABEL_UNKNOWN && (task == NULL || taper_task_contains (task, map[l])))
      n += taper_labelled_get_label_count (labelled, l);
  return n;
}

static guint
count_steps (const TaperLabelled *labelled, const int *map, GPtrArray *tasks)
{
  guint steps = 2 * count_labelled (labelled, map, NULL);

  for (guint t = 0; t < tasks->len; t++)
    steps += count_labelled (labelled, map, tasks->pdata[t]);
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
taper_evaluate (TaperBundle *bundle, const TaperLabelled *labelled, const int *map,
                GPtrArray *tasks, TaperProgressFunc progress_func, gpointer progress_data,
                GCancellable *cancellable, GError **error)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  Progress progress = { progress_func, progress_data, 0, count_steps (labelled, map, tasks) };
  g_autoptr (TaperPictureSet) pictures = taper_picture_set_load (
      labelled, map, taper_network_get_input (network), progress_cb, &progress, cancellable, error);
  g_autoptr (TaperEvaluation) self = NULL;
  const float *generic;

  if (pictures == NULL)
    return NULL;
  self = g_new0 (TaperEvaluation, 1);
  self->predictor = taper_predictor_new (bundle, pictures);
  self->results = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_task_result_free);
  progress.before = count_labelled (labelled, map, NULL);
  generic =
      taper_predictor_get_generic (self->predictor, progress_cb, &progress, cancellable, error);
  if (generic == NULL)
    return NULL;
  self->generic_top1_correct =
      count_generic_top1 (generic, pictures, taper_network_get_n_outputs (network));
  progress.before *= 2;
  return evaluate_tasks (self, tasks, &progress, cancellable, error) ? g_steal_pointer (&self)
                                                                     : NULL;
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
