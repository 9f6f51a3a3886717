/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-lane-draw.h"

#include "ui/draw/taper-basis-draw.h"

void
taper_lane_draw (cairo_t *cr, const TaperRect *rect, TaperLane lane, double score, gboolean rtl,
                 const TaperPalette *palette)
{
  TaperColor track = taper_palette_get_line (palette);
  TaperColor fill = taper_palette_get_lane (palette, lane);
  double length = CLAMP (score, 0, 1) * rect->width;
  double radius = rect->height / 2;

  taper_rounded_rect (cr, rect, radius);
  taper_color_set_source (&track, cr);
  cairo_fill (cr);
  if (!(score >= 0))
    return;
  length = MAX (length, 2); /* a very small score is still an answer */
  taper_rounded_rect (
      cr,
      &(TaperRect){ rtl ? rect->x + rect->width - length : rect->x, rect->y, length, rect->height },
      radius);
  taper_color_set_source (&fill, cr);
  cairo_fill (cr);
}
