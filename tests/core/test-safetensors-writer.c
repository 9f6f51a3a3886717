/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-safetensors.h"
#include "core/taper-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static const float values[6] = { 0, -1.5f, 3, 0.125f, 1e-3f, 65504 };
static const guint64 shape[2] = { 2, 3 };

static TaperSafetensorsWriter *
make_writer (void)
{
  TaperSafetensorsWriter *writer = taper_safetensors_writer_new ();
  const guint64 one = 1;

  taper_safetensors_writer_set_metadata (writer, "format", "old");
  taper_safetensors_writer_set_metadata (writer, "text", "\"quoted\" \\ \n\t\x01 é 😀");
  taper_safetensors_writer_set_metadata (writer, "format", "new");
  taper_safetensors_writer_add (writer, "half", TAPER_DTYPE_F16, 1, &one, values + 1);
  taper_safetensors_writer_add (writer, "a \"name\"", TAPER_DTYPE_F32, 2, shape, values);
  taper_safetensors_writer_add (writer, "brain", TAPER_DTYPE_BF16, 2, shape, values);
  taper_safetensors_writer_add (writer, "scalar", TAPER_DTYPE_F32, 0, NULL, values + 2);
  return writer;
}

static void
assert_contents (TaperSafetensors *file)
{
  const TaperTensorView *view;
  float read[6];

  g_assert_cmpstr (taper_safetensors_get_metadata (file, "format"), ==, "new");
  g_assert_cmpstr (taper_safetensors_get_metadata (file, "text"), ==, "\"quoted\" \\ \n\t\x01 é 😀");
  g_assert_cmpuint (taper_safetensors_get_n_tensors (file), ==, 4);
  view = taper_safetensors_lookup (file, "a \"name\"");
  g_assert_cmpuint (view->rank, ==, 2);
  g_assert_cmpuint (view->shape[0], ==, 2);
  g_assert_cmpuint (view->shape[1], ==, 3);
  g_assert_true (taper_tensor_view_read (view, read));
  g_assert_cmpmem (read, sizeof read, values, sizeof values);
  view = taper_safetensors_lookup (file, "half");
  g_assert_true (taper_tensor_view_read (view, read));
  g_assert_cmpfloat (read[0], ==, -1.5f);
  view = taper_safetensors_lookup (file, "brain");
  g_assert_true (taper_tensor_view_read (view, read));
  for (int i = 0; i < 6; i++) /* 8 bits of precision */
    g_assert_cmpfloat_with_epsilon (read[i], values[i], fabsf (values[i]) / 256 + 1e-9);
  view = taper_safetensors_lookup (file, "scalar");
  g_assert_cmpuint (view->rank, ==, 0);
  g_assert_true (taper_tensor_view_read (view, read));
  g_assert_cmpfloat (read[0], ==, 3);
}

static void
test_round_trip (void)
{
  g_autoptr (TaperSafetensorsWriter) writer = make_writer ();
  g_autoptr (GBytes) bytes = taper_safetensors_writer_to_bytes (writer);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperSafetensors) file = taper_safetensors_new_from_bytes (bytes, "X", &error);

  g_assert_no_error (error);
  assert_contents (file);
}

/* What the Python library expects: header padded with spaces to a multiple of 8, each tensor
 * aligned to its type. */
static void
test_layout (void)
{
  g_autoptr (TaperSafetensorsWriter) writer = make_writer ();
  g_autoptr (GBytes) bytes = taper_safetensors_writer_to_bytes (writer);
  const char *data = g_bytes_get_data (bytes, NULL);
  static const char *const order[] = { "a \"name\"", "scalar", "half", "brain" };
  g_autoptr (TaperSafetensors) file = taper_safetensors_new_from_bytes (bytes, "X", NULL);
  guint64 length;

  memcpy (&length, data, 8);
  g_assert_cmpuint (length % 8, ==, 0);
  g_assert_cmpint (data[8], ==, '{');
  g_assert_true (data[8 + length - 1] == ' ' || data[8 + length - 1] == '}');
  g_assert_true (g_str_has_prefix (data + 8, "{\"__metadata__\":{"));
  for (guint i = 0; i < 4; i++)
    {
      const TaperTensorView *view = taper_safetensors_get_tensor (file, i);
      gsize offset = (const char *) view->data - data;

      g_assert_cmpstr (view->name, ==, order[i]);
      g_assert_cmpuint (offset % (view->dtype == TAPER_DTYPE_F32 ? 4 : 2), ==, 0);
    }
}

