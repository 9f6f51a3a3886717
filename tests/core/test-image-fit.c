/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image.h"

#include <math.h>
#include <string.h>

static TaperImage *
image_from_function (guint width, guint height, guint8 (*value) (guint x, guint y, guint c))
{
  gsize stride = (gsize) width * 3 + 5; /* rows with padding: it must not be read */
  g_autofree guint8 *pixels = g_malloc (stride * height);

  memset (pixels, 0xaa, stride * height);
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      for (guint c = 0; c < 3; c++)
        pixels[y * stride + x * 3 + c] = value (x, y, c);
  return taper_image_new_from_pixels (width, height, stride, pixels);
}

static guint8
noise (guint x, guint y, guint c)
{
  guint32 h = x * 73856093u ^ y * 19349663u ^ c * 83492791u;

  h ^= h >> 13;
  h *= 0x5bd1e995u;
  return h >> 24;
}

static guint8
constant (guint x, guint y, guint c)
{
  return 10 + 100 * c;
}

static guint8
ramp (guint x, guint y, guint c)
{
  return c == 0 ? x * 4 : c == 1 ? y * 4 : 7;
}

static guint8
pixel (const TaperImage *image, guint x, guint y, guint c)
{
  return taper_image_get_pixels (image)[((gsize) y * taper_image_get_width (image) + x) * 3 + c];
}

/* The mean over [x0, x1) x [y0, y1) by the definition: each pixel counts by its covered part. */
static double
mean_over (const TaperImage *image, double x0, double x1, double y0, double y1, guint c)
{
  double sum = 0;

  for (guint y = floor (y0); y < ceil (y1); y++)
    for (guint x = floor (x0); x < ceil (x1); x++)
      sum += pixel (image, x, y, c) * (MIN (x1, x + 1) - MAX (x0, x)) *
             (MIN (y1, y + 1) - MAX (y0, y));
  return sum / ((x1 - x0) * (y1 - y0));
}

static void
assert_size (const TaperImage *image, guint width, guint height)
{
  g_assert_cmpuint (taper_image_get_width (image), ==, width);
  g_assert_cmpuint (taper_image_get_height (image), ==, height);
}

static void
test_pixels (void)
{
  g_autoptr (TaperImage) image = image_from_function (5, 3, noise);
  g_autoptr (TaperImage) again = taper_image_ref (image);

  assert_size (again, 5, 3);
  g_assert_cmpuint (taper_image_get_original_width (image), ==, 5);
  g_assert_cmpuint (taper_image_get_original_height (image), ==, 3);
  g_assert_cmpuint (taper_image_get_notes (image), ==, 0);
  for (guint y = 0; y < 3; y++)
    for (guint x = 0; x < 5; x++)
      for (guint c = 0; c < 3; c++)
        g_assert_cmpuint (pixel (image, x, y, c), ==, noise (x, y, c));
}

static void
test_identity (void)
{
  g_autoptr (TaperImage) image = image_from_function (64, 64, noise);
  g_autoptr (TaperImage) same = taper_image_fit (image, 64, 64);
  g_autoptr (TaperImage) wide = image_from_function (71, 64, noise);
  g_autoptr (TaperImage) cut = taper_image_fit (wide, 64, 64);

  g_assert_cmpmem (taper_image_get_pixels (same), 64 * 64 * 3, taper_image_get_pixels (image),
                   64 * 64 * 3);
  /* Only cut, not scaled: not a value may change. 7 columns too many: 3 go left, 4 right. */
  for (guint y = 0; y < 64; y++)
    for (guint x = 0; x < 64; x++)
      g_assert_cmpuint (pixel (cut, x, y, 1), ==, noise (x + 3, y, 1));
}

