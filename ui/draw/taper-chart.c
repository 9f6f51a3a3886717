/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-chart.h"

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
