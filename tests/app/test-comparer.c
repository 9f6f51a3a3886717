/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-comparer.h"
#include "tests/support/app-wait.h"

#define N_TASKS 2

static TaperLabelled *
open_samples (void)
{
  g_autofree char *path = test_data_path ("samples/groceries");
  g_autoptr (GError) error = NULL;
  TaperLabelled *labelled = taper_labelled_open (path, NULL, &error);

  g_assert_no_error (error);
  return labelled;
}

/* The two shipped groceries bundles, and neither of the others. */
static void
check_entries (TaperComparer *comparer, gboolean pictures)
{
  const GArray *entries = taper_comparer_get_entries (comparer);

  g_assert_cmpuint (entries->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const TaperComparisonEntry *entry = &g_array_index (entries, TaperComparisonEntry, i);

      g_assert_cmpstr (entry->file, ==, i == 0 ? "groceries-s8" : "groceries-s16");
      g_assert_cmpfloat (entry->cost.picture_ms, >, 0);
      g_assert_cmpuint (taper_memory_get_total (&entry->memory), >, 0);
      g_assert_true ((entry->summaries != NULL) == pictures);
    }
}

static void
test_costs (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autofree char *dir = g_path_get_dirname (taper_bundle_get_path (bundle));
  g_autoptr (TaperComparer) comparer = taper_comparer_new ();

  taper_comparer_run (comparer, bundle, dir, NULL, N_TASKS, 1);
  TEST_WAIT_UNTIL (!taper_comparer_get_running (comparer));
  check_entries (comparer, FALSE);
  g_assert_cmpfloat_with_epsilon (taper_comparer_get_progress (comparer), 1, 1e-9);
}

/* With pictures: the same tasks for both, so that they can be paired. */
static void
test_accuracy (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autofree char *dir = g_path_get_dirname (taper_bundle_get_path (bundle));
  g_autoptr (TaperLabelled) labelled = open_samples ();
  g_autoptr (TaperComparer) comparer = taper_comparer_new ();
  const GArray *entries = taper_comparer_get_entries (comparer);
  const TaperComparisonEntry *large, *small;
  TaperSweepPair pair;

  g_assert_null (taper_comparison_find_largest (entries));
  taper_comparer_run (comparer, bundle, dir, labelled, N_TASKS, 1);
  TEST_WAIT_UNTIL (!taper_comparer_get_running (comparer));
  check_entries (comparer, TRUE);
  large = taper_comparison_find_largest (entries);
  g_assert_cmpstr (large->file, ==, "groceries-s16");
  for (guint s = 0; s < large->summaries->len; s++)
    {
      guint size = g_array_index (large->summaries, TaperSweepSummary, s).size;

      small = taper_comparison_find_equal (entries, large, size, 1, &pair);
      if (small == NULL)
        continue;
      g_assert_cmpstr (small->file, ==, "groceries-s8");
      g_assert_cmpfloat (pair.difference, >=, 0);
      g_assert_cmpuint (pair.n, ==, N_TASKS);
    }
}

/* Alone in its folder, or with a folder that is not there. */
static void
test_alone (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s8");
  g_autoptr (TaperComparer) comparer = taper_comparer_new ();

  taper_comparer_run (comparer, bundle, "/nowhere", NULL, N_TASKS, 1);
  TEST_WAIT_UNTIL (!taper_comparer_get_running (comparer));
  g_assert_cmpuint (taper_comparer_get_entries (comparer)->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/comparer/costs", test_costs);
  g_test_add_func ("/comparer/accuracy", test_accuracy);
  g_test_add_func ("/comparer/alone", test_alone);
  return g_test_run ();
}
