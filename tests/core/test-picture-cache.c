/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-duplicates.h"
#include "core/data/taper-random.h"
#include "core/image/taper-image.h"
#include "core/taper-error.h"
#include "tests/support/train-data.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#define N 8
#define SIDE 10

typedef struct {
  char *dir, *cache;
  GPtrArray *paths;
  guint looks; /* calls of the progress */
} Fixture;

static void
add_picture (Fixture *f, guint class_index, guint number, guint side)
{
  g_autofree guint8 *rgb = g_new (guint8, side * side * 3);
  char *path = g_strdup_printf ("%s/%02u.png", f->dir, f->paths->len);

  test_train_picture (class_index, number, side, rgb);
  test_write_png (path, side, rgb);
  g_ptr_array_add (f->paths, path);
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = test_temporary_folder ();
  f->cache = g_build_filename (f->dir, "deep", "er", "test.pictures", NULL);
  f->paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N; i++)
    add_picture (f, i % 6, i, 20);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  test_remove_folder (f->dir);
  g_ptr_array_unref (f->paths);
  g_free (f->cache);
  g_free (f->dir);
}

static void
look_cb (guint done, guint total, gpointer data)
{
  Fixture *f = data;

  g_assert_cmpuint (done, <=, total);
  f->looks++;
}

static TaperPictureCache *
open_cache (Fixture *f, guint side, GCancellable *cancellable, GError **error)
{
  f->looks = 0;
  return taper_picture_cache_open (f->cache, (const char *const *) f->paths->pdata, f->paths->len,
                                   side, look_cb, f, cancellable, error);
}

static TaperPictureCache *
open_ok (Fixture *f, guint side)
{
  g_autoptr (GError) error = NULL;
  TaperPictureCache *cache = open_cache (f, side, NULL, &error);

  g_assert_no_error (error);
  return cache;
}

/* Exactly what the picture path gives. */
static void
test_pixels (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperPictureCache) cache = open_ok (f, SIDE);

  g_assert_cmpuint (taper_picture_cache_get_side (cache), ==, SIDE);
  g_assert_cmpuint (taper_picture_cache_get_unreadable (cache)->len, ==, 0);
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (TaperImage) image = taper_image_load (f->paths->pdata[i], SIDE, NULL);
      g_autoptr (TaperImage) fitted = taper_image_fit (image, SIDE, SIDE);

      g_assert_cmpmem (taper_picture_cache_get (cache, i), SIDE * SIDE * 3,
                       taper_image_get_pixels (fitted), SIDE * SIDE * 3);
    }
}

/* Read once; made anew when a picture, the list or the size differs, or the file is damaged. */
static void
test_validity (Fixture *f, gconstpointer unused)
{
  char *damaged = NULL;
  gsize size;

  taper_picture_cache_free (open_ok (f, SIDE));
  g_assert_cmpuint (f->looks, >, 0);
  taper_picture_cache_free (open_ok (f, SIDE));
  g_assert_cmpuint (f->looks, ==, 0);

  taper_picture_cache_free (open_ok (f, SIDE + 1));
  g_assert_cmpuint (f->looks, >, 0);

  g_ptr_array_set_size (f->paths, N - 1);
  taper_picture_cache_free (open_ok (f, SIDE + 1));
  g_assert_cmpuint (f->looks, >, 0);

  g_ptr_array_set_size (f->paths, N - 2);
  add_picture (f, 1, 99, 22); /* in its place; another size, whatever the clock's step */
  taper_picture_cache_free (open_ok (f, SIDE + 1));
  g_assert_cmpuint (f->looks, >, 0);

  g_assert_true (g_file_get_contents (f->cache, &damaged, &size, NULL));
  damaged[3] ^= 1;
  g_assert_true (g_file_set_contents (f->cache, damaged, size, NULL));
  taper_picture_cache_free (open_ok (f, SIDE + 1));
  g_assert_cmpuint (f->looks, >, 0);
  g_assert_true (g_file_set_contents (f->cache, damaged, size / 2, NULL));
  taper_picture_cache_free (open_ok (f, SIDE + 1));
  g_assert_cmpuint (f->looks, >, 0);
  g_free (damaged);
}

