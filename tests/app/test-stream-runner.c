/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-stream-runner.h"
#include "tests/support/app-wait.h"

#include <string.h>

static void
problem_cb (TaperStreamRunner *self, const char *message, char **kept)
{
  g_free (*kept);
  *kept = g_strdup (message);
}

static GFile *
samples (void)
{
  g_autofree char *path = test_data_path ("samples/groceries");

  return g_file_new_for_path (path);
}

/* One picture goes, the others stay in their order; nothing is left to list after forgetting. */
static void
test_erase (TaperStreamRunner *runner)
{
  guint n = taper_stream_runner_get_n_items (runner),
        last = taper_stream_runner_get_n_points (runner) - 1;
  const char *path, *next;

  g_assert_cmpuint (n, >, 3);
  g_assert_cmpuint (n, ==, taper_stream_runner_get_point (runner, last)->n_remembered);
  taper_stream_runner_get_item (runner, 1, &path);
  taper_stream_runner_get_item (runner, 2, &next);
  g_assert_true (g_str_has_suffix (path, ".jpg"));
  g_assert_cmpstr (path, !=, next);
  taper_stream_runner_erase (runner, 1);
  TEST_WAIT_UNTIL (!taper_stream_runner_is_running (runner));
  g_assert_cmpuint (taper_stream_runner_get_n_items (runner), ==, n - 1);
  g_assert_cmpuint (taper_stream_runner_get_point (runner, last)->n_remembered, ==, n - 1);
  taper_stream_runner_get_item (runner, 1, &path);
  g_assert_cmpstr (path, ==, next);
  taper_stream_runner_erase (runner, n); /* there is none: nothing happens */
  g_assert_cmpuint (taper_stream_runner_get_n_items (runner), ==, n - 1);
}

/* Both contexts arrive in order, every picture once. */
static void
test_stream (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperTask) task = test_make_task (bundle, 16, 0);
  g_autoptr (TaperStreamRunner) runner = taper_stream_runner_new ();
  g_autoptr (GFile) file = samples ();
  guint pictures[2] = { 0, 0 }, n_shares, n;
  const TaperStreamShare *shares;

  taper_stream_runner_start (runner, file, bundle, task, 1);
  g_assert_true (taper_stream_runner_is_running (runner));
  TEST_WAIT_UNTIL (!taper_stream_runner_is_running (runner));
  n = taper_stream_runner_get_n_points (runner);
  g_assert_cmpuint (n, >=, 16);
  for (guint i = 0; i < n; i++)
    {
      const TaperStreamPoint *point = taper_stream_runner_get_point (runner, i);

      pictures[point->second] += point->batch.n;
      g_assert_true (i == 0 ||
                     point->second >= taper_stream_runner_get_point (runner, i - 1)->second);
      g_assert_cmpuint (point->n_remembered, >, 0);
    }
  g_assert_cmpuint (pictures[0], ==, 16);
  g_assert_cmpuint (pictures[1], >, 10);
  shares = taper_stream_runner_get_shares (runner, &n_shares);
  g_assert_cmpuint (n_shares, ==, TAPER_STREAM_SHARES);
  for (guint i = 1; i < n_shares; i++)
    g_assert_cmpfloat (shares[i].share, <=, shares[i - 1].share);
  test_erase (runner);
  taper_stream_runner_forget (runner);
  g_assert_cmpuint (taper_stream_runner_get_n_points (runner), ==, 0);
  g_assert_cmpuint (taper_stream_runner_get_n_items (runner), ==, 0);
}

static void
test_frozen (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperTask) task = test_make_task (bundle, 8, 0);
  g_autoptr (TaperStreamRunner) runner = taper_stream_runner_new ();
  g_autoptr (GFile) file = samples ();

  taper_stream_runner_set_frozen (runner, TRUE);
  taper_stream_runner_start (runner, file, bundle, task, 1);
  TEST_WAIT_UNTIL (!taper_stream_runner_is_running (runner));
  g_assert_cmpuint (taper_stream_runner_get_n_points (runner), >, 0);
  g_assert_cmpuint (taper_stream_runner_get_point (runner, 0)->n_remembered, ==, 0);
}

static void
test_newest_wins (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperTask) first = test_make_task (bundle, 8, 0);
  g_autoptr (TaperTask) second = test_make_task (bundle, 24, 3);
  g_autoptr (TaperStreamRunner) runner = taper_stream_runner_new ();
  g_autoptr (GFile) file = samples ();
  guint pictures = 0;

  taper_stream_runner_start (runner, file, bundle, first, 1);
  taper_stream_runner_start (runner, file, bundle, second, 1);
  TEST_WAIT_UNTIL (!taper_stream_runner_is_running (runner));
  test_run_ready ();
  for (guint i = 0; i < taper_stream_runner_get_n_points (runner); i++)
    if (!taper_stream_runner_get_point (runner, i)->second)
      pictures += taper_stream_runner_get_point (runner, i)->batch.n;
  g_assert_cmpuint (pictures, ==, 24);
}

static void
test_problem (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperTask) task = test_make_task (bundle, 8, 0);
  g_autoptr (TaperStreamRunner) runner = taper_stream_runner_new ();
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere");
  g_autofree char *message = NULL;

  g_signal_connect (runner, "problem", G_CALLBACK (problem_cb), &message);
  taper_stream_runner_start (runner, file, bundle, task, 1);
  TEST_WAIT_UNTIL (message != NULL);
  g_assert_nonnull (strstr (message, "nowhere"));
  g_assert_false (taper_stream_runner_is_running (runner));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream-runner/stream", test_stream);
  g_test_add_func ("/stream-runner/frozen", test_frozen);
  g_test_add_func ("/stream-runner/newest-wins", test_newest_wins);
  g_test_add_func ("/stream-runner/problem", test_problem);
  return g_test_run ();
}
