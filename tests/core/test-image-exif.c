/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"

#include <string.h>

/* Orientation 6 behind another entry, in both byte orders. */
static const guint8 LITTLE[] = { 'I', 'I', 42, 0, 8, 0,   0,   0,   2, 0,    0x0f, 0x01, 2,
                                 0,   4,   0,  0, 0, 'a', 'b', 'c', 0, 0x12, 0x01, 3,    0,
                                 1,   0,   0,  0, 6, 0,   0,   0,   0, 0,    0,    0 };
static const guint8 BIG[] = { 'M', 'M', 0, 42, 0, 0,   0,   8,   0, 2,    0x01, 0x0f, 0,
                              2,   0,   0, 0,  4, 'a', 'b', 'c', 0, 0x01, 0x12, 0,    3,
                              0,   0,   0, 1,  0, 6,   0,   0,   0, 0,    0,    0 };
#define VALUE_AT 30 /* of the orientation; one more in BIG */

static void
test_byte_orders (void)
{
  guint8 data[sizeof LITTLE];

  g_assert_cmpuint (taper_exif_get_orientation (LITTLE, sizeof LITTLE), ==, 6);
  g_assert_cmpuint (taper_exif_get_orientation (BIG, sizeof BIG), ==, 6);
  for (guint value = 0; value < 256; value++)
    {
      guint want = value >= 1 && value <= 8 ? value : 1;

      memcpy (data, LITTLE, sizeof data);
      data[VALUE_AT] = value;
      g_assert_cmpuint (taper_exif_get_orientation (data, sizeof data), ==, want);
      memcpy (data, BIG, sizeof data);
      data[VALUE_AT + 1] = value;
      g_assert_cmpuint (taper_exif_get_orientation (data, sizeof data), ==, want);
    }
}

/* Cut anywhere: the answer is 1 until the entry is complete, and nothing beyond the end is read. */
static void
test_truncated (void)
{
  for (gsize size = 0; size <= sizeof LITTLE; size++)
    {
      g_autofree guint8 *little = g_memdup2 (LITTLE, size), *big = g_memdup2 (BIG, size);
      guint want = size >= 34 ? 6 : 1;

      g_assert_cmpuint (taper_exif_get_orientation (little, size), ==, want);
      g_assert_cmpuint (taper_exif_get_orientation (big, size), ==, want);
    }
}

static void
test_nonsense (void)
{
  static const struct {
    gsize at;
    guint8 value;
  } changes[] = {
    { 0, 'X' }, /* no byte order */
    { 2, 43 },  /* not TIFF */
    { 4, 200 }, /* directory behind the end */
    { 7, 255 }, /* far behind it */
    { 4, 36 },  /* at the very end: no room for an entry */
    { 8, 1 },   /* only the other entry */
    { 8, 0 },   /* no entry */
    { 24, 4 },  /* not a short */
    { 26, 2 },  /* two values */
    { 29, 1 },  /* 16 million values */
    { 31, 1 },  /* 262 */
  };
  guint8 data[sizeof LITTLE];

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      memcpy (data, LITTLE, sizeof data);
      data[changes[i].at] = changes[i].value;
      g_assert_cmpuint (taper_exif_get_orientation (data, sizeof data), ==, 1);
    }
  /* More entries announced than there are: those there are count. */
  memcpy (data, LITTLE, sizeof data);
  data[8] = data[9] = 255;
  g_assert_cmpuint (taper_exif_get_orientation (data, sizeof data), ==, 6);
}

/*
 * The upright picture is a b c   As a camera stores it for each orientation; TIFF 6.0 names where
 *                        d e f   row 0 and column 0 of the stored picture belong.
 */
static void
test_turn (void)
{
  static const struct {
    guint width, height;
    const char *stored;
  } cases[9] = {
    [1] = { 3, 2, "abcdef" }, /* top, left */
    [2] = { 3, 2, "cbafed" }, /* top, right */
    [3] = { 3, 2, "fedcba" }, /* bottom, right */
    [4] = { 3, 2, "defabc" }, /* bottom, left */
    [5] = { 2, 3, "adbecf" }, /* left, top */
    [6] = { 2, 3, "cfbead" }, /* right, top */
    [7] = { 2, 3, "fcebda" }, /* right, bottom */
    [8] = { 2, 3, "daebfc" }, /* left, bottom */
  };

  for (guint orientation = 1; orientation <= 8; orientation++)
    {
      guint8 pixels[18];
      g_autoptr (TaperImage) upright = NULL;

      for (guint i = 0; i < 18; i++)
        pixels[i] = cases[orientation].stored[i / 3] + 100 * (i % 3);
      upright = taper_image_orient (
          taper_image_new_from_pixels (cases[orientation].width, cases[orientation].height,
                                       cases[orientation].width * 3, pixels),
          orientation, NULL);
      g_assert_cmpuint (taper_image_get_width (upright), ==, 3);
      g_assert_cmpuint (taper_image_get_height (upright), ==, 2);
      g_assert_cmpuint (taper_image_get_original_width (upright), ==, 3);
      g_assert_cmpuint (taper_image_get_original_height (upright), ==, 2);
      g_assert_cmpuint (taper_image_get_notes (upright), ==,
                        orientation > 1 ? TAPER_IMAGE_TURNED : 0);
      for (guint i = 0; i < 18; i++)
        g_assert_cmpuint (taper_image_get_pixels (upright)[i], ==,
                          (guint8) ("abcdef"[i / 3] + 100 * (i % 3)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/exif/byte-orders", test_byte_orders);
  g_test_add_func ("/image/exif/truncated", test_truncated);
  g_test_add_func ("/image/exif/nonsense", test_nonsense);
  g_test_add_func ("/image/exif/turn", test_turn);
  return g_test_run ();
}
