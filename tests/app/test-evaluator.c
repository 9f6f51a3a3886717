/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-evaluator.h"
#include "tests/support/app-wait.h"

#include <glib/gstdio.h>
#include <string.h>

static void
problem_cb (TaperEvaluator *self, const char *message, char **kept)
{
  g_free (*kept);
  *kept = g_strdup (message);
}

static void
count_cb (TaperEvaluator *self, guint *n)
{
  ++*n;
}

static gboolean
is_in (TaperEvaluator *self, TaperEvaluatorState state)
{
  return taper_evaluator_get_state (self) == state;
}

static GFile *
samples (void)
{
  g_autofree char *path = test_data_path ("samples/groceries");

  return g_file_new_for_path (path);
}

/* The shipped samples are labelled by their names: all of them count. */
static void
test_samples (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperTask) task = test_make_task (bundle, 9, 0);
  g_autoptr (TaperTask) more = test_make_task (bundle, 20, 0);
  g_autoptr (TaperEvaluator) evaluator = taper_evaluator_new ();
  g_autoptr (GFile) file = samples ();
  TaperTrialSummary *summary;
  guint n_changes = 0;

  g_signal_connect (evaluator, "changed", G_CALLBACK (count_cb), &n_changes);
  g_assert_true (is_in (evaluator, TAPER_EVALUATOR_EMPTY));
  taper_evaluator_open (evaluator, file, bundle);
  g_assert_true (is_in (evaluator, TAPER_EVALUATOR_OPENING));
  TEST_WAIT_UNTIL (!is_in (evaluator, TAPER_EVALUATOR_OPENING));
  g_assert_true (is_in (evaluator, TAPER_EVALUATOR_READY));
  g_assert_cmpuint (taper_evaluator_get_n_usable (evaluator), >=, 80);
  taper_evaluator_run (evaluator, bundle, task);
  TEST_WAIT_UNTIL (is_in (evaluator, TAPER_EVALUATOR_DONE));
  summary = taper_evaluator_get_summary (evaluator);
  g_assert_nonnull (summary);
  g_assert_false (taper_evaluator_get_stopped (evaluator));
  g_assert_cmpuint (summary->n, ==, 9);
  g_assert_cmpuint (summary->n_all, ==, taper_evaluator_get_n_usable (evaluator));
  g_assert_cmpuint (taper_evaluator_get_n_unreadable (evaluator), ==, 0);
  g_assert_cmpuint (n_changes, >, 3);
  for (guint i = 0; i < summary->n; i++)
    {
      guint item = summary->pictures[i].item;
      TaperLabelled *labelled = taper_evaluator_get_labelled (evaluator);
      int class_index =
          taper_evaluator_get_map (evaluator)[taper_labelled_get_label (labelled, item)];

      g_assert_cmpint (class_index, ==, (int) summary->classes[summary->pictures[i].truth]);
    }
  /* Another task, with what was read. */
  taper_evaluator_run (evaluator, bundle, more);
  TEST_WAIT_UNTIL (is_in (evaluator, TAPER_EVALUATOR_DONE));
  g_assert_cmpuint (taper_evaluator_get_summary (evaluator)->n, ==, 20);
}

/* A second run before the first has ended: only the second is seen. */
static void
test_newest_wins (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperTask) first = test_make_task (bundle, 5, 1);
  g_autoptr (TaperTask) second = test_make_task (bundle, 7, 2);
  g_autoptr (TaperEvaluator) evaluator = taper_evaluator_new ();
  g_autoptr (GFile) file = samples ();

  taper_evaluator_open (evaluator, file, bundle);
  TEST_WAIT_UNTIL (is_in (evaluator, TAPER_EVALUATOR_READY));
  taper_evaluator_run (evaluator, bundle, first);
  taper_evaluator_run (evaluator, bundle, second);
  TEST_WAIT_UNTIL (is_in (evaluator, TAPER_EVALUATOR_DONE));
  test_run_ready ();
  g_assert_true (taper_task_equal (taper_evaluator_get_summary (evaluator)->task, second));
  g_assert_cmpuint (taper_evaluator_get_summary (evaluator)->n, ==, 7);
}