/* One in a hundred may be unreadable: left out and named, also when the cache is opened again. */
static void
test_unreadable (Fixture *f, gconstpointer unused)
{
  while (f->paths->len < 100)
    add_picture (f, 2, f->paths->len, 12);
  test_write_text (f->dir, "05.png", "not a picture");
  for (guint again = 0; again < 2; again++)
    {
      g_autoptr (TaperPictureCache) cache = open_ok (f, SIDE);
      GPtrArray *unreadable = taper_picture_cache_get_unreadable (cache);

      g_assert_cmpuint (unreadable->len, ==, 1);
      g_assert_nonnull (strstr (g_ptr_array_index (unreadable, 0), "05.png"));
      g_assert_null (taper_picture_cache_get (cache, 5));
      g_assert_nonnull (taper_picture_cache_get (cache, 6));
    }
  test_write_text (f->dir, "07.png", "");
  for (guint again = 0; again < 2; again++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TaperPictureCache) cache = open_cache (f, SIDE, NULL, &error);

      g_assert_null (cache);
      g_assert_error (error, TAPER_ERROR, TAPER_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, "2 of 100 pictures"));
      g_assert_nonnull (strstr (error->message, "05.png"));
      g_assert_nonnull (strstr (error->message, "07.png"));
    }
}

static void
test_cancelled (Fixture *f, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperPictureCache) cache = NULL;
  g_autofree char *part = g_strconcat (f->cache, ".part", NULL);

  g_cancellable_cancel (cancellable);
  cache = open_cache (f, SIDE, cancellable, &error);
  g_assert_null (cache);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (f->cache, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
}

/* No space left is an error before anything is decoded, and the old cache stays. */
static void
test_disk_full (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperPictureCache) cache = NULL;
  struct rlimit old, small;

  taper_picture_cache_free (open_ok (f, SIDE));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = (struct rlimit){ 5000, old.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  cache = open_cache (f, 40, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_null (cache);
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "cannot be written"));
  taper_picture_cache_free (open_ok (f, SIDE));
  g_assert_cmpuint (f->looks, ==, 0);
}

/* Waves broad enough to survive scaling. */
static char *
add_waves (Fixture *f, guint number)
{
  TaperRandom random = taper_random_stream (8, number, 0);
  double kx = taper_random_between (&random, 2, 6), ky = taper_random_between (&random, 2, 6);
  guint8 rgb[60 * 60 * 3];
  char *path = g_strdup_printf ("%s/waves-%u.png", f->dir, number);

  for (guint i = 0; i < 60 * 60; i++)
    for (guint c = 0; c < 3; c++)
      rgb[3 * i + c] =
          (guint8) (128 + 100 * sin (i % 60 / 60. * kx + c) * cos (i / 60 / 60. * ky - c));
  test_write_png (path, 60, rgb);
  g_ptr_array_add (f->paths, path);
  return path;
}

/* The same pictures are found across two caches, also at another size, and also where many look
 * alike to the hash (plain ones); others are not. */
static void
test_duplicates (Fixture *f, gconstpointer unused)
{
  g_autofree char *other_path = g_build_filename (f->dir, "other.pictures", NULL);
  g_autoptr (TaperPictureCache) a = NULL, b = NULL;
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_autoptr (GArray) pairs = NULL, limited = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_set_size (f->paths, 0);
  for (guint i = 0; i < 4; i++)
    {
      guint8 rgb[20 * 20 * 3];
      char *path = g_strdup_printf ("%s/plain-%u.png", f->dir, i);

      memset (rgb, 50 * i, sizeof rgb);
      test_write_png (path, 20, rgb);
      g_ptr_array_add (f->paths, path);
    }
  g_ptr_array_add (others, f->paths->pdata[1]);
  g_ptr_array_add (others, add_waves (f, 0));
  add_waves (f, 1);
  a = open_ok (f, 40);
  g_ptr_array_add (others, add_waves (f, 2));
  g_ptr_array_add (others, add_waves (f, 3));
  b = taper_picture_cache_open (other_path, (const char *const *) others->pdata, 4, 32, NULL, NULL,
                                NULL, &error);
  g_assert_no_error (error);
  pairs = taper_find_duplicates (a, 6, b, 4, 100);
  g_assert_cmpuint (pairs->len, ==, 4);
  g_assert_cmpuint (g_array_index (pairs, guint, 0), ==, 1);
  g_assert_cmpuint (g_array_index (pairs, guint, 1), ==, 0);
  g_assert_cmpuint (g_array_index (pairs, guint, 2), ==, 4);
  g_assert_cmpuint (g_array_index (pairs, guint, 3), ==, 1);
  limited = taper_find_duplicates (a, 6, b, 4, 1);
  g_assert_cmpuint (limited->len, ==, 2);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*run) (Fixture *f, gconstpointer unused);
  } tests[] = { { "/picture-cache/pixels", test_pixels },
                { "/picture-cache/validity", test_validity },
                { "/picture-cache/unreadable", test_unreadable },
                { "/picture-cache/cancelled", test_cancelled },
                { "/picture-cache/disk-full", test_disk_full },
                { "/picture-cache/duplicates", test_duplicates } };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
