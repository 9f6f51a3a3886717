/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image.h"

#include <gio/gio.h>
#include <string.h>

#include "tests/support/image-checks.h"

#define AFTER_HEADER 33 /* magic 8, IHDR 25 */

static guint32
crc32_of (const guint8 *data, gsize size)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
  return ~crc;
}

static void
append_chunk (GByteArray *out, const char *type, const guint8 *data, guint32 size)
{
  guint32 length = GUINT32_TO_BE (size), crc;
  guint start = out->len + 4;

  g_byte_array_append (out, (guint8 *) &length, 4);
  g_byte_array_append (out, (const guint8 *) type, 4);
  g_byte_array_append (out, data, size);
  crc = GUINT32_TO_BE (crc32_of (out->data + start, size + 4));
  g_byte_array_append (out, (guint8 *) &crc, 4);
}

/* The base picture with one more chunk behind its header, or before its end. */
static GBytes *
with_chunk (const char *type, const guint8 *data, guint32 size, gboolean at_end)
{
  g_autoptr (GBytes) base = read_fixture ("base.png");
  gsize base_size, at;
  const guint8 *bytes = g_bytes_get_data (base, &base_size);
  GByteArray *out = g_byte_array_new ();

  at = at_end ? base_size - 12 : AFTER_HEADER;
  g_byte_array_append (out, bytes, at);
  append_chunk (out, type, data, size);
  g_byte_array_append (out, bytes + at, base_size - at);
  return g_byte_array_free_to_bytes (out);
}

static void
test_kinds (void)
{
  static const Fixture fixtures[] = {
    { "base.png", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "palette.png", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "rgb16.png", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "interlaced.png", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "palette-transparent.png",
      TAPER_IMAGE_ALPHA,
      { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 255 } } },
    { "alpha.png",
      TAPER_IMAGE_ALPHA,
      { { 255, 0, 0 }, { 128, 255, 128 }, { 0, 0, 255 }, { 255, 255, 128 } } },
    { "alpha16-interlaced.png",
      TAPER_IMAGE_ALPHA,
      { { 255, 0, 0 }, { 128, 255, 128 }, { 0, 0, 255 }, { 255, 255, 128 } } },
    { "grey1.png", 0, { { 0, 0, 0 }, { 255, 255, 255 }, { 0, 0, 0 }, { 255, 255, 255 } } },
    { "grey4.png", 0, { { 0, 0, 0 }, { 153, 153, 153 }, { 0, 0, 0 }, { 153, 153, 153 } } },
    { "grey16.png", 0, { { 64, 64, 64 }, { 191, 191, 191 }, { 64, 64, 64 }, { 191, 191, 191 } } },
  };

  assert_fixtures (fixtures, G_N_ELEMENTS (fixtures), 0, 0);
}

static void
test_orientation (void)
{
  guint8 exif[] = { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0 };

  for (guint at_end = 0; at_end < 2; at_end++)
    {
      g_autoptr (GBytes) bytes = with_chunk ("eXIf", exif, sizeof exif, at_end);
      g_autoptr (TaperImage) image = decode (bytes, 0);
      /* Turned clockwise: the bottom left quarter comes to the top left. */
      static const Quarters turned = {
        { 0, 0, 255 }, { 255, 0, 0 }, { 255, 255, 0 }, { 0, 255, 0 }
      };

      assert_size (image, 16, 32);
      g_assert_cmpuint (taper_image_get_original_width (image), ==, 16);
      g_assert_cmpuint (taper_image_get_original_height (image), ==, 32);
      g_assert_cmphex (taper_image_get_notes (image), ==, TAPER_IMAGE_TURNED);
      assert_quarters (image, turned, 0, 0);
    }
}

