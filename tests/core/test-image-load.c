/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/image-checks.h"

typedef struct {
  char *dir;
} Files;

static void
set_up (Files *self, gconstpointer data)
{
  self->dir = g_dir_make_tmp ("taper-image-XXXXXX", NULL);
  g_assert_nonnull (self->dir);
}

static void
tear_down (Files *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->dir, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->dir), ==, 0);
  g_free (self->dir);
}

static char *
write_file (Files *self, const char *name, const char *content, gssize size)
{
  char *path = g_build_filename (self->dir, name, NULL);

  g_assert_true (g_file_set_contents (path, content, size, NULL));
  return path;
}

/* The message is "PATH: what is wrong". */
static void
assert_load_fails (const char *path, TaperError code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperImage) image = taper_image_load (path, 64, &error);
  g_autofree char *name = g_filename_display_name (path);

  g_assert_null (image);
  g_assert_error (error, TAPER_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, name));
  if (strstr (error->message, words) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, words);
}

static void
test_content_decides (Files *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = read_fixture ("plain.jpg");
  g_autofree char *path =
      write_file (self, "not-a.png", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperImage) image = taper_image_load (path, 0, &error);

  g_assert_no_error (error);
  assert_size (image, 32, 16);
}

static void
test_bad_files (Files *self, gconstpointer data)
{
  g_autofree char *empty = write_file (self, "empty.jpg", "", 0);
  g_autofree char *text = write_file (self, "text.png", "not a picture\n", -1);
  g_autofree char *magic = write_file (self, "magic.jpg", "\xff\xd8\xff", 3);
  g_autofree char *odd_name = write_file (self, "\xff\xfe.png", "x", 1);
  g_autofree char *missing = g_build_filename (self->dir, "missing.png", NULL);

  assert_load_fails (empty, TAPER_ERROR_FORMAT, "empty");
  assert_load_fails (text, TAPER_ERROR_FORMAT, "not a picture");
  assert_load_fails (magic, TAPER_ERROR_INVALID, "truncated");
  assert_load_fails (odd_name, TAPER_ERROR_FORMAT, "not a picture");
  assert_load_fails (missing, TAPER_ERROR_IO, "No such file");
  assert_load_fails (self->dir, TAPER_ERROR_IO, "is a folder");
}

/* Neither blocks nor reads without end. */
static void
test_special_files (Files *self, gconstpointer data)
{
  g_autofree char *fifo = g_build_filename (self->dir, "fifo.png", NULL);
  g_autofree char *loop = g_build_filename (self->dir, "loop.png", NULL);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (symlink (loop, loop), ==, 0);
  assert_load_fails (fifo, TAPER_ERROR_IO, "device or a pipe");
  assert_load_fails (loop, TAPER_ERROR_IO, "cannot be opened");
  assert_load_fails ("/dev/zero", TAPER_ERROR_IO, "device or a pipe");
}

/* The superuser may read everything, so the file that nobody may read is one of the kernel's. */
static void
test_unreadable (Files *self, gconstpointer data)
{
  g_autofree char *path = write_file (self, "secret.png", "x", 1);

  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  if (geteuid () == 0)
    assert_load_fails ("/proc/self/mem", TAPER_ERROR_FORMAT, "empty");
  else
    assert_load_fails (path, TAPER_ERROR_IO, "cannot be opened");
}

/* A file with a hole: 600 MB long, next to nothing on the disk. */
static void
test_too_long (Files *self, gconstpointer data)
{
  g_autofree char *path = write_file (self, "long.png", "\x89PNG", 4);

  g_assert_cmpint (truncate (path, 600 * 1000 * 1000), ==, 0);
  assert_load_fails (path, TAPER_ERROR_LIMIT, "600 MB");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Files, NULL, set_up, func, tear_down)
  ADD ("/image/load/content-decides", test_content_decides);
  ADD ("/image/load/bad-files", test_bad_files);
  ADD ("/image/load/special-files", test_special_files);
  ADD ("/image/load/unreadable", test_unreadable);
  ADD ("/image/load/too-long", test_too_long);
  return g_test_run ();
}
