/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "tests/support/image-checks.h"

/* How a test picture is written; zero values are the plain case. */
typedef struct {
  guint width, height;  /* 32 x 16 if zero */
  J_COLOR_SPACE input;  /* of the quarters' values; JCS_RGB if zero */
  J_COLOR_SPACE stored; /* JCS_YCbCr if zero */
  gboolean no_adobe_marker;
  gboolean progressive;
  gboolean one_scan_per_component;
  guint orientation; /* 0: no EXIF block */
  gboolean big_endian;
  gboolean icc;
  const guint8 (*quarters)[4]; /* BASE if NULL */
} Recipe;

static void
write_exif (struct jpeg_compress_struct *cinfo, const Recipe *recipe)
{
  guint8 little[] = { 'E',  'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0,
                      0x12, 1,   3,   0,   1, 0, 0,   0,   0,  0, 0, 0, 0, 0, 0, 0 };
  guint8 big[] = { 'E', 'x',  'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
                   1,   0x12, 0,   3,   0, 0, 0,   1,   0, 0,  0, 0, 0, 0, 0, 0 };

  little[24] = big[25] = recipe->orientation;
  jpeg_write_marker (cinfo, JPEG_APP0 + 1, recipe->big_endian ? big : little, sizeof big);
}

static void
write_row (struct jpeg_compress_struct *cinfo, const Recipe *recipe)
{
  guint8 row[4096];
  JSAMPROW line = row;
  guint n = cinfo->input_components;

  for (guint x = 0; x < cinfo->image_width; x++)
    {
      guint q =
          (x >= cinfo->image_width / 2) + 2 * (cinfo->next_scanline >= cinfo->image_height / 2);

      memcpy (row + x * n, recipe->quarters != NULL ? recipe->quarters[q] : BASE[q], n);
    }
  jpeg_write_scanlines (cinfo, &line, 1);
}

static GBytes *
write_jpeg (const Recipe *recipe)
{
  static const jpeg_scan_info scans[] = { { 1, { 0 }, 0, 63, 0, 0 },
                                          { 1, { 1 }, 0, 63, 0, 0 },
                                          { 1, { 2 }, 0, 63, 0, 0 } };
  struct jpeg_compress_struct cinfo;
  struct jpeg_error_mgr errors;
  unsigned char *data = NULL;
  unsigned long size = 0;

  cinfo.err = jpeg_std_error (&errors);
  jpeg_create_compress (&cinfo);
  jpeg_mem_dest (&cinfo, &data, &size);
  cinfo.image_width = recipe->width > 0 ? recipe->width : 32;
  cinfo.image_height = recipe->height > 0 ? recipe->height : 16;
  cinfo.in_color_space = recipe->input != 0 ? recipe->input : JCS_RGB;
  cinfo.input_components = cinfo.in_color_space == JCS_CMYK ? 4 : 3;
  jpeg_set_defaults (&cinfo);
  jpeg_set_colorspace (&cinfo, recipe->stored != 0 ? recipe->stored : JCS_YCbCr);
  jpeg_set_quality (&cinfo, 100, TRUE);
  for (int i = 0; i < cinfo.num_components; i++)
    cinfo.comp_info[i].h_samp_factor = cinfo.comp_info[i].v_samp_factor = 1;
  if (recipe->no_adobe_marker)
    cinfo.write_Adobe_marker = FALSE;
  if (recipe->progressive)
    jpeg_simple_progression (&cinfo);
  if (recipe->one_scan_per_component)
    {
      cinfo.scan_info = scans;
      cinfo.num_scans = G_N_ELEMENTS (scans);
    }
  jpeg_start_compress (&cinfo, TRUE);
  if (recipe->orientation > 0)
    write_exif (&cinfo, recipe);
  if (recipe->icc)
    jpeg_write_icc_profile (&cinfo, (const guint8 *) "not a real one", 14);
  while (cinfo.next_scanline < cinfo.image_height)
    write_row (&cinfo, recipe);
  jpeg_finish_compress (&cinfo);
  jpeg_destroy_compress (&cinfo);
  return g_bytes_new_with_free_func (data, size, free, data);
}