static void
test_first_frame (void)
{
  static const guint8 control[] = { 0, 0, 0, 2, 0, 0, 0, 0 };
  g_autoptr (GBytes) bytes = with_chunk ("acTL", control, sizeof control, FALSE);
  g_autoptr (TaperImage) image = decode (bytes, 0);

  g_assert_cmphex (taper_image_get_notes (image), ==, TAPER_IMAGE_FIRST_FRAME);
  assert_quarters (image, BASE, 0, 0);
}

/* The least that libpng takes for a colour profile: a header and no tags, compressed. */
static void
test_profile (void)
{
  /* total size, version, illuminant D50 */
  guint8 profile[132] = {
    [3] = 132, [8] = 2, [70] = 0xf6, [71] = 0xd6, [73] = 1, [78] = 0xd3, [79] = 0x2d
  };
  guint8 chunk[256] = "name";
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TaperImage) image = NULL;
  gsize n_read, n_written;

  memcpy (profile + 12, "mntrRGB XYZ ", 12);
  memcpy (profile + 36, "acsp", 4);
  g_assert_cmpint (g_converter_convert (G_CONVERTER (compressor), profile, sizeof profile,
                                        chunk + 6, sizeof chunk - 6, G_CONVERTER_INPUT_AT_END,
                                        &n_read, &n_written, NULL),
                   ==, G_CONVERTER_FINISHED);
  bytes = with_chunk ("iCCP", chunk, 6 + n_written, FALSE);
  image = decode (bytes, 0);
  g_assert_cmphex (taper_image_get_notes (image), ==, TAPER_IMAGE_ICC_IGNORED);
  assert_quarters (image, BASE, 0, 0);
}

static void
test_truncated (void)
{
  static const char *const names[] = { "base.png", "alpha16-interlaced.png", "grey16.png" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (names[i]);
      g_autoptr (GBytes) half = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) / 2);

      assert_beginnings_refused (bytes, G_MAXSIZE);
      assert_refused (half, TAPER_ERROR_INVALID, "truncated");
    }
}

/* Any byte of the pixels changed: the chunk's checksum tells. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = read_fixture ("rgb16.png");
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize at = (const guint8 *) memmem (data, size, "IDAT", 4) - data; at < size - 12; at++)
    {
      guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) damaged = NULL;

      copy[at] ^= 0x10;
      damaged = g_bytes_new_take (copy, size);
      assert_refused (damaged, TAPER_ERROR_INVALID, "damaged PNG picture");
    }
}

static void
assert_header_refused (guint32 width, guint32 height, TaperError code, const char *words)
{
  guint8 header[13] = { [8] = 8, [9] = 2 };
  guint32 sides[2] = { GUINT32_TO_BE (width), GUINT32_TO_BE (height) };
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) base = read_fixture ("base.png");
  g_autoptr (GBytes) bytes = NULL;

  memcpy (header, sides, 8);
  g_byte_array_append (out, g_bytes_get_data (base, NULL), 8);
  append_chunk (out, "IHDR", header, sizeof header);
  append_chunk (out, "IDAT", (const guint8 *) "x", 1);
  append_chunk (out, "IEND", NULL, 0);
  bytes = g_byte_array_free_to_bytes (out);
  assert_refused (bytes, code, words);
}

static void
test_huge (void)
{
  assert_header_refused (60000, 60000, TAPER_ERROR_LIMIT, "60000 x 60000");
  assert_header_refused (0x7fffffff, 0x7fffffff, TAPER_ERROR_LIMIT, "too large");
  assert_header_refused (0x80000000u, 1, TAPER_ERROR_INVALID, "damaged");
  assert_header_refused (0, 5, TAPER_ERROR_INVALID, "damaged");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/png/kinds", test_kinds);
  g_test_add_func ("/image/png/orientation", test_orientation);
  g_test_add_func ("/image/png/first-frame", test_first_frame);
  g_test_add_func ("/image/png/profile", test_profile);
  g_test_add_func ("/image/png/truncated", test_truncated);
  g_test_add_func ("/image/png/damaged", test_damaged);
  g_test_add_func ("/image/png/huge", test_huge);
  return g_test_run ();
}
