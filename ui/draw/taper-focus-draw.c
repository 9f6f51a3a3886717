/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-focus-draw.h"

/* How dark it gets where nothing was looked at. */
#define SHADE 0.8

double
taper_focus_get_peak (const TaperOcclusion *map)
{
  double peak = 0;

  for (guint row = 0; row < TAPER_OCCLUSION_CELLS; row++)
    for (guint column = 0; column < TAPER_OCCLUSION_CELLS; column++)
      peak = MAX (peak, map->drops[row][column]);
  return peak;
}

static cairo_surface_t *
create_picture (TaperImage *image)
{
  const guint width = taper_image_get_width (image), height = taper_image_get_height (image);
  const guint8 *from = taper_image_get_pixels (image);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  guint8 *rows = cairo_image_surface_get_data (surface);

  for (guint y = 0; y < height; y++)
    {
      guint32 *to =
          (guint32 *) (gpointer) (rows + (gsize) y * cairo_image_surface_get_stride (surface));

      for (guint x = 0; x < width; x++, from += 3)
        to[x] = (guint32) from[0] << 16 | (guint32) from[1] << 8 | from[2];
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* One pixel for each cell: black, as opaque as little depends on it. */
static cairo_surface_t *
create_shade (const TaperOcclusion *map, double scale)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_A8, TAPER_OCCLUSION_CELLS, TAPER_OCCLUSION_CELLS);
  guint8 *rows = cairo_image_surface_get_data (surface);

  for (int row = 0; row < TAPER_OCCLUSION_CELLS; row++)
    for (int column = 0; column < TAPER_OCCLUSION_CELLS; column++)
      {
        const double light = scale > 0 ? CLAMP (map->drops[row][column] / scale, 0, 1) : 0;

        rows[row * cairo_image_surface_get_stride (surface) + column] =
            (guint8) (255 * SHADE * (1 - light));
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* Fills @rect with @surface as a source or as a mask of black. */
static void
draw_scaled (cairo_t *cr, const TaperRect *rect, cairo_surface_t *surface, cairo_filter_t filter,
             gboolean mask)
{
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (surface);

  cairo_pattern_set_filter (pattern, filter);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_save (cr);
  cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
  cairo_clip (cr);
  cairo_translate (cr, rect->x, rect->y);
  cairo_scale (cr, rect->width / cairo_image_surface_get_width (surface),
               rect->height / cairo_image_surface_get_height (surface));
  if (mask)
    {
      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_mask (cr, pattern);
    }
  else
    {
      cairo_set_source (cr, pattern);
      cairo_paint (cr);
    }
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
}

void
taper_focus_draw (cairo_t *cr, const TaperRect *rect, TaperImage *image, const TaperOcclusion *map,
                  double scale)
{
  cairo_surface_t *picture = create_picture (image);

  draw_scaled (cr, rect, picture, CAIRO_FILTER_NEAREST, FALSE);
  cairo_surface_destroy (picture);
  if (map)
    {
      cairo_surface_t *shade = create_shade (map, scale);

      draw_scaled (cr, rect, shade, CAIRO_FILTER_BILINEAR, TRUE);
      cairo_surface_destroy (shade);
    }
}
