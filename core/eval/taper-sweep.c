/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-sweep.h"

#include "core/eval/taper-task-result.h"

#include <string.h>

static void
clear_task (gpointer data)
{
  g_clear_pointer (&((TaperSweepTask *) data)->task, taper_task_unref);
}

TaperSweep *
taper_sweep_new (void)
{
  TaperSweep *self = g_new0 (TaperSweep, 1);

  self->tasks = g_array_new (FALSE, FALSE, sizeof (TaperSweepTask));
  g_array_set_clear_func (self->tasks, clear_task);
  return self;
}

void
taper_sweep_free (TaperSweep *self)
{
  g_array_unref (self->tasks);
  g_free (self);
}

double
taper_sweep_task_get_difference (const TaperSweepTask *self)
{
  return 100.0 * ((double) self->personalized_correct - self->selection_correct) /
         MAX (self->images, 1);
}

static void
count (TaperSweepTask *self, const TaperTaskResult *result)
{
  self->images = result->n;
  for (guint i = 0; i < result->n; i++)
    {
      gboolean selection =
          taper_task_result_choose (result, result->selection, i) == result->truth[i];
      gboolean personalized =
          taper_task_result_choose (result, result->personalized, i) == result->truth[i];

      self->selection_correct += selection;
      self->personalized_correct += personalized;
      self->only_selection += selection && !personalized;
      self->only_personalized += personalized && !selection;
    }
}

static gboolean
run_task (TaperSweep *self, TaperPredictor *predictor, const TaperRandomTask *draw,
          GCancellable *cancellable, GError **error)
{
  TaperClassList *classes = taper_bundle_get_classes (taper_predictor_get_bundle (predictor));
  g_autoptr (TaperTask) task = taper_random_task_draw (draw, classes);
  g_autoptr (TaperTaskResult) result =
      taper_task_result_new (predictor, task, NULL, NULL, cancellable, error);
  TaperSweepTask done = { .kind = draw->kind, .size = draw->n, .seed = draw->seed };

  if (result == NULL)
    return FALSE;
  count (&done, result);
  done.task = g_steal_pointer (&task);
  g_array_append_val (self->tasks, done);
  return TRUE;
}

gboolean
taper_sweep_run (TaperSweep *self, TaperPredictor *predictor, const TaperSweepPlan *plan,
                 TaperProgressFunc progress, gpointer progress_data, GCancellable *cancellable,
                 GError **error)
{
  guint n_cells = plan->n_kinds * plan->n_sizes, total = plan->n_tasks * n_cells;

  for (guint i = 0; i < total; i++)
    {
      guint cell = i % n_cells;
      TaperRandomTask draw = { .kind = plan->kinds[cell / plan->n_sizes],
                               .n = plan->sizes[cell % plan->n_sizes],
                               .seed = plan->seed + i / n_cells };

      if (progress != NULL)
        progress (i, total, progress_data);
      if (!run_task (self, predictor, &draw, cancellable, error))
        return FALSE;
    }
  if (progress != NULL)
    progress (total, total, progress_data);
  return TRUE;
}

/* The summary of @task's kind and size. */
static TaperSweepSummary *
find_summary (GArray *summaries, const TaperSweepTask *task)
{
  TaperSweepSummary new = { .kind = task->kind, .size = task->size };

  for (guint i = 0; i < summaries->len; i++)
    {
      TaperSweepSummary *summary = &g_array_index (summaries, TaperSweepSummary, i);

      if (summary->kind == task->kind && summary->size == task->size)
        return summary;
    }
  g_array_append_val (summaries, new);
  return &g_array_index (summaries, TaperSweepSummary, summaries->len - 1);
}

/* Means and interval over the tasks that are the summary's. */
static void
finish_summary (TaperSweepSummary *self, const GArray *tasks, guint64 seed)
{
  g_autofree double *differences = g_new (double, MAX (tasks->len, 1));

  for (guint i = 0; i < tasks->len; i++)
    {
      const TaperSweepTask *task = &g_array_index (tasks, TaperSweepTask, i);
      double difference = taper_sweep_task_get_difference (task);

      if (task->kind != self->kind || task->size != self->size || task->images == 0)
        continue;
      differences[self->n++] = difference;
      self->images += task->images;
      self->selection += 100.0 * task->selection_correct / task->images;
      self->personalized += 100.0 * task->personalized_correct / task->images;
      self->wins += difference > 0;
      self->ties += difference == 0;
      self->losses += difference < 0;
    }
  self->selection /= MAX (self->n, 1);
  self->personalized /= MAX (self->n, 1);
  self->difference = self->personalized - self->selection;
  self->interval = taper_interval_bootstrap (differences, self->n, TAPER_BOOTSTRAP_ROUNDS, seed);
}

GArray *
taper_sweep_summarize (const TaperSweep *self, guint64 seed)
{
  GArray *summaries = g_array_new (FALSE, FALSE, sizeof (TaperSweepSummary));

  for (guint i = 0; i < self->tasks->len; i++)
    find_summary (summaries, &g_array_index (self->tasks, TaperSweepTask, i));
  for (guint i = 0; i < summaries->len; i++)
    finish_summary (&g_array_index (summaries, TaperSweepSummary, i), self->tasks, seed);
  return summaries;
}

const char *
taper_random_kind_to_string (TaperRandomKind kind)
{
  static const char *const names[] = { [TAPER_RANDOM_ANY] = "random",
                                       [TAPER_RANDOM_RELATED] = "related",
                                       [TAPER_RANDOM_ACROSS] = "across",
                                       [TAPER_RANDOM_GROUP] = "group" };

  return names[kind];
}

/* A field of a CSV file, RFC 4180. */
static void
append_field (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (; *text != '\0'; text++)
    g_string_append_printf (csv, *text == '"' ? "\"\"" : "%c", *text);
  g_string_append_c (csv, '"');
}

char *
taper_sweep_to_csv (const TaperSweep *self, TaperClassList *classes)
{
  GString *csv = g_string_new ("kind,size,seed,pictures,class_selection_correct,"
                               "personalized_correct,only_class_selection,only_personalized,"
                               "difference_points,classes\r\n");

  for (guint i = 0; i < self->tasks->len; i++)
    {
      const TaperSweepTask *task = &g_array_index (self->tasks, TaperSweepTask, i);
      g_autoptr (GString) ids = g_string_new (NULL);
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      guint n;
      const guint *selected = taper_task_get_selected (task->task, &n);

      for (guint j = 0; j < n; j++)
        g_string_append_printf (ids, "%s%s", j > 0 ? " " : "",
                                taper_class_list_get_class (classes, selected[j])->id);
      g_ascii_formatd (number, sizeof number, "%.4f", taper_sweep_task_get_difference (task));
      g_string_append_printf (csv, "%s,%u,%" G_GUINT64_FORMAT ",%u,%u,%u,%u,%u,%s,",
                              taper_random_kind_to_string (task->kind), task->size, task->seed,
                              task->images, task->selection_correct, task->personalized_correct,
                              task->only_selection, task->only_personalized, number);
      append_field (csv, ids->str);
      g_string_append (csv, "\r\n");
    }
  return g_string_free (csv, FALSE);
}
