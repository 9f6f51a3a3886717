/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-data-dir.h"

static void
test_environment_first (void)
{
  g_auto (GStrv) dirs = taper_data_dirs ();
  g_autofree char *bundle = taper_data_find ("bundles/groceries-s16.safetensors");

  g_assert_cmpstr (dirs[0], ==, g_getenv ("TAPER_DATADIR"));
  g_assert_true (g_str_has_prefix (bundle, dirs[0]));
  g_assert_null (taper_data_find ("bundles/nonsense"));
}

/* The program's own tree comes before the place it was built for, and that before the sources. */
static void
test_order (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *bin = g_path_get_dirname (program);
  g_autofree char *prefix = g_path_get_dirname (bin);
  g_autofree char *wanted = g_strdup (g_getenv ("TAPER_DATADIR"));
  g_auto (GStrv) dirs = NULL;
  g_autofree char *bundle = NULL;

  g_unsetenv ("TAPER_DATADIR");
  dirs = taper_data_dirs ();
  bundle = taper_data_find ("bundles/groceries-s16.safetensors");
  g_setenv ("TAPER_DATADIR", wanted, TRUE);
  g_assert_cmpuint (g_strv_length (dirs), ==, 3);
  g_assert_true (g_str_has_prefix (dirs[0], prefix));
  g_assert_true (g_str_has_suffix (dirs[0], "/share/taper"));
  g_assert_nonnull (bundle);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data-dir/environment-first", test_environment_first);
  g_test_add_func ("/data-dir/order", test_order);
  return g_test_run ();
}
