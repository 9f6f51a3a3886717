/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-sweep-pair.h"

static gboolean
same_classes (const TaperTask *a, TaperClassList *classes_a, const TaperTask *b,
              TaperClassList *classes_b)
{
  guint n_a, n_b;
  const guint *selected_a = taper_task_get_selected (a, &n_a);

  taper_task_get_selected (b, &n_b);
  if (n_a != n_b)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    {
      int other = taper_class_list_find (classes_b,
                                         taper_class_list_get_class (classes_a, selected_a[i])->id);

      if (other < 0 || !taper_task_contains (b, (guint) other))
        return FALSE;
    }
  return TRUE;
}

static void
add (TaperSweepPair *self, const TaperSweepTask *a, const TaperSweepTask *b, double *differences)
{
  double personalized = 100.0 * a->personalized_correct / a->images;
  double selection = 100.0 * b->selection_correct / b->images;

  differences[self->n++] = personalized - selection;
  self->personalized += personalized;
  self->selection += selection;
}

gboolean
taper_sweep_pair (TaperSweepPair *self, const TaperSweep *personalized,
                  TaperClassList *classes_of_personalized, const TaperSweep *selection,
                  TaperClassList *classes_of_selection, guint size, guint64 seed)
{
  guint n = personalized->tasks->len;
  g_autofree double *differences = g_new (double, MAX (n, 1));

  *self = (TaperSweepPair){ 0 };
  if (selection->tasks->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const TaperSweepTask *a = &g_array_index (personalized->tasks, TaperSweepTask, i);
      const TaperSweepTask *b = &g_array_index (selection->tasks, TaperSweepTask, i);

      if (a->size != size && b->size != size)
        continue;
      if (!same_classes (a->task, classes_of_personalized, b->task, classes_of_selection) ||
          a->images != b->images)
        return FALSE;
      if (a->images > 0)
        add (self, a, b, differences);
    }
  if (self->n == 0)
    return FALSE;
  self->personalized /= self->n;
  self->selection /= self->n;
  self->difference = self->personalized - self->selection;
  self->interval = taper_interval_bootstrap (differences, self->n, TAPER_BOOTSTRAP_ROUNDS, seed);
  return TRUE;
}
