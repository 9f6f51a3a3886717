/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-memory.h"
#include "core/eval/taper-cost.h"
#include "core/taper-error.h"
#include "tests/support/test-bundle.h"
#include "tests/support/test-folder.h"

static char *
shipped (const char *name)
{
  return g_build_filename (g_getenv ("TAPER_DATADIR"), "bundles", name, NULL);
}

/* The larger network needs more of everything. */
static void
test_measure (void)
{
  g_autofree char *small_path = shipped ("tiny-imagenet-s8.safetensors");
  g_autofree char *large_path = shipped ("tiny-imagenet-s16.safetensors");
  g_autoptr (GError) error = NULL;
  TaperCost small, large;

  g_assert_true (taper_cost_measure (&small, small_path, &error));
  g_assert_true (taper_cost_measure (&large, large_path, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (small.picture_ms, >, 0);
  g_assert_cmpfloat (small.task_ms, >, 0);
  g_assert_cmpfloat (large.picture_ms, >, 0);
  g_assert_true (large.peak_bytes == 0 || large.peak_bytes > small.peak_bytes);
}

/* The program's own pages, which the first use of the code brings in, are no bundle's memory. */
static void
warm_up (void)
{
  g_autoptr (TestFolder) dir = test_folder_new ();
  g_autofree char *path = test_folder_build (dir, "tiny.safetensors");
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (source);
  TaperCost cost;

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  g_assert_true (taper_cost_measure (&cost, path, NULL));
}

/* One bundle in a process of its own: what it measures, and what was estimated before. */
static void
test_peak (gconstpointer data)
{
  g_autofree char *path = shipped (data);

  if (g_test_subprocess ())
    {
      TaperCost cost;
      TaperMemory memory;
      g_autoptr (TaperBundle) bundle = NULL;
      double ratio;

      warm_up ();
      g_assert_true (taper_cost_measure (&cost, path, NULL));
      bundle = taper_bundle_open (path, NULL);
      taper_memory_estimate_bundle (&memory, bundle);
      ratio = (double) taper_memory_get_peak (&memory) / cost.peak_bytes;
      g_printerr ("%s: estimated %" G_GSIZE_FORMAT ", measured %" G_GSIZE_FORMAT "\n",
                  (const char *) data, taper_memory_get_peak (&memory), cost.peak_bytes);
      g_assert_cmpfloat (ratio, <, 1.1);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what is freed, and shadows the rest */
      g_assert_cmpfloat (ratio, >, 0.9);
#endif
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;
  TaperCost cost;

  g_assert_false (taper_cost_measure (&cost, "/nowhere", &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cost/measure", test_measure);
  g_test_add_data_func ("/cost/peak/small", "tiny-imagenet-s8.safetensors", test_peak);
  g_test_add_data_func ("/cost/peak/large", "tiny-imagenet-s16.safetensors", test_peak);
  g_test_add_data_func ("/cost/peak/groceries", "groceries-s16.safetensors", test_peak);
  g_test_add_func ("/cost/missing", test_missing);
  return g_test_run ();
}
