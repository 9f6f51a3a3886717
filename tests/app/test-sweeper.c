/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-sweeper.h"
#include "tests/support/app-wait.h"

#define N_TASKS 4
/* Related and random tasks of 5, 10 and 20 classes. */
#define N_CELLS 6

static TaperLabelled *
open_samples (TaperBundle *bundle, int **map)
{
  g_autofree char *path = test_data_path ("samples/groceries");
  g_autoptr (GError) error = NULL;
  TaperLabelled *labelled = taper_labelled_open (path, NULL, &error);

  g_assert_no_error (error);
  *map = taper_labelled_match (labelled, taper_bundle_get_classes (bundle));
  return labelled;
}

/* The same tasks with the same counts as a sweep without a thread. */
static void
test_whole (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autofree int *map = NULL;
  g_autoptr (TaperLabelled) labelled = open_samples (bundle, &map);
  g_autoptr (TaperSweeper) sweeper = taper_sweeper_new ();
  const TaperSweep *sweep = taper_sweeper_get_sweep (sweeper);
  double least = G_MAXDOUBLE;
  int worst;

  g_assert_cmpint (taper_sweeper_find_worst (sweeper), ==, -1);
  taper_sweeper_run (sweeper, bundle, labelled, map, N_TASKS, 7);
  g_assert_true (taper_sweeper_get_running (sweeper));
  TEST_WAIT_UNTIL (!taper_sweeper_get_running (sweeper));
  g_assert_false (taper_sweeper_get_stopped (sweeper));
  g_assert_cmpuint (sweep->tasks->len, ==, N_TASKS * N_CELLS);
  for (guint i = 0; i < sweep->tasks->len; i++)
    {
      const TaperSweepTask *task = &g_array_index (sweep->tasks, TaperSweepTask, i);
      guint n;

      taper_task_get_selected (task->task, &n);
      g_assert_cmpuint (n, ==, task->size);
      g_assert_cmpuint (task->images, ==, task->size); /* one picture of each class */
      g_assert_cmpuint (task->seed, ==, 7 + i / N_CELLS);
      least = MIN (least, taper_sweep_task_get_difference (task));
    }
  worst = taper_sweeper_find_worst (sweeper);
  g_assert_cmpint (worst, >=, 0);
  g_assert_cmpfloat (
      taper_sweep_task_get_difference (&g_array_index (sweep->tasks, TaperSweepTask, worst)), ==,
      least);
}

static void
stop_cb (TaperSweeper *self)
{
  if (taper_sweeper_get_sweep (self)->tasks->len > 0)
    taper_sweeper_stop (self);
}

/* Stopped after the first tasks: they stay. */
static void
test_stopped (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autofree int *map = NULL;
  g_autoptr (TaperLabelled) labelled = open_samples (bundle, &map);
  g_autoptr (TaperSweeper) sweeper = taper_sweeper_new ();

  g_signal_connect (sweeper, "changed", G_CALLBACK (stop_cb), NULL);
  taper_sweeper_run (sweeper, bundle, labelled, map, 10000, 1);
  TEST_WAIT_UNTIL (!taper_sweeper_get_running (sweeper));
  g_assert_true (taper_sweeper_get_stopped (sweeper));
  g_assert_cmpuint (taper_sweeper_get_sweep (sweeper)->tasks->len, >, 0);
  g_assert_cmpuint (taper_sweeper_get_sweep (sweeper)->tasks->len, <, 60000);
}

/* A second run before the first has ended: only the second is seen. */
static void
test_newest_wins (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autofree int *map = NULL;
  g_autoptr (TaperLabelled) labelled = open_samples (bundle, &map);
  g_autoptr (TaperSweeper) sweeper = taper_sweeper_new ();
  const TaperSweep *sweep = taper_sweeper_get_sweep (sweeper);

  taper_sweeper_run (sweeper, bundle, labelled, map, N_TASKS, 1);
  taper_sweeper_run (sweeper, bundle, labelled, map, 1, 100);
  TEST_WAIT_UNTIL (!taper_sweeper_get_running (sweeper));
  test_run_ready ();
  g_assert_cmpuint (sweep->tasks->len, ==, N_CELLS);
  for (guint i = 0; i < sweep->tasks->len; i++)
    g_assert_cmpuint (g_array_index (sweep->tasks, TaperSweepTask, i).seed, ==, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweeper/whole", test_whole);
  g_test_add_func ("/sweeper/stopped", test_stopped);
  g_test_add_func ("/sweeper/newest-wins", test_newest_wins);
  return g_test_run ();
}