/* Written by another program. */
static void
test_kinds (void)
{
  static const Fixture fixtures[] = {
    { "plain.jpg", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "progressive.jpg", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "cmyk.jpg",
      TAPER_IMAGE_CMYK,
      { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "grey.jpg", 0, { { 54, 54, 54 }, { 182, 182, 182 }, { 18, 18, 18 }, { 237, 237, 237 } } },
  };

  /* Colour at half the resolution runs over the quarters' edges. */
  assert_fixtures (fixtures, G_N_ELEMENTS (fixtures), 2, 3);
}

static void
test_written (void)
{
  static const Recipe recipes[] = { { .stored = JCS_RGB },
                                    { .progressive = TRUE },
                                    { .one_scan_per_component = TRUE },
                                    { .icc = TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autoptr (GBytes) bytes = write_jpeg (&recipes[i]);
      g_autoptr (TaperImage) image = decode (bytes, 0);

      assert_size (image, 32, 16);
      assert_quarters (image, BASE, 0, 2);
      g_assert_cmphex (taper_image_get_notes (image), ==,
                       recipes[i].icc ? TAPER_IMAGE_ICC_IGNORED : 0);
    }
}

/* Every orientation in both byte orders; which quarter of the stored picture comes to the top
 * left, top right, bottom left, bottom right (0 to 3, in the order of BASE). */
static void
test_orientations (void)
{
  static const guint shown[9][4] = {
    [1] = { 0, 1, 2, 3 }, [2] = { 1, 0, 3, 2 }, [3] = { 3, 2, 1, 0 }, [4] = { 2, 3, 0, 1 },
    [5] = { 0, 2, 1, 3 }, [6] = { 2, 0, 3, 1 }, [7] = { 3, 1, 2, 0 }, [8] = { 1, 3, 0, 2 },
  };

  for (guint orientation = 1; orientation <= 8; orientation++)
    for (guint big_endian = 0; big_endian < 2; big_endian++)
      {
        Recipe recipe = { .orientation = orientation, .big_endian = big_endian };
        g_autoptr (GBytes) bytes = write_jpeg (&recipe);
        g_autoptr (TaperImage) image = decode (bytes, 0);
        Quarters want;

        for (guint q = 0; q < 4; q++)
          memcpy (want[q], BASE[shown[orientation][q]], 3);
        if (orientation >= 5)
          assert_size (image, 16, 32);
        else
          assert_size (image, 32, 16);
        g_assert_cmpuint (taper_image_get_original_width (image), ==,
                          taper_image_get_width (image));
        g_assert_cmphex (taper_image_get_notes (image), ==,
                         orientation > 1 ? TAPER_IMAGE_TURNED : 0);
        assert_quarters (image, want, 0, 2);
      }
}

/* 255 - ink as Adobe's programs store it, and ink as it is without their marker. */
static void
test_cmyk (void)
{
  static const guint8 inks[4][4] = {
    { 0, 0, 0, 0 }, { 255, 0, 0, 0 }, { 0, 255, 255, 128 }, { 0, 0, 0, 255 }
  };
  static const guint8 inverted[4][4] = {
    { 255, 255, 255, 255 }, { 0, 255, 255, 255 }, { 255, 0, 0, 127 }, { 255, 255, 255, 0 }
  };
  static const Quarters want = { { 255, 255, 255 }, { 0, 255, 255 }, { 127, 0, 0 }, { 0, 0, 0 } };
  static const Recipe recipes[] = {
    { .input = JCS_CMYK, .stored = JCS_CMYK, .quarters = inverted },
    { .input = JCS_CMYK, .stored = JCS_YCCK, .quarters = inverted },
    { .input = JCS_CMYK, .stored = JCS_CMYK, .quarters = inks, .no_adobe_marker = TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autoptr (GBytes) bytes = write_jpeg (&recipes[i]);
      g_autoptr (TaperImage) image = decode (bytes, 0);

      g_assert_cmphex (taper_image_get_notes (image), ==, TAPER_IMAGE_CMYK);
      assert_quarters (image, want, 0, 3);
    }
}

/* The smallest M/8 whose shorter side is at least what was asked for. */
static void
test_scale (void)
{
  static const struct {
    guint min_side, width, height;
  } cases[] = { { 0, 400, 300 },   { 1, 50, 38 },     { 38, 50, 38 },    { 39, 100, 75 },
                { 64, 100, 75 },   { 75, 100, 75 },   { 76, 150, 113 },  { 224, 300, 225 },
                { 263, 350, 263 }, { 264, 400, 300 }, { 5000, 400, 300 } };
  static const Recipe recipe = { .width = 400, .height = 300 };
  static const Recipe turned = { .width = 400, .height = 300, .orientation = 6 };
  g_autoptr (GBytes) bytes = write_jpeg (&recipe);
  g_autoptr (GBytes) turned_bytes = write_jpeg (&turned);
  g_autoptr (TaperImage) upright = decode (turned_bytes, 64);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TaperImage) image = decode (bytes, cases[i].min_side);

      assert_size (image, cases[i].width, cases[i].height);
      g_assert_cmpuint (taper_image_get_original_width (image), ==, 400);
      g_assert_cmpuint (taper_image_get_original_height (image), ==, 300);
      assert_quarters (image, BASE, 8, 3);
    }
  assert_size (upright, 75, 100);
  g_assert_cmpuint (taper_image_get_original_width (upright), ==, 300);
  g_assert_cmpuint (taper_image_get_original_height (upright), ==, 400);
}

static void
test_truncated (void)
{
  static const Recipe recipes[] = { { 0 }, { .progressive = TRUE }, { .orientation = 3 } };

  for (gsize i = 0; i < G_N_ELEMENTS (recipes); i++)
    {
      g_autoptr (GBytes) bytes = write_jpeg (&recipes[i]);
      g_autoptr (GBytes) half = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 20);

      assert_beginnings_refused (bytes, G_MAXSIZE);
      assert_refused (half, TAPER_ERROR_INVALID, "truncated");
    }
}

