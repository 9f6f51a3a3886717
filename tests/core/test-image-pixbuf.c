/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image.h"

#include <string.h>

#include "tests/support/image-checks.h"

static void
test_kinds (void)
{
  static const Fixture fixtures[] = {
    { "windows.bmp", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "binary.ppm", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "icon.ico", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "plain.tif", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "deep.tif", 0, { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "turned.tif",
      TAPER_IMAGE_TURNED,
      { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "animated.gif",
      TAPER_IMAGE_FIRST_FRAME,
      { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 } } },
    { "transparent.gif",
      TAPER_IMAGE_ALPHA,
      { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 255 } } },
  };

  assert_fixtures (fixtures, G_N_ELEMENTS (fixtures), 0, 0);
}

/* The last bytes of some hold no pixels: without them the picture is still whole. */
static void
test_truncated (void)
{
  static const struct {
    const char *name;
    gsize trailer;
  } files[] = { { "windows.bmp", 0 },  { "binary.ppm", 0 }, { "icon.ico", 64 },
                { "animated.gif", 0 }, { "plain.tif", 72 }, { "turned.tif", 72 } };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (files[i].name);
      gsize size = g_bytes_get_size (bytes);
      g_autoptr (GBytes) half = g_bytes_new_from_bytes (bytes, 0, size / 2);

      g_test_message ("%s", files[i].name);
      assert_beginnings_refused (bytes, size - files[i].trailer);
      assert_refused (half, TAPER_ERROR_INVALID, "damaged picture");
    }
}

static void
assert_changed_refused (const char *name, gsize at, const guint8 *change, gsize n)
{
  g_autoptr (GBytes) bytes = read_fixture (name);
  gsize size = g_bytes_get_size (bytes);
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  g_autoptr (GBytes) changed = NULL;

  memcpy (copy + at, change, n);
  changed = g_bytes_new_take (copy, size);
  assert_refused (changed, TAPER_ERROR_LIMIT, "60000 x 60000");
}

static void
test_huge (void)
{
  static const guint8 in_16_bits[] = { 0x60, 0xea, 0x60, 0xea };
  static const guint8 in_32_bits[] = { 0x60, 0xea, 0, 0, 0x60, 0xea, 0, 0 };
  static const char text[] = "P6\n60000 60000\n255\nabc";
  g_autoptr (GBytes) ppm = g_bytes_new_static (text, sizeof text);

  assert_changed_refused ("animated.gif", 6, in_16_bits, sizeof in_16_bits);
  assert_changed_refused ("windows.bmp", 18, in_32_bits, sizeof in_32_bits);
  assert_refused (ppm, TAPER_ERROR_LIMIT, "60000 x 60000");
}

/* What the loaders would believe. */
static void
test_forged_headers (void)
{
  static const char gif[] = "GIF89a\0\0\20\0\0\0\0,";
  g_autoptr (GBytes) no_screen = g_bytes_new_static (gif, sizeof gif);
  g_autoptr (GBytes) bytes = read_fixture ("windows.bmp");
  gsize size = g_bytes_get_size (bytes);

  assert_refused (no_screen, TAPER_ERROR_INVALID, "no pixels");
  for (guint at = 13; at <= 17;
       at += 4) /* the largest byte of where pixels begin, and of a length */
    {
      guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      g_autoptr (GBytes) changed = g_bytes_new_take (copy, size);

      copy[at] = 0xff;
      assert_refused (changed, TAPER_ERROR_INVALID, "behind the end");
    }
}

static void
test_unknown (void)
{
  static const char *const contents[] = { "just some text", "%PDF-1.4\n",
                                          "\x7f"
                                          "ELF",
                                          "x" };

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (contents[i], strlen (contents[i]));

      assert_refused (bytes, TAPER_ERROR_FORMAT, "not a picture");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image/pixbuf/kinds", test_kinds);
  g_test_add_func ("/image/pixbuf/truncated", test_truncated);
  g_test_add_func ("/image/pixbuf/huge", test_huge);
  g_test_add_func ("/image/pixbuf/forged-headers", test_forged_headers);
  g_test_add_func ("/image/pixbuf/unknown", test_unknown);
  return g_test_run ();
}
