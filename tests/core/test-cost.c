/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-cost.h"
#include "core/taper-error.h"

static char *
shipped (const char *name)
{
  return g_build_filename (g_getenv ("TAPER_DATADIR"), "bundles", name, NULL);
}

static void
test_estimate (void)
{
  g_autofree char *path = shipped ("tiny-imagenet-s8.safetensors");
  g_autoptr (TaperBundle) bundle = taper_bundle_open (path, NULL);
  gsize n = taper_network_get_n_params (taper_bundle_get_network (bundle));
  TaperMemory memory;

  taper_memory_estimate (&memory, bundle);
  g_assert_cmpuint (memory.bases, ==, 8 * n * 2);
  g_assert_cmpuint (memory.models, ==, 2 * n * 4);
  g_assert_cmpuint (memory.mixer, >, 4 * 200 * 8);
  g_assert_cmpuint (memory.activations, >, 4 * 64 * 64 * 3);
  g_assert_cmpuint (taper_memory_get_total (&memory), ==,
                    memory.bases + memory.models + memory.mixer + memory.activations);
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
  g_test_add_func ("/cost/estimate", test_estimate);
  g_test_add_func ("/cost/measure", test_measure);
  g_test_add_func ("/cost/missing", test_missing);
  return g_test_run ();
}
