/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-mix-overlay.h"

#include "ui/draw/taper-basis-draw.h"
#include "ui/draw/taper-format.h"

#include <math.h>

#define EDIT_BAR 3.0

/* A triangle that points up or down: more or less, without colour. */
static void
draw_arrow (cairo_t *cr, double x, double y, double size, gboolean up, const TaperColor *ink)
{
  cairo_move_to (cr, x, up ? y + size : y);
  cairo_rel_line_to (cr, size, 0);
  cairo_rel_line_to (cr, -size / 2, up ? -size : size);
  cairo_close_path (cr);
  taper_color_set_source (ink, cr);
  cairo_fill (cr);
}

/* What the cell would be, at its end; its beginning stays what it is now. */
static void
draw_ghost_cell (cairo_t *cr, const TaperMixGeometry *g, const TaperRect *cell, float now,
                 float then, const TaperDrawStyle *style)
{
  const double start = MIN (8, round (cell->width * 0.25));
  const double size = MIN (5, cell->height * 0.35);
  const TaperRect inner = { g->rtl ? cell->x + 1 : cell->x + start, cell->y + 1,
                            cell->width - start - 1, cell->height - 2 };
  const TaperColor outside = taper_palette_get_sequential (now);
  const TaperColor color = taper_palette_get_sequential (then);
  const TaperColor edge = taper_color_get_ink (&outside), ink = taper_color_get_ink (&color);
  char number[TAPER_FORMAT_SIZE];

  taper_color_set_source (&outside, cr);
  taper_rounded_rect (cr, cell, 2);
  cairo_fill (cr);
  taper_rounded_rect (cr, &inner, 2);
  taper_color_set_source (&color, cr);
  cairo_fill_preserve (cr);
  taper_color_set_source (&edge, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  draw_arrow (cr, g->rtl ? cell->x + cell->width - size - 1.5 : cell->x + (start - size) / 2,
              cell->y + (cell->height - size) / 2, size, then > now, &edge);
  if (!g->has_numbers)
    return;
  /* ".18": the cell is narrow, and all values are below 1 */
  taper_format_score (then, number);
  taper_text_draw (style->text, cr, *number == '0' ? number + 1 : number, &inner, 0.5, FALSE, &ink);
}

void
taper_mix_draw_ghost (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                      const float *ghost, const TaperDrawStyle *style)
{
  cairo_save (cr);
  for (guint row = 0; row <= geometry->n_layers; row++)
    for (guint k = 0; k < geometry->n_bases; k++)
      {
        const float now = taper_mix_get_value (mix, row, k);
        const float then = ghost[(gsize) row * geometry->n_bases + k];
        const TaperRect cell = taper_mix_geometry_get_cell (geometry, row, k);

        if (fabsf (then - now) >= TAPER_MIX_GHOST_MINIMUM)
          draw_ghost_cell (cr, geometry, &cell, now, then, style);
      }
  cairo_restore (cr);
}

static void
draw_lock (cairo_t *cr, const TaperRect *cell, const TaperColor *ink)
{
  const double size = MIN (9, cell->height * 0.5);
  const double x = cell->x + 2, y = cell->y + 2;

  taper_color_set_source (ink, cr);
  cairo_set_line_width (cr, 1.2);
  cairo_new_path (cr);
  cairo_arc (cr, x + size / 2, y + size * 0.45, size * 0.25, G_PI, 0);
  cairo_stroke (cr);
  cairo_rectangle (cr, x + size * 0.1, y + size * 0.45, size * 0.8, size * 0.5);
  cairo_fill (cr);
}

void
taper_mix_draw_edits (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                      const TaperDrawStyle *style)
{
  if (mix->edit == NULL)
    return;
  cairo_save (cr);
  for (guint row = 0; row < geometry->n_layers; row++)
    {
      TaperRect first = taper_mix_geometry_get_cell (geometry, row, 0);
      const double x = geometry->rtl ? first.x + first.width + 2 : first.x - EDIT_BAR - 2;
      const TaperRect bar = { x, first.y, EDIT_BAR, first.height };

      if (!taper_mix_edit_is_edited (mix->edit, row))
        continue;
      taper_rounded_rect (cr, &bar, 1);
      taper_color_set_source (&style->palette->accent, cr);
      cairo_fill (cr);
      for (guint k = 0; k < geometry->n_bases; k++)
        {
          TaperRect cell = taper_mix_geometry_get_cell (geometry, row, k);
          TaperColor color = taper_draw_style_get_color (style, taper_mix_get_value (mix, row, k));
          TaperColor ink = taper_color_get_ink (&color);

          if (taper_mix_edit_is_locked (mix->edit, row, k))
            draw_lock (cr, &cell, &ink);
        }
    }
  cairo_restore (cr);
}
