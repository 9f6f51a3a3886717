/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/taper.h"
#include "tests/support/app-wait.h"
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The header says what the opened bundle is. */
static void
test_shipped (void)
{
  const char *names[] = { "groceries-s16", "tiny-imagenet-s8", "tiny-imagenet-s16" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TaperBundle) bundle = test_open_bundle (names[i]);
      const char *path = taper_bundle_get_path (bundle);
      g_autoptr (GError) error = NULL;
      g_autoptr (TaperBundlePreview) preview = taper_bundle_preview_read (path, &error);
      const gsize n_params = taper_network_get_n_params (taper_bundle_get_network (bundle));
      const guint n_bases = taper_bundle_get_n_bases (bundle);
      TaperMemory memory;

      g_assert_no_error (error);
      g_assert_cmpstr (preview->name, ==, taper_bundle_get_name (bundle));
      g_assert_cmpuint (preview->file_size, ==, taper_bundle_get_file_size (bundle));
      g_assert_cmpuint (preview->n_classes, ==,
                        taper_class_list_get_n_classes (taper_bundle_get_classes (bundle)));
      g_assert_cmpuint (preview->n_bases, ==, n_bases);
      g_assert_cmpuint (preview->n_params, ==, n_params);
      /* As for the open bundle; only the mixer's tensors become fewer on opening. */
      taper_memory_estimate_bundle (&memory, bundle);
      g_assert_cmpuint (preview->memory.mixer, >=, memory.mixer);
      g_assert_cmpuint (preview->memory.mixer, <, 2 * memory.mixer);
      memory.mixer = preview->memory.mixer;
      g_assert_cmpuint (taper_memory_get_total (&preview->memory), ==,
                        taper_memory_get_total (&memory));
      g_assert_cmpuint (taper_memory_get_peak (&preview->memory), ==,
                        taper_memory_get_peak (&memory));
    }
}

static void
assert_refused (const char *content, gsize length, int code)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  const int fd = g_file_open_tmp ("taper-XXXXXX", &path, NULL);

  close (fd);
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
  g_assert_null (taper_bundle_preview_read (path, &error));
  g_assert_error (error, TAPER_ERROR, code);
  g_test_message ("%s", error->message);
  unlink (path);
}

static void
test_hostile (void)
{
  static const char no_model[] = "\x02\0\0\0\0\0\0\0{}";
  static const char cut[] = "\xff\0\0\0\0\0\0\0{";
  static const char huge[] = "\xff\xff\xff\xff\xff\xff\xff\x7f{}";

  assert_refused ("", 0, TAPER_ERROR_FORMAT);
  assert_refused ("hello", 5, TAPER_ERROR_FORMAT);
  assert_refused (cut, sizeof cut - 1, TAPER_ERROR_FORMAT);
  assert_refused (huge, sizeof huge - 1, TAPER_ERROR_FORMAT);
  assert_refused (no_model, sizeof no_model - 1, TAPER_ERROR_INVALID);
}

/* A header of every length but the right one. */
static void
test_torn (void)
{
  g_autofree char *path = test_data_path ("bundles/tiny-imagenet-s8.safetensors");
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  for (gsize n = 0; n < 20000; n += 997)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (taper_bundle_preview_parse ((guint8 *) content, n, length, &error));
      g_assert_nonnull (error);
    }
}

/* Neither waited for nor read. */
static void
test_pipe (void)
{
  g_autofree char *dir = g_dir_make_tmp ("taper-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "pipe.safetensors", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_null (taper_bundle_preview_read (path, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_clear_error (&error);
  unlink (path);
  g_assert_null (taper_bundle_preview_read (path, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  rmdir (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bundle-preview/shipped", test_shipped);
  g_test_add_func ("/bundle-preview/hostile", test_hostile);
  g_test_add_func ("/bundle-preview/torn", test_torn);
  g_test_add_func ("/bundle-preview/pipe", test_pipe);
  return g_test_run ();
}
