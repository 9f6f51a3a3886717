/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-sweep.h"
#include "core/eval/taper-task-result.h"
#include "tests/support/test-bundle.h"
#include "tests/support/test-folder.h"

#include <string.h>

typedef struct {
  TestFolder *dir;
  TaperBundle *bundle;
  TaperPredictor *predictor;
} Fixture;

static const TaperRandomKind kinds[] = { TAPER_RANDOM_RELATED, TAPER_RANDOM_ANY };
static const guint sizes[] = { 2, 3 };
static const TaperSweepPlan plan = { kinds, 2, sizes, 2, 5, 7 };

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (source);
  g_autoptr (TaperLabelled) labelled = NULL;
  g_autoptr (TaperPictureSet) pictures = NULL;
  g_autofree int *map = NULL;

  self->dir = test_folder_new ();
  for (guint i = 0; i < 48; i++)
    {
      g_autofree char *name = g_strdup_printf ("c%u/%02u.ppm", i % 4, i);

      test_folder_write_picture (self->dir, name, 8, 8, rand);
    }
  self->bundle = taper_bundle_new_from_bytes (bytes, "tiny", NULL);
  labelled = taper_labelled_open (self->dir->path, NULL, NULL);
  map = taper_labelled_match (labelled, taper_bundle_get_classes (self->bundle));
  pictures = taper_picture_set_load (
      labelled, map, taper_network_get_input (taper_bundle_get_network (self->bundle)), NULL, NULL,
      NULL, NULL);
  self->predictor = taper_predictor_new (self->bundle, pictures);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  taper_predictor_free (self->predictor);
  taper_bundle_unref (self->bundle);
  test_folder_free (self->dir);
}

static TaperSweep *
sweep (Fixture *self)
{
  TaperSweep *done = taper_sweep_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (taper_sweep_run (done, self->predictor, &plan, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  return done;
}

/* Each task is the one that its seed draws, and its counts are those of evaluating it alone. */
static void
test_tasks (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperSweep) done = sweep (self);
  TaperClassList *classes = taper_bundle_get_classes (self->bundle);

  g_assert_cmpuint (done->tasks->len, ==, 20);
  for (guint i = 0; i < done->tasks->len; i++)
    {
      const TaperSweepTask *task = &g_array_index (done->tasks, TaperSweepTask, i);
      const TaperRandomTask draw = { .kind = task->kind, .n = task->size, .seed = task->seed };
      g_autoptr (TaperTask) again = taper_random_task_draw (&draw, classes);
      g_autoptr (TaperTaskResult) result =
          taper_task_result_new (self->predictor, again, NULL, NULL, NULL, NULL);

      g_assert_cmpuint (task->kind, ==, kinds[i % 4 / 2]);
      g_assert_cmpuint (task->size, ==, sizes[i % 2]);
      g_assert_cmpuint (task->seed, ==, 7 + i / 4);
      g_assert_true (taper_task_equal (task->task, again));
      g_assert_cmpuint (task->images, ==, 12 * task->size);
      g_assert_cmpuint (task->selection_correct, ==,
                        taper_task_result_count_correct (result, result->selection));
      g_assert_cmpuint (task->personalized_correct, ==,
                        taper_task_result_count_correct (result, result->personalized));
      g_assert_cmpint ((int) task->personalized_correct - (int) task->selection_correct, ==,
                       (int) task->only_personalized - (int) task->only_selection);
    }
}

static void
add_task (TaperSweep *self, guint images, guint selection, guint personalized)
{
  TaperSweepTask task = { .kind = TAPER_RANDOM_ANY,
                          .size = 2,
                          .images = images,
                          .selection_correct = selection,
                          .personalized_correct = personalized };

  g_array_append_val (self->tasks, task);
}

/* Known numbers; a task without pictures counts nowhere. */
static void
test_summary (void)
{
  g_autoptr (TaperSweep) self = taper_sweep_new ();
  g_autoptr (GArray) summaries = NULL;
  const TaperSweepSummary *summary;

  add_task (self, 10, 5, 7);
  add_task (self, 0, 0, 0);
  add_task (self, 20, 10, 10);
  add_task (self, 10, 8, 7);
  summaries = taper_sweep_summarize (self, 1);
  g_assert_cmpuint (summaries->len, ==, 1);
  summary = &g_array_index (summaries, TaperSweepSummary, 0);
  g_assert_cmpuint (summary->n, ==, 3);
  g_assert_cmpuint (summary->images, ==, 40);
  g_assert_cmpfloat_with_epsilon (summary->selection, 60, 1e-9);
  g_assert_cmpfloat_with_epsilon (summary->personalized, 190 / 3.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (summary->difference, 10 / 3.0, 1e-9);
  g_assert_cmpfloat (summary->interval.low, >=, -10);
  g_assert_cmpfloat (summary->interval.low, <, summary->difference);
  g_assert_cmpfloat (summary->interval.high, >, summary->difference);
  g_assert_cmpfloat (summary->interval.high, <=, 20);
  g_assert_cmpuint (summary->wins, ==, 1);
  g_assert_cmpuint (summary->ties, ==, 1);
  g_assert_cmpuint (summary->losses, ==, 1);
}

static void
test_summary_of_nothing (void)
{
  g_autoptr (TaperSweep) self = taper_sweep_new ();
  g_autoptr (GArray) none = taper_sweep_summarize (self, 1);
  g_autoptr (GArray) empty = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  add_task (self, 0, 0, 0);
  empty = taper_sweep_summarize (self, 1);
  g_assert_cmpfloat (g_array_index (empty, TaperSweepSummary, 0).difference, ==, 0);
  g_assert_cmpuint (g_array_index (empty, TaperSweepSummary, 0).n, ==, 0);
}

static void
cancel_cb (guint done, guint total, gpointer cancellable)
{
  if (done == 6)
    g_cancellable_cancel (cancellable);
}

/* What was measured before is kept, and is the same. */
static void
test_stopped (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperSweep) whole = sweep (self), part = taper_sweep_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (
      taper_sweep_run (part, self->predictor, &plan, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (part->tasks->len, ==, 6);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpuint (g_array_index (part->tasks, TaperSweepTask, i).personalized_correct, ==,
                      g_array_index (whole->tasks, TaperSweepTask, i).personalized_correct);
}

static void
test_csv (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperSweep) done = sweep (self);
  g_autofree char *csv = taper_sweep_to_csv (done, taper_bundle_get_classes (self->bundle));
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 22);
  g_assert_true (g_str_has_prefix (lines[0], "kind,size,seed,pictures,"));
  g_assert_true (g_str_has_prefix (lines[1], "related,2,7,24,"));
  g_assert_true (g_str_has_suffix (lines[1], ",c0 c1") || g_str_has_suffix (lines[1], ",c2 c3"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sweep/tasks", Fixture, NULL, set_up, test_tasks, tear_down);
  g_test_add ("/sweep/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
  g_test_add ("/sweep/csv", Fixture, NULL, set_up, test_csv, tear_down);
  g_test_add_func ("/sweep/summary", test_summary);
  g_test_add_func ("/sweep/summary-of-nothing", test_summary_of_nothing);
  return g_test_run ();
}
