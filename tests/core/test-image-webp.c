/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image.h"

#include <string.h>

#include "tests/support/image-checks.h"

static void
append_u32 (GByteArray *out, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);

  g_byte_array_append (out, (guint8 *) &little, 4);
}

static void
append_chunk (GByteArray *out, const char *type, const guint8 *data, guint32 size)
{
  g_byte_array_append (out, (const guint8 *) type, 4);
  append_u32 (out, size);
  g_byte_array_append (out, data, size);
  if (size % 2 == 1)
    g_byte_array_append (out, (const guint8 *) "", 1);
}

/* Writes the length into the file's header. */
static GBytes *
finish (GByteArray *out)
{
  guint32 size = GUINT32_TO_LE (out->len - 8);

  memcpy (out->data + 4, &size, 4);
  return g_byte_array_free_to_bytes (out);
}

/* lossless.webp in the extended form, on a canvas of its size. @flags: 0x20 ICC, 0x08 EXIF */
static GBytes *
extended (guint8 flags, const char *extra_type, const guint8 *extra, guint32 extra_size)
{
  g_autoptr (GBytes) plain = read_fixture ("lossless.webp");
  guint8 header[10] = { flags, 0, 0, 0, 32 - 1, 0, 0, 16 - 1, 0, 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (plain, &size);
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, data, 12);
  append_chunk (out, "VP8X", header, sizeof header);
  if (flags == 0x20) /* a profile stands before the picture, EXIF data behind it */
    append_chunk (out, extra_type, extra, extra_size);
  g_byte_array_append (out, data + 12, size - 12);
  if (flags != 0x20)
    append_chunk (out, extra_type, extra, extra_size);
  return finish (out);
}

static void
test_kinds (void)
{
  static const Fixture exact[] = {
    { "lossless.webp", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "animated.webp",
      TAPER_IMAGE_FIRST_FRAME,
      { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "transparent.webp",
      TAPER_IMAGE_ALPHA,
      { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 255 } } },
  };
  static const Fixture lossy[] = {
    { "lossy.webp", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
  };

  assert_fixtures (exact, G_N_ELEMENTS (exact), 0, 0);
  assert_fixtures (lossy, G_N_ELEMENTS (lossy), 2, 6);
}

/* An animation on a canvas of 64 x 32 whose first frame covers 32 x 16 at (8, 4): white around. */
static void
test_part_of_canvas (void)
{
  static const guint8 header[10] = { 0x02, 0, 0, 0, 64 - 1, 0, 0, 32 - 1, 0, 0 };
  static const guint8 animation[6] = { 0 };
  static const guint8 place[16] = { 8 / 2, 0,      0, 4 / 2, 0,   0, 32 - 1, 0,
                                    0,     16 - 1, 0, 0,     100, 0, 0,      0 };
  g_autoptr (GBytes) plain = read_fixture ("lossless.webp");
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TaperImage) image = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (plain, &size);

  g_byte_array_append (frame, place, sizeof place);
  g_byte_array_append (frame, data + 12, size - 12);
  g_byte_array_append (out, data, 12);
  append_chunk (out, "VP8X", header, sizeof header);
  append_chunk (out, "ANIM", animation, sizeof animation);
  append_chunk (out, "ANMF", frame->data, frame->len);
  bytes = finish (out);
  image = decode (bytes, 0);

  assert_size (image, 64, 32);
  g_assert_cmphex (taper_image_get_notes (image), ==, TAPER_IMAGE_FIRST_FRAME | TAPER_IMAGE_ALPHA);
  for (guint y = 0; y < 32; y++)
    for (guint x = 0; x < 64; x++)
      for (guint c = 0; c < 3; c++)
        {
          gboolean inside = x >= 8 && x < 40 && y >= 4 && y < 20;
          guint quarter = (x >= 24) + 2 * (y >= 12);

          g_assert_cmpuint (pixel_at (image, x, y)[c], ==, inside ? BASE[quarter][c] : 255);
        }
}

static void
test_orientation (void)
{
  static const guint8 exif[] = { 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12,
                                 1,   3,   0,  1, 0, 0, 0, 8, 0, 0, 0 };
  /* Turned anticlockwise: the top right quarter comes to the top left. */
  static const Quarters turned = { { 0, 255, 0 }, { 255, 255, 0 }, { 255, 0, 0 }, { 0, 0, 255 } };
  g_autoptr (GBytes) bytes = extended (0x08, "EXIF", exif, sizeof exif);
  g_autoptr (TaperImage) image = decode (bytes, 0);

  assert_size (image, 16, 32);
  g_assert_cmphex (taper_image_get_notes (image), ==, TAPER_IMAGE_TURNED);
  assert_quarters (image, turned, 0, 0);
}

static void
test_profile (void)
{
  g_autoptr (GBytes) bytes = extended (0x20, "ICCP", (const guint8 *) "no real one", 11);
  g_autoptr (TaperImage) image = decode (bytes, 0);

  g_assert_cmphex (taper_image_get_notes (image), ==, TAPER_IMAGE_ICC_IGNORED);
  assert_quarters (image, BASE, 0, 0);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) lossless = read_fixture ("lossless.webp");
  g_autoptr (GBytes) lossy = read_fixture ("lossy.webp");
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (lossy, 0, g_bytes_get_size (lossy) / 2);

  assert_beginnings_refused (lossless, G_MAXSIZE);
  assert_beginnings_refused (lossy, G_MAXSIZE);
  assert_refused (half, TAPER_ERROR_INVALID, "truncated");
}

/* Whole by its structure, but the pixels' code is cut short: no black picture. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = read_fixture ("lossless.webp");
  gsize size = g_bytes_get_size (bytes);
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  g_autoptr (GBytes) damaged = NULL;

  memset (copy + 25, 0xff, size - 25);
  damaged = g_bytes_new_take (copy, size);
  assert_refused (damaged, TAPER_ERROR_INVALID, "damaged WebP picture");
}

static void
test_huge (void)
{
  g_autoptr (GBytes) bytes = read_fixture ("lossless.webp");
  gsize size = g_bytes_get_size (bytes);
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  g_autoptr (GBytes) huge = NULL;

  memset (copy + 21, 0xff, 3); /* both sides 16384, less one, in 14 bits each */
  copy[24] |= 0x0f;
  huge = g_bytes_new_take (copy, size);
  assert_refused (huge, TAPER_ERROR_LIMIT, "16384 x 16384");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/webp/kinds", test_kinds);
  g_test_add_func ("/image/webp/part-of-canvas", test_part_of_canvas);
  g_test_add_func ("/image/webp/orientation", test_orientation);
  g_test_add_func ("/image/webp/profile", test_profile);
  g_test_add_func ("/image/webp/truncated", test_truncated);
  g_test_add_func ("/image/webp/damaged", test_damaged);
  g_test_add_func ("/image/webp/huge", test_huge);
  return g_test_run ();
}
