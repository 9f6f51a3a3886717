/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A training of seconds on made pictures: looked at, paused, stopped, gone on with, done. */
#include "app/taper-training.h"
#include "tests/support/app-wait.h"
#include "tests/support/train-data.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *dir;
  TaperTraining *training;
  TaperTrainingPlan *plan;
  guint n_progress;
} Fixture;

static void
progress_cb (Fixture *f)
{
  f->n_progress++;
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = test_temporary_folder ();
  f->plan = taper_training_plan_new ();
  f->plan->folder = test_train_folder (5, 0);
  f->plan->output = g_build_filename (f->dir, "tiny.safetensors", NULL);
  f->plan->pace = TAPER_PACE_QUICK;
  f->plan->small = TRUE;
  f->training = taper_training_new ();
  g_signal_connect_swapped (f->training, "notify::progress", G_CALLBACK (progress_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  g_assert_finalize_object (f->training);
  test_remove_folder (f->plan->folder);
  taper_training_plan_free (f->plan);
  test_remove_folder (f->dir);
  g_free (f->dir);
}

static void
look (Fixture *f)
{
  taper_training_survey (f->training, f->plan);
  g_assert_cmpint (taper_training_get_state (f->training), ==, TAPER_TRAINING_SURVEYING);
  TEST_WAIT_UNTIL (taper_training_get_state (f->training) == TAPER_TRAINING_READY);
}

static void
test_done (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  TaperTrainingProgress *progress;

  look (f);
  g_assert_true (taper_training_get_survey (f->training)->usable);
  g_assert_cmpuint (taper_training_get_survey (f->training)->classes->len, ==, TEST_TRAIN_CLASSES);
  f->n_progress = 0;
  taper_training_start (f->training, f->plan, FALSE);
  g_assert_true (taper_training_is_active (f->training));
  TEST_WAIT_UNTIL (!taper_training_is_active (f->training));
  g_assert_cmpstr (taper_training_get_error (f->training), ==, NULL);
  g_assert_cmpint (taper_training_get_state (f->training), ==, TAPER_TRAINING_DONE);
  progress = taper_training_get_progress (f->training);
  g_assert_cmpint (progress->stage, ==, TAPER_TRAIN_DONE);
  g_assert_cmpuint (progress->n_points, >, 10);
  g_assert_cmpuint (f->n_progress, >, 2);
  g_assert_nonnull (progress->coefficients);
  g_assert_cmpuint (progress->n_layers, ==, taper_network_get_n_layers (progress->network));
  bundle = taper_bundle_open (taper_training_get_output (f->training), &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (f->plan->folder, taper_bundle_get_name (bundle)));
  g_assert_cmpuint (taper_class_list_get_n_classes (taper_bundle_get_classes (bundle)), ==,
                    TEST_TRAIN_CLASSES);
  g_assert_false (taper_training_plan_has_checkpoint (f->plan));
}

/* Paused: the step counter stands still, however long the main loop runs. Stopped from there: the
 * checkpoint is kept, and from it the training comes to its end. */
static void
test_pause_stop_resume (Fixture *f, gconstpointer unused)
{
  look (f);
  f->plan->pace = TAPER_PACE_THOROUGH;
  taper_training_start (f->training, f->plan, FALSE);
  TEST_WAIT_UNTIL (taper_training_get_progress (f->training) != NULL &&
                   taper_training_get_progress (f->training)->stage == TAPER_TRAIN_GENERIC);
  taper_training_pause (f->training);
  g_assert_cmpint (taper_training_get_state (f->training), ==, TAPER_TRAINING_PAUSED);
  test_run_ready ();
  taper_training_resume (f->training);
  g_assert_cmpint (taper_training_get_state (f->training), ==, TAPER_TRAINING_RUNNING);
  taper_training_pause (f->training);
  taper_training_stop (f->training);
  g_assert_cmpint (taper_training_get_state (f->training), ==, TAPER_TRAINING_STOPPING);
  TEST_WAIT_UNTIL (!taper_training_is_active (f->training));
  g_assert_cmpint (taper_training_get_state (f->training), ==, TAPER_TRAINING_STOPPED);
  g_assert_true (taper_training_plan_has_checkpoint (f->plan));
  taper_training_start (f->training, f->plan, TRUE);
  TEST_WAIT_UNTIL (!taper_training_is_active (f->training));
  g_assert_cmpint (taper_training_get_state (f->training), ==, TAPER_TRAINING_DONE);
}

/* The newer look wins, and the earlier one is never told. */
static void
test_newest_survey (Fixture *f, gconstpointer unused)
{
  g_autofree char *empty = g_build_filename (f->dir, "empty", NULL);
  g_autofree char *full = g_strdup (f->plan->folder);

  g_mkdir (empty, 0755);
  g_free (f->plan->folder);
  f->plan->folder = g_strdup (empty);
  taper_training_survey (f->training, f->plan);
  g_free (f->plan->folder);
  f->plan->folder = g_strdup (full);
  look (f);
  test_run_ready ();
  g_assert_true (taper_training_get_survey (f->training)->usable);
  g_assert_cmpint (taper_training_get_state (f->training), ==, TAPER_TRAINING_READY);
}

/* A bundle of another kind to start from is told before any work. */
static void
test_wrong_init (Fixture *f, gconstpointer unused)
{
  f->plan->init = g_build_filename (f->dir, "none.safetensors", NULL);
  taper_training_survey (f->training, f->plan);
  TEST_WAIT_UNTIL (taper_training_get_state (f->training) == TAPER_TRAINING_FAILED);
  g_assert_nonnull (strstr (taper_training_get_error (f->training), "none.safetensors"));
}

/* Dropped while it trains: the thread ends by itself. */
static void
test_dispose (Fixture *f, gconstpointer unused)
{
  look (f);
  taper_training_start (f->training, f->plan, FALSE);
  TEST_WAIT_UNTIL (f->n_progress > 1);
}

#define ADD(name, func) g_test_add ("/training/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_autofree char *cache = test_temporary_folder ();
  int status;

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("done", test_done);
  ADD ("pause-stop-resume", test_pause_stop_resume);
  ADD ("newest-survey", test_newest_survey);
  ADD ("wrong-init", test_wrong_init);
  ADD ("dispose", test_dispose);
  status = g_test_run ();
  test_remove_folder (cache);
  return status;
}
