/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-basis-draw.h"

#include <math.h>

#define HATCH_PITCH 5.0

void
taper_rounded_rect (cairo_t *cr, const TaperRect *rect, double radius)
{
  double r = MIN (radius, MIN (rect->width, rect->height) / 2);

  if (r < 0.5)
    {
      cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, rect->x + rect->width - r, rect->y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, rect->x + rect->width - r, rect->y + rect->height - r, r, 0, G_PI / 2);
  cairo_arc (cr, rect->x + r, rect->y + rect->height - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, rect->x + r, rect->y + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

/* Lines that lean one way for bases 9..16, the other for 17..24, both beyond. */
static void
hatch (cairo_t *cr, const TaperPalette *palette, guint basis, const TaperRect *rect)
{
  guint turn = basis / TAPER_PALETTE_N_BASES;
  double reach = rect->width + rect->height;

  cairo_save (cr);
  cairo_clip (cr);
  taper_color_set_source (&palette->background, cr);
  cairo_set_line_width (cr, 1.5);
  for (double at = 0; at < reach; at += HATCH_PITCH)
    {
      if (turn & 1)
        {
          cairo_move_to (cr, rect->x + at, rect->y);
          cairo_rel_line_to (cr, -rect->height, rect->height);
        }
      if (turn & 2)
        {
          cairo_move_to (cr, rect->x + at - rect->height, rect->y);
          cairo_rel_line_to (cr, rect->height, rect->height);
        }
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
taper_basis_draw (cairo_t *cr, const TaperPalette *palette, guint basis, const TaperRect *rect,
                  double radius)
{
  TaperColor fill = taper_palette_get_basis (palette, basis);
  TaperColor edge = taper_palette_get_basis_edge (palette, basis);

  taper_rounded_rect (cr, rect, radius);
  taper_color_set_source (&fill, cr);
  if (basis >= TAPER_PALETTE_N_BASES)
    {
      cairo_fill_preserve (cr);
      hatch (cr, palette, basis, rect);
      cairo_new_path (cr);
    }
  else
    cairo_fill (cr);
  if (rect->width < 3 || rect->height < 3)
    return;
  taper_rounded_rect (
      cr, &(TaperRect){ rect->x + 0.5, rect->y + 0.5, rect->width - 1, rect->height - 1 },
      radius - 0.5);
  taper_color_set_source (&edge, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}
