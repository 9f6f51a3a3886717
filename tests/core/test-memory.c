/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-memory.h"

static void
test_shipped (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TAPER_DATADIR"), "bundles",
                                            "tiny-imagenet-s8.safetensors", NULL);
  g_autoptr (TaperBundle) bundle = taper_bundle_open (path, NULL);
  gsize n = taper_network_get_n_params (taper_bundle_get_network (bundle));
  TaperMemory memory;

  taper_memory_estimate_bundle (&memory, bundle);
  /* Layers are padded to whole vectors, no more. */
  g_assert_cmpuint (memory.bases, >=, 2 * n * taper_bundle_get_n_bases (bundle));
  g_assert_cmpfloat (memory.bases, <, 2.2 * n * taper_bundle_get_n_bases (bundle));
  g_assert_cmpuint (memory.models, ==, 4 * memory.bases / taper_bundle_get_n_bases (bundle));
  g_assert_cmpuint (memory.mixer, >, 4 * 200 * 8);
  g_assert_cmpuint (memory.workspace, >, 4 * 64 * 64 * 3);
  g_assert_cmpuint (taper_memory_get_total (&memory), ==,
                    memory.bases + memory.models + memory.mixer + memory.workspace);
  g_assert_cmpuint (taper_memory_get_peak (&memory), >, taper_memory_get_total (&memory));
}

/* A large workspace makes answering, not opening, the peak. */
static void
test_peak (void)
{
  TaperMemory memory = {
    .bases = 100, .models = 40, .mixer = 5, .workspace = 10, .file = 50, .staging = 60
  };

  g_assert_cmpuint (taper_memory_get_peak (&memory), ==, 50 + 125 + 60);
  memory.workspace = 1000;
  g_assert_cmpuint (taper_memory_get_peak (&memory), ==, 50 + 1145);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/shipped", test_shipped);
  g_test_add_func ("/memory/peak", test_peak);
  return g_test_run ();
}