static void
test_bfloat (void)
{
  /* Half way between two neighbours goes to the even one; not a number stays that. */
  const guint32 bits[] = { 0x3f808000, 0x3f818000, 0x3f808001, 0x7f800001, 0xff800000 };
  const guint16 wanted[] = { 0x3f80, 0x3f82, 0x3f81, 0x7fc0, 0xff80 };
  const guint64 n = G_N_ELEMENTS (bits);
  float input[G_N_ELEMENTS (bits)];
  g_autoptr (TaperSafetensorsWriter) writer = taper_safetensors_writer_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TaperSafetensors) file = NULL;

  memcpy (input, bits, sizeof bits);
  taper_safetensors_writer_add (writer, "x", TAPER_DTYPE_BF16, 1, &n, input);
  bytes = taper_safetensors_writer_to_bytes (writer);
  file = taper_safetensors_new_from_bytes (bytes, "X", NULL);
  g_assert_cmpmem (taper_safetensors_lookup (file, "x")->data, sizeof wanted, wanted,
                   sizeof wanted);
}

static void
test_empty (void)
{
  g_autoptr (TaperSafetensorsWriter) writer = taper_safetensors_writer_new ();
  g_autoptr (GBytes) bytes = taper_safetensors_writer_to_bytes (writer);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperSafetensors) file = taper_safetensors_new_from_bytes (bytes, "X", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (taper_safetensors_get_n_tensors (file), ==, 0);
}

typedef struct {
  char *dir, *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("taper-writer-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "out.safetensors", NULL);
}

static guint
count_files (const char *dir)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (open) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0); /* no temporary file is left */
  g_free (fixture->dir);
  g_free (fixture->path);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TaperSafetensorsWriter) writer = make_writer ();
  g_autoptr (TaperSafetensors) file = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  g_assert_true (taper_safetensors_writer_write (writer, fixture->path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (fixture->dir), ==, 1);
  file = taper_safetensors_open (fixture->path, &error);
  g_assert_no_error (error);
  assert_contents (file);
}

static void
test_missing_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TaperSafetensorsWriter) writer = make_writer ();
  g_autofree char *path = g_build_filename (fixture->dir, "none", "out", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (taper_safetensors_writer_write (writer, path, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_rename_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TaperSafetensorsWriter) writer = make_writer ();
  g_autofree char *inside = g_build_filename (fixture->path, "inside", NULL);
  g_autoptr (GError) error = NULL;

  /* A folder lies where the file should go. */
  g_assert_cmpint (g_mkdir_with_parents (inside, 0700), ==, 0);
  g_assert_false (taper_safetensors_writer_write (writer, fixture->path, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_cmpuint (count_files (fixture->dir), ==, 1);
  g_rmdir (inside);
}

/* A limit on file sizes fails as a full disk does: in the middle of writing. */
static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TaperSafetensorsWriter) writer = make_writer ();
  g_autofree float *zeros = g_new0 (float, 1 << 16);
  const guint64 n = 1 << 16;
  struct rlimit old, small;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  gboolean written;

  taper_safetensors_writer_add (writer, "large", TAPER_DTYPE_F32, 1, &n, zeros);
  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  small = old;
  small.rlim_cur = 1 << 16;
  setrlimit (RLIMIT_FSIZE, &small);
  written = taper_safetensors_writer_write (writer, fixture->path, &error);
  setrlimit (RLIMIT_FSIZE, &old);
  signal (SIGXFSZ, SIG_DFL);

  g_assert_false (written);
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_cmpuint (count_files (fixture->dir), ==, 1);
  g_assert_true (g_file_get_contents (fixture->path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "old");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safetensors-writer/round-trip", test_round_trip);
  g_test_add_func ("/safetensors-writer/layout", test_layout);
  g_test_add_func ("/safetensors-writer/bfloat", test_bfloat);
  g_test_add_func ("/safetensors-writer/empty", test_empty);
  g_test_add ("/safetensors-writer/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/safetensors-writer/missing-folder", Fixture, NULL, set_up, test_missing_folder,
              tear_down);
  g_test_add ("/safetensors-writer/rename-fails", Fixture, NULL, set_up, test_rename_fails,
              tear_down);
  g_test_add ("/safetensors-writer/disk-full", Fixture, NULL, set_up, test_disk_full, tear_down);
  return g_test_run ();
}
