/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-weights-probe.h"
#include "tests/support/app-wait.h"

static TaperSnapshot *
make_snapshot (TaperBundle *bundle, guint n, guint64 generation)
{
  g_autoptr (TaperTask) task = test_make_task (bundle, n, (guint) generation);
  TaperSnapshot *snapshot = taper_snapshot_new (generation, bundle, task, 0);

  taper_mixer_predict (taper_bundle_get_mixer (bundle), task, snapshot->coefficients);
  return snapshot;
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* However many are asked for while one is computed, the newest comes and no older one after it. */
static void
test_newest (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperWeightsProbe) probe = taper_weights_probe_new ();
  guint n_results = 0;

  g_signal_connect_swapped (probe, "notify::weights", G_CALLBACK (count_cb), &n_results);
  for (guint i = 1; i <= 50; i++)
    {
      g_autoptr (TaperSnapshot) snapshot = make_snapshot (bundle, 5, i);

      taper_weights_probe_ask (probe, snapshot, i % 3);
    }
  TEST_WAIT_UNTIL (taper_weights_probe_get_weights (probe) != NULL);
  g_assert_cmpuint (taper_weights_probe_get_weights (probe)->snapshot->generation, ==, 50);
  g_assert_cmpuint (taper_weights_probe_get_weights (probe)->layer, ==, 50 % 3);
  test_run_ready ();
  g_assert_cmpuint (n_results, ==, 1);
}

/* An empty task has no mix; what is still on its way is dropped. */
static void
test_nothing (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperWeightsProbe) probe = taper_weights_probe_new ();
  g_autoptr (TaperSnapshot) some = make_snapshot (bundle, 5, 1);
  g_autoptr (TaperSnapshot) none = make_snapshot (bundle, 0, 2);

  taper_weights_probe_ask (probe, some, 0);
  TEST_WAIT_UNTIL (taper_weights_probe_get_weights (probe) != NULL);
  taper_weights_probe_ask (probe, some, 1);
  taper_weights_probe_ask (probe, none, 1);
  g_assert_null (taper_weights_probe_get_weights (probe));
  taper_weights_probe_ask (probe, some, 2);
  TEST_WAIT_UNTIL (taper_weights_probe_get_weights (probe) != NULL);
  g_assert_cmpuint (taper_weights_probe_get_weights (probe)->layer, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weights-probe/newest", test_newest);
  g_test_add_func ("/weights-probe/nothing", test_nothing);
  return g_test_run ();
}
