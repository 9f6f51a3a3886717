/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-chart.h"

#include <math.h>

#define TICK_WIDTH 60.0

double
taper_chart_get_line (TaperText *text)
{
  double width, height = 14;

  if (text != NULL)
    taper_text_measure (text, "Xg", &width, &height);
  return height;
}

void
taper_chart_draw_line (cairo_t *cr, const TaperColor *color, double x0, double y0, double x1,
                       double y1)
{
  cairo_save (cr);
  taper_color_set_source (color, cr);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
taper_chart_widen (TaperText *text, const char *string, double *width)
{
  double found, height;

  if (text == NULL)
    return;
  taper_text_measure (text, string, &found, &height);
  *width = MAX (*width, ceil (found) + 1);
}

void
taper_chart_draw_tick (cairo_t *cr, const char *words, double x, double y, double left,
                       double right, const TaperDrawStyle *style)
{
  double start = CLAMP (x - TICK_WIDTH / 2, left, MAX (right - TICK_WIDTH, left));
  double align = start < x - TICK_WIDTH / 2 ? 1 : start > x - TICK_WIDTH / 2 ? 0 : 0.5;
  TaperColor dim = taper_palette_get_dim (style->palette);

  taper_text_draw (style->text, cr, words,
                   &(TaperRect){ start, y + 2, TICK_WIDTH, taper_chart_get_line (style->text) },
                   align, FALSE, &dim);
}

TaperColor
taper_chart_get_shade (const TaperDrawStyle *style, double alpha)
{
  TaperColor color = style->palette->foreground;

  color.alpha = alpha;
  return color;
}