/* Every output pixel within rounding of the exact covered mean, at ratios whole and broken. */
static void
test_area (void)
{
  static const struct {
    guint w, h, to_w, to_h;
  } cases[] = { { 128, 128, 64, 64 }, { 100, 100, 64, 64 }, { 87, 65, 64, 64 },  { 65, 87, 64, 64 },
                { 348, 348, 64, 64 }, { 130, 97, 32, 24 },  { 500, 375, 64, 64 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint w = cases[i].w, h = cases[i].h, to_w = cases[i].to_w, to_h = cases[i].to_h;
      g_autoptr (TaperImage) image = image_from_function (w, h, noise);
      g_autoptr (TaperImage) small = taper_image_fit (image, to_w, to_h);
      double scale = MAX ((double) to_w / w, (double) to_h / h);
      guint full_w = lround (w * scale), full_h = lround (h * scale);
      guint left = (full_w - to_w) / 2, top = (full_h - to_h) / 2;

      assert_size (small, to_w, to_h);
      for (guint y = 0; y < to_h; y++)
        for (guint x = 0; x < to_w; x++)
          {
            double want = mean_over (
                image, (double) (left + x) * w / full_w, (double) (left + x + 1) * w / full_w,
                (double) (top + y) * h / full_h, (double) (top + y + 1) * h / full_h, y % 3);

            g_assert_cmpfloat_with_epsilon (pixel (small, x, y, y % 3), want, 0.5001);
          }
    }
}

static void
test_area_rounds (void)
{
  static const guint8 four[] = { 0, 1, 255, 1, 1, 255, 0, 1, 255, 0, 0, 254 };
  g_autoptr (TaperImage) image = taper_image_new_from_pixels (2, 2, 6, four);
  g_autoptr (TaperImage) one = taper_image_fit (image, 1, 1);

  g_assert_cmpuint (pixel (one, 0, 0, 0), ==, 0);   /* 0.25 */
  g_assert_cmpuint (pixel (one, 0, 0, 1), ==, 1);   /* 0.75 */
  g_assert_cmpuint (pixel (one, 0, 0, 2), ==, 255); /* 254.75 */
}

static void
test_bilinear (void)
{
  static const guint8 two[] = { 0, 40, 255, 200, 80, 255 };
  g_autoptr (TaperImage) image = taper_image_new_from_pixels (2, 1, 6, two);
  g_autoptr (TaperImage) large = taper_image_fit (image, 4, 2);
  static const guint8 red[] = { 0, 50, 150, 200 }, green[] = { 40, 50, 70, 80 };

  assert_size (large, 4, 2);
  for (guint x = 0; x < 4; x++)
    {
      g_assert_cmpuint (pixel (large, x, 0, 0), ==, red[x]);
      g_assert_cmpuint (pixel (large, x, 1, 1), ==, green[x]);
      g_assert_cmpuint (pixel (large, x, 1, 2), ==, 255);
    }
}

static void
test_shapes (void)
{
  static const guint sizes[][2] = { { 1, 1 },   { 1, 5000 },  { 5000, 1 },   { 63, 65 },
                                    { 3, 64 },  { 64, 3 },    { 4097, 700 }, { 700, 4097 },
                                    { 65, 64 }, { 200000, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TaperImage) image = image_from_function (sizes[i][0], sizes[i][1], constant);
      g_autoptr (TaperImage) fit = taper_image_fit (image, 64, 64);
      g_autoptr (TaperImage) thumbnail = taper_image_thumbnail (image, 50);

      assert_size (fit, 64, 64);
      g_assert_cmpuint (taper_image_get_original_width (fit), ==, sizes[i][0]);
      g_assert_cmpuint (taper_image_get_original_height (fit), ==, sizes[i][1]);
      for (guint k = 0; k < 64 * 64 * 3; k++)
        g_assert_cmpuint (taper_image_get_pixels (fit)[k], ==, constant (0, 0, k % 3));
      g_assert_cmpuint (MAX (taper_image_get_width (thumbnail), taper_image_get_height (thumbnail)),
                        ==, MIN (50, MAX (sizes[i][0], sizes[i][1])));
      g_assert_cmpuint (pixel (thumbnail, 0, 0, 1), ==, constant (0, 0, 1));
    }
}

static void
test_thumbnail (void)
{
  g_autoptr (TaperImage) image = image_from_function (60, 30, ramp);
  g_autoptr (TaperImage) half = taper_image_thumbnail (image, 30);
  g_autoptr (TaperImage) whole = taper_image_thumbnail (image, 60);

  assert_size (whole, 60, 30);
  assert_size (half, 30, 15);
  for (guint x = 0; x < 30; x++) /* mean of columns 2x and 2x+1 */
    g_assert_cmpuint (pixel (half, x, 7, 0), ==, x * 8 + 2);
}

static void
test_input (void)
{
  TaperInputSpec spec = { 3, 2, 3, { 0.5f, 0.25f, 0 }, { 0.25f, 0.5f, 1 } };
  g_autoptr (TaperImage) image = image_from_function (3, 2, noise);
  float out[18];

  taper_image_to_input (image, &spec, out);
  for (guint c = 0; c < 3; c++)
    for (guint y = 0; y < 2; y++)
      for (guint x = 0; x < 3; x++)
        g_assert_cmpfloat_with_epsilon (
            out[(c * 2 + y) * 3 + x], (noise (x, y, c) / 255.0 - spec.mean[c]) / spec.std[c], 1e-6);
}

static void
test_notes (void)
{
  g_autofree char *none = taper_image_notes_to_string (0);
  g_autofree char *two = taper_image_notes_to_string (TAPER_IMAGE_TURNED | TAPER_IMAGE_ALPHA);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (two, ==, "turned, alpha over white");
}

/* Everything that reads pictures for a network asks here, so a change is on purpose. */
static void
test_input_side (void)
{
  TaperInputSpec spec = { .channels = 3, .height = 64, .width = 64 };

  g_assert_cmpuint (taper_image_input_side (&spec), ==, 320);
  spec.height = 512;
  g_assert_cmpuint (taper_image_input_side (&spec), ==, 512);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/pixels", test_pixels);
  g_test_add_func ("/image/fit/identity", test_identity);
  g_test_add_func ("/image/fit/area", test_area);
  g_test_add_func ("/image/fit/area-rounds", test_area_rounds);
  g_test_add_func ("/image/fit/bilinear", test_bilinear);
  g_test_add_func ("/image/fit/shapes", test_shapes);
  g_test_add_func ("/image/thumbnail", test_thumbnail);
  g_test_add_func ("/image/input", test_input);
  g_test_add_func ("/image/input-side", test_input_side);
  g_test_add_func ("/image/notes", test_notes);
  return g_test_run ();
}
