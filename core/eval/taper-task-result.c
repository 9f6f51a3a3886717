/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-task-result.h"

#include "core/task/taper-answer.h"

/* (n, C) -> (n, m): the columns of the task's classes. */
static void
keep_columns (const TaperTaskResult *self, const float *row, float *out)
{
  for (guint j = 0; j < self->m; j++)
    out[j] = row[self->classes[j]];
}

static guint
find_place (const TaperTaskResult *self, guint label)
{
  guint place = 0;

  while (self->classes[place] != label)
    place++;
  return place;
}

static TaperTaskResult *
result_new (TaperPictureSet *pictures, const TaperTask *task)
{
  TaperTaskResult *self = g_new0 (TaperTaskResult, 1);
  g_autoptr (GArray) found = taper_picture_set_find (pictures, task);
  const guint *classes = taper_task_get_selected (task, &self->m);
  gsize size;

  self->task = taper_task_ref ((TaperTask *) task);
  self->classes = g_memdup2 (classes, self->m * sizeof *classes);
  self->n = found->len;
  self->pictures = g_memdup2 (found->data, found->len * sizeof (guint));
  self->truth = g_new (guint, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    self->truth[i] = find_place (self, taper_picture_set_get_label (pictures, self->pictures[i]));
  size = MAX ((gsize) self->n * self->m, 1);
  self->selection = g_new (float, size);
  self->personalized = g_new (float, size);
  return self;
}

TaperTaskResult *
taper_task_result_new (TaperPredictor *predictor, const TaperTask *task, TaperProgressFunc progress,
                       gpointer progress_data, GCancellable *cancellable, GError **error)
{
  const float *generic = taper_predictor_get_generic (predictor, NULL, NULL, cancellable, error);
  g_autoptr (TaperTaskResult) self = NULL;
  g_autofree float *logits = NULL;
  guint n_classes = taper_task_get_n_classes (task);

  if (generic == NULL)
    return NULL;
  self = result_new (taper_predictor_get_pictures (predictor), task);
  logits = g_new (float, MAX ((gsize) self->n * n_classes, 1));
  if (!taper_predictor_run (predictor, taper_predictor_personalize (predictor, task),
                            self->pictures, self->n, logits, progress, progress_data, cancellable,
                            error))
    return NULL;
  for (guint i = 0; i < self->n; i++)
    {
      gsize at = (gsize) i * self->m;

      keep_columns (self, generic + (gsize) self->pictures[i] * n_classes, self->selection + at);
      keep_columns (self, logits + (gsize) i * n_classes, self->personalized + at);
    }
  return g_steal_pointer (&self);
}

void
taper_task_result_free (TaperTaskResult *self)
{
  taper_task_unref (self->task);
  g_free (self->classes);
  g_free (self->pictures);
  g_free (self->truth);
  g_free (self->selection);
  g_free (self->personalized);
  g_free (self);
}

guint
taper_task_result_choose (const TaperTaskResult *self, const float *logits, guint picture)
{
  return taper_argmax_masked (logits + (gsize) picture * self->m, self->m, NULL);
}

guint
taper_task_result_count_correct (const TaperTaskResult *self, const float *logits)
{
  guint correct = 0;

  for (guint i = 0; i < self->n; i++)
    correct += taper_task_result_choose (self, logits, i) == self->truth[i];
  return correct;
}