/* A marker that ends the picture in the middle of its data. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = read_fixture ("progressive.jpg");
  g_autoptr (GBytes) changed = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *copy = g_memdup2 (data, size);
  const guint8 *scan = memmem (data, size, "\xff\xda", 2);

  memcpy (copy + (scan - data) + 14, "\xff\xd9", 2);
  changed = g_bytes_new_take (copy, size);
  assert_refused (changed, TAPER_ERROR_INVALID, "damaged JPEG picture");
}

static void
test_huge (void)
{
  g_autoptr (GBytes) bytes = read_fixture ("plain.jpg");
  g_autoptr (GBytes) huge = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint8 *copy = g_memdup2 (data, size);
  const guint8 *frame = memmem (data, size, "\xff\xc0", 2);

  memcpy (copy + (frame - data) + 5, "\xea\x60\xea\x60", 4);
  huge = g_bytes_new_take (copy, size);
  assert_refused (huge, TAPER_ERROR_LIMIT, "60000 x 60000");
}

/* The last scan again and again: refused, however small each is. */
static void
test_scans (void)
{
  static const Recipe recipe = { .one_scan_per_component = TRUE };
  g_autoptr (GBytes) bytes = write_jpeg (&recipe);
  g_autoptr (GBytes) many = NULL;
  GByteArray *out = g_byte_array_new ();
  gsize size, at;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  at = size - 2;
  while (data[at] != 0xff || data[at + 1] != 0xda)
    at--;
  g_byte_array_append (out, data, at);
  for (guint i = 0; i < 500; i++)
    g_byte_array_append (out, data + at, size - 2 - at);
  g_byte_array_append (out, data + size - 2, 2);
  many = g_byte_array_free_to_bytes (out);
  assert_refused (many, TAPER_ERROR_LIMIT, "scans");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/jpeg/kinds", test_kinds);
  g_test_add_func ("/image/jpeg/written", test_written);
  g_test_add_func ("/image/jpeg/orientations", test_orientations);
  g_test_add_func ("/image/jpeg/cmyk", test_cmyk);
  g_test_add_func ("/image/jpeg/scale", test_scale);
  g_test_add_func ("/image/jpeg/truncated", test_truncated);
  g_test_add_func ("/image/jpeg/damaged", test_damaged);
  g_test_add_func ("/image/jpeg/huge", test_huge);
  g_test_add_func ("/image/jpeg/scans", test_scans);
  return g_test_run ();
}
