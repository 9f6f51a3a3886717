/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the tests of the picture decoders share: known pictures and the questions put to them. */

#include "core/image/taper-image.h"
#include "core/taper-error.h"

/* Colours of the four quarters: top left, top right, bottom left, bottom right; R G B. */
typedef guint8 Quarters[4][3];

/* tests/golden/formats/base.png and most of its neighbours: 32 x 16 in four colours. */
static const Quarters BASE G_GNUC_UNUSED = {
  { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 0 }
};

G_GNUC_UNUSED static const guint8 *
pixel_at (const TaperImage *image, guint x, guint y)
{
  return taper_image_get_pixels (image) + ((gsize) y * taper_image_get_width (image) + x) * 3;
}

/* All pixels of the four quarters, except within @border of their edges, within @tolerance. */
G_GNUC_UNUSED static void
assert_quarters (const TaperImage *image, const Quarters want, guint border, int tolerance)
{
  guint width = taper_image_get_width (image), height = taper_image_get_height (image);
  for (guint q = 0; q < 4; q++)
    {
      guint x0 = q % 2 * width / 2, y0 = q / 2 * height / 2;
      for (guint y = y0 + border; y + border < y0 + height / 2; y++)
        for (guint x = x0 + border; x + border < x0 + width / 2; x++)
          for (guint c = 0; c < 3; c++)
            g_assert_cmpint (ABS (pixel_at (image, x, y)[c] - want[q][c]), <=, tolerance);
    }
}

G_GNUC_UNUSED static void
assert_size (const TaperImage *image, guint width, guint height)
{
  g_assert_cmpuint (taper_image_get_width (image), ==, width);
  g_assert_cmpuint (taper_image_get_height (image), ==, height);
}

G_GNUC_UNUSED static GBytes *
read_fixture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "formats", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize size;
  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

/* Decodes what must decode. */
G_GNUC_UNUSED static TaperImage *
decode (GBytes *bytes, guint min_side)
{
  g_autoptr (GError) error = NULL;
  TaperImage *image = taper_image_new_from_bytes (bytes, "picture", min_side, &error);
  g_assert_no_error (error);
  g_assert_nonnull (image);
  return image;
}

/* What must not decode: the error's code, "picture: " first, and @words somewhere behind. */
G_GNUC_UNUSED static void
assert_refused (GBytes *bytes, TaperError code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperImage) image = taper_image_new_from_bytes (bytes, "picture", 0, &error);
  g_assert_null (image);
  g_assert_error (error, TAPER_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, "picture: "));
  if (strstr (error->message, words) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, words);
}

/* Each proper beginning of the file is refused or, where @may_decode, decoded: never a crash. */
G_GNUC_UNUSED static void
assert_beginnings_refused (GBytes *bytes, gsize may_decode_from)
{
  for (gsize size = 0; size < g_bytes_get_size (bytes); size++)
    {
      /* A copy of just this size: the sanitizer sees each read beyond it. */
      g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (bytes, NULL), size);
      g_autoptr (GError) error = NULL;
      g_autoptr (TaperImage) image = taper_image_new_from_bytes (part, "picture", 0, &error);
      if (image != NULL)
        g_assert_cmpuint (size, >=, may_decode_from);
      else
        g_assert_nonnull (error);
    }
}

typedef struct {
  const char *name;
  TaperImageNotes notes;
  Quarters quarters;
} Fixture;

/* Each file of tests/golden/formats named: 32 x 16 upright, exact or within @tolerance. */
G_GNUC_UNUSED static void
assert_fixtures (const Fixture *fixtures, gsize n, guint border, int tolerance)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (fixtures[i].name);
      g_autoptr (TaperImage) image = decode (bytes, 0);
      g_test_message ("%s", fixtures[i].name);
      assert_size (image, 32, 16);
      g_assert_cmpuint (taper_image_get_original_width (image), ==, 32);
      g_assert_cmpuint (taper_image_get_original_height (image), ==, 16);
      g_assert_cmphex (taper_image_get_notes (image), ==, fixtures[i].notes);
      assert_quarters (image, fixtures[i].quarters, border, tolerance);
    }
}
