/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-file-private.h"
#include "core/taper-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *path;
static gsize seen_n, seen_size;
static const char *truncate_path;

static gboolean
accept (const guint8 *start, gsize n, gsize file_size, GError **error)
{
  seen_n = n;
  seen_size = file_size;
  if (truncate_path != NULL)
    g_assert_cmpint (truncate (truncate_path, 20), ==, 0);
  return TRUE;
}

static gboolean
refuse (const guint8 *start, gsize n, gsize file_size, GError **error)
{
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT, "no");
  return FALSE;
}

static void
test_read (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autoptr (GBytes) bytes = NULL, empty = NULL;
  g_autoptr (GError) error = NULL;

  memcpy (text + 99990, "0123456789", 10);
  g_assert_true (g_file_set_contents (path, text, 100000, NULL));
  bytes = taper_file_read (path, accept, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (text, 100000, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpuint (seen_n, ==, 16);
  g_assert_cmpuint (seen_size, ==, 100000);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  empty = taper_file_read (path, accept, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (empty), ==, 0);
  g_assert_cmpuint (seen_n, ==, 0);
}

static void
test_refused_unread (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "whatever", -1, NULL));
  /* So large that reading it would fail otherwise. */
  g_assert_cmpint (truncate (path, G_GINT64_CONSTANT (7) << 30), ==, 0);
  g_assert_null (taper_file_read (path, refuse, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT);
}

static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (truncate (path, (G_GINT64_CONSTANT (8) << 30) + 1), ==, 0);
  g_assert_null (taper_file_read (path, accept, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT);
  g_assert_cmpstr (error->message, ==, "8589934593 bytes, expected 8589934592 at most");
}

static void
test_shrinks (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (truncate (path, 1 << 20), ==, 0);
  truncate_path = path;
  g_assert_null (taper_file_read (path, accept, &error));
  truncate_path = NULL;
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_cmpstr (error->message, ==, "it became shorter while it was read");
}

static void
test_not_regular (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pipe = g_strconcat (path, ".pipe", NULL);

  g_assert_null (taper_file_read ("/", accept, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (taper_file_read ("/dev/null", accept, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (taper_file_read (pipe, accept, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_cmpstr (error->message, ==, "not a regular file");
  g_unlink (pipe);
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (taper_file_read ("/nonexistent/file", accept, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  close (g_file_open_tmp ("taper-file-XXXXXX", &path, NULL));
  g_test_add_func ("/file/read", test_read);
  g_test_add_func ("/file/refused-unread", test_refused_unread);
  g_test_add_func ("/file/too-large", test_too_large);
  g_test_add_func ("/file/shrinks", test_shrinks);
  g_test_add_func ("/file/not-regular", test_not_regular);
  g_test_add_func ("/file/missing", test_missing);
  result = g_test_run ();
  g_unlink (path);
  g_free (path);
  return result;
}
