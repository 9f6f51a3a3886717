/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compare.h"

#define TOLERANCE 16
#define PIXELS_FOR_ONE 2000
#define AMPLIFY 8

/* --- pixels ----------------------------------------------------------------------------------- */

static guint32 *
get_row (cairo_surface_t *surface, int y)
{
  return (guint32 *) (void *) (cairo_image_surface_get_data (surface) +
                               (gsize) y * cairo_image_surface_get_stride (surface));
}

/* The amplified difference of two pixels; TRUE when it is more than rounding. */
static gboolean
compare_pixels (guint32 a, guint32 b, guint32 *difference)
{
  gboolean differs = FALSE;

  *difference = 0;
  for (guint shift = 0; shift < 24; shift += 8)
    {
      int d = ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff));

      differs |= d > TOLERANCE;
      *difference |= (guint32) MIN (d * AMPLIFY, 255) << shift;
    }
  return differs;
}

guint
compare_surfaces (cairo_surface_t *a, cairo_surface_t *b, cairo_surface_t *difference)
{
  const int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  guint n = 0;

  g_assert_cmpint (cairo_image_surface_get_width (b), ==, width);
  g_assert_cmpint (cairo_image_surface_get_height (b), ==, height);
  cairo_surface_flush (a);
  cairo_surface_flush (b);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        guint32 pixel;

        n += compare_pixels (get_row (a, y)[x], get_row (b, y)[x], &pixel);
        if (difference != NULL)
          get_row (difference, y)[x] = pixel;
      }
  if (difference != NULL)
    cairo_surface_mark_dirty (difference);
  return n;
}

/* --- references ------------------------------------------------------------------------------- */

static void
write_png (cairo_surface_t *surface, const char *path)
{
  cairo_status_t status = cairo_surface_write_to_png (surface, path);

  if (status != CAIRO_STATUS_SUCCESS)
    g_error ("%s: %s", path, cairo_status_to_string (status));
}

static char *
write_result (cairo_surface_t *surface, const char *name, const char *what)
{
  const char *out = g_getenv ("TAPER_VISUAL_OUT");
  g_autofree char *file = g_strdup_printf ("%s-%s.png", name, what);
  char *path = out != NULL ? g_build_filename (out, file, NULL)
                           : g_test_build_filename (G_TEST_BUILT, file, NULL);

  write_png (surface, path);
  return path;
}

/* A PNG is read as ARGB32 or RGB24; opaque either way. */
static cairo_surface_t *
read_reference (const char *path)
{
  cairo_surface_t *read = cairo_image_surface_create_from_png (path);

  if (cairo_surface_status (read) != CAIRO_STATUS_SUCCESS)
    g_error ("%s is missing: look at the drawing, then TAPER_UPDATE_REFERENCES=1 ./dev test", path);
  return read;
}

void
compare_with_reference (cairo_surface_t *surface, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "visual", "references", file, NULL);
  const int width = cairo_image_surface_get_width (surface);
  const int height = cairo_image_surface_get_height (surface);

  if (g_strcmp0 (g_getenv ("TAPER_UPDATE_REFERENCES"), "1") == 0)
    {
      write_png (surface, path);
      return;
    }

  cairo_surface_t *reference = read_reference (path);
  cairo_surface_t *difference = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  guint n = compare_surfaces (surface, reference, difference);

  if (n > (guint) (width * height) / PIXELS_FOR_ONE)
    {
      g_autofree char *is = write_result (surface, name, "is");
      g_autofree char *diff = write_result (difference, name, "difference");

      g_test_message ("%u of %d pixels differ: %s, %s", n, width * height, is, diff);
      g_test_fail ();
    }
  cairo_surface_destroy (difference);
  cairo_surface_destroy (reference);
}
