/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/train-data.h"

#include "core/data/taper-random.h"

#include <math.h>
#include <png.h>
#include <string.h>

#define SIDE 20

void
test_write_text (const char *dir, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
test_write_png (const char *path, guint side, const guint8 *rgb)
{
  g_autofree char *parent = g_path_get_dirname (path);
  png_image image = {
    .version = PNG_IMAGE_VERSION, .width = side, .height = side, .format = PNG_FORMAT_RGB
  };

  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  g_assert_true (png_image_write_to_file (&image, path, 0, rgb, 0, NULL));
}

void
test_train_picture (guint class_index, guint number, guint side, guint8 *rgb)
{
  static const double colors[3][3] = { { 1, .3, .2 }, { .2, .9, .3 }, { .3, .4, 1 } };
  TaperRandom random = taper_random_stream (7, class_index, number);
  double phase = taper_random_between (&random, 0, 2 * G_PI);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        double at = class_index % 2 == 0 ? x : y;
        double wave = .6 + .4 * sin (at * 2 * G_PI / 5 + phase);

        for (guint c = 0; c < 3; c++)
          {
            double v =
                220 * wave * colors[class_index / 2 % 3][c] + taper_random_between (&random, 0, 30);

            rgb[((gsize) y * side + x) * 3 + c] = (guint8) v;
          }
      }
}

static void
write_part (const char *dir, guint first, guint n)
{
  guint8 rgb[SIDE * SIDE * 3];

  for (guint c = 0; c < TEST_TRAIN_CLASSES; c++)
    for (guint i = 0; i < n; i++)
      {
        g_autofree char *path = g_strdup_printf ("%s/class-%u/%03u.png", dir, c, i);

        test_train_picture (c, first + i, SIDE, rgb);
        test_write_png (path, SIDE, rgb);
      }
}

char *
test_train_folder (guint n_train, guint n_test)
{
  char *path = test_temporary_folder ();
  g_autofree char *train = g_build_filename (path, "train", NULL);
  g_autofree char *test = g_build_filename (path, "test", NULL);

  write_part (n_test > 0 ? train : path, 0, n_train);
  if (n_test > 0)
    write_part (test, 10000, n_test);
  return path;
}
