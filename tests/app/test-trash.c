/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-trash.h"
#include "core/taper.h"
#include <glib/gstdio.h>

/* What the home trash holds for @path, as a file manager leaves it. */
static void
put_in_trash (const char *path, const char *stem, const char *date, const char *content)
{
  g_autofree char *files = g_build_filename (g_get_user_data_dir (), "Trash", "files", NULL);
  g_autofree char *infos = g_build_filename (g_get_user_data_dir (), "Trash", "info", NULL);
  g_autofree char *file = g_build_filename (files, stem, NULL);
  g_autofree char *name = g_strconcat (stem, ".trashinfo", NULL);
  g_autofree char *info = g_build_filename (infos, name, NULL);
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);
  g_autofree char *text =
      g_strdup_printf ("[Trash Info]\nPath=%s\nDeletionDate=%s\n", escaped, date);

  g_assert_cmpint (g_mkdir_with_parents (files, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (infos, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, content, -1, NULL));
  g_assert_true (g_file_set_contents (info, text, -1, NULL));
}

/* The newest of several comes back, once; nothing is overwritten. */
static void
test_restore (void)
{
  g_autofree char *dir = g_dir_make_tmp ("taper-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "a b%.safetensors", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (taper_trash_restore (path, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_clear_error (&error);
  put_in_trash (path, "x.2", "2026-01-02T00:00:00", "older");
  put_in_trash (path, "x.3", "2026-01-03T00:00:00", "newer");
  put_in_trash ("/elsewhere", "x.4", "2026-01-04T00:00:00", "another");
  g_assert_true (taper_trash_restore (path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "newer");
  g_assert_false (taper_trash_restore (path, &error)); /* its place is taken */
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);
  g_remove (path);
  g_assert_true (taper_trash_restore (path, &error));
  g_remove (path);
  g_rmdir (dir);
}

int
main (int argc, char *argv[])
{
  /* Directories of its own. */
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/trash/restore", test_restore);
  return g_test_run ();
}
