/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test-folder.h"

#include <glib/gstdio.h>

char *
test_temporary_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("taper-test-XXXXXX", &error);

  g_assert_no_error (error);
  return path;
}

void
test_remove_folder (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      GDir *dir;
      const char *name;

      g_chmod (path, 0700);
      dir = g_dir_open (path, 0, NULL);
      g_assert_nonnull (dir);
      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *inside = g_build_filename (path, name, NULL);

          test_remove_folder (inside);
        }
      g_dir_close (dir);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

TestFolder *
test_folder_new (void)
{
  TestFolder *self = g_new0 (TestFolder, 1);

  self->path = test_temporary_folder ();
  return self;
}

void
test_folder_free (TestFolder *self)
{
  test_remove_folder (self->path);
  g_free (self->path);
  g_free (self);
}

char *
test_folder_build (TestFolder *self, const char *name)
{
  char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  return path;
}

static void
write_bytes (TestFolder *self, const char *name, const char *bytes, gssize length)
{
  g_autofree char *path = test_folder_build (self, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
}

void
test_folder_write (TestFolder *self, const char *name, const char *text)
{
  write_bytes (self, name, text, -1);
}

void
test_folder_write_picture (TestFolder *self, const char *name, guint width, guint height,
                           GRand *rand)
{
  g_autoptr (GString) file = g_string_new (NULL);

  g_string_printf (file, "P6\n%u %u\n255\n", width, height);
  for (guint i = 0; i < width * height * 3; i++)
    g_string_append_c (file, (char) g_rand_int_range (rand, 0, 256));
  write_bytes (self, name, file->str, file->len);
}