static void
stop_cb (TaperEvaluator *self)
{
  if (taper_evaluator_get_summary (self) != NULL)
    taper_evaluator_stop (self);
}

/* Stopped after the first part: what is known stays. */
static void
test_stopped (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperTask) task = test_make_task (bundle, 81, 0);
  g_autoptr (TaperEvaluator) evaluator = taper_evaluator_new ();
  g_autoptr (GFile) file = samples ();

  taper_evaluator_open (evaluator, file, bundle);
  TEST_WAIT_UNTIL (is_in (evaluator, TAPER_EVALUATOR_READY));
  g_signal_connect (evaluator, "changed", G_CALLBACK (stop_cb), NULL);
  taper_evaluator_run (evaluator, bundle, task);
  TEST_WAIT_UNTIL (is_in (evaluator, TAPER_EVALUATOR_DONE));
  g_assert_cmpuint (taper_evaluator_get_summary (evaluator)->n, >=, 32);
}

static void
put (const char *dir, const char *name, const char *sample)
{
  g_autofree char *relative = g_strconcat ("samples/groceries/", sample, NULL);
  g_autofree char *from = test_data_path (relative), *to = g_build_filename (dir, name, NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
  g_autoptr (GFile) parent = g_file_get_parent (target);

  g_file_make_directory_with_parents (parent, NULL, NULL);
  g_assert_true (g_file_copy (source, target, 0, NULL, NULL, NULL, NULL));
}

/* Labels that mean nothing are asked about; what they are said to mean counts. */
static void
test_mapping (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  const guint lemon = taper_class_list_find (classes, "Lemon");
  g_autoptr (TaperTask) task = taper_task_new (81, &lemon, 1);
  g_autoptr (TaperEvaluator) evaluator = taper_evaluator_new ();
  g_autofree char *dir = g_dir_make_tmp ("taper-evaluator-XXXXXX", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (dir);

  put (dir, "zitrone/1.jpg", "Lemon.jpg");
  put (dir, "Lime/1.jpg", "Lime.jpg");
  taper_evaluator_open (evaluator, file, bundle);
  TEST_WAIT_UNTIL (is_in (evaluator, TAPER_EVALUATOR_MAPPING));
  g_assert_cmpuint (taper_evaluator_get_n_usable (evaluator), ==, 1);
  taper_evaluator_run (evaluator, bundle, task);
  TEST_WAIT_UNTIL (is_in (evaluator, TAPER_EVALUATOR_DONE));
  g_assert_cmpuint (taper_evaluator_get_summary (evaluator)->n, ==, 0);
  taper_evaluator_set_meaning (evaluator, 1, (int) lemon);
  g_assert_cmpuint (taper_evaluator_get_n_usable (evaluator), ==, 2);
  taper_evaluator_run (evaluator, bundle, task);
  TEST_WAIT_UNTIL (is_in (evaluator, TAPER_EVALUATOR_DONE));
  g_assert_cmpuint (taper_evaluator_get_summary (evaluator)->n, ==, 1);
}

static void
test_problems (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperEvaluator) evaluator = taper_evaluator_new ();
  g_autofree char *dir = g_dir_make_tmp ("taper-evaluator-XXXXXX", NULL);
  g_autofree char *message = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (dir);

  g_signal_connect (evaluator, "problem", G_CALLBACK (problem_cb), &message);
  taper_evaluator_open (evaluator, file, bundle);
  TEST_WAIT_UNTIL (message != NULL);
  g_assert_nonnull (strstr (message, "no labelled picture"));
  g_assert_true (is_in (evaluator, TAPER_EVALUATOR_EMPTY));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluator/samples", test_samples);
  g_test_add_func ("/evaluator/newest-wins", test_newest_wins);
  g_test_add_func ("/evaluator/stopped", test_stopped);
  g_test_add_func ("/evaluator/mapping", test_mapping);
  g_test_add_func ("/evaluator/problems", test_problems);
  return g_test_run ();
}
