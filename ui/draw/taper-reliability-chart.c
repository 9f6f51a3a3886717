/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-reliability-chart.h"

#include "ui/draw/taper-format.h"

#include <glib/gi18n.h>
#include <math.h>

#define LARGEST_SIDE 260.0
#define MARGIN 34.0

/* The square of the diagram. */
static TaperRect
get_square (double width, TaperText *text)
{
  double side = MIN (width - MARGIN - 12, LARGEST_SIDE);

  return (TaperRect){ MARGIN, 8, MAX (side, 20), MAX (side, 20) };
}

static double
get_height (gconstpointer data, double width, TaperText *text)
{
  TaperRect square = get_square (width, text);

  return square.y + square.height + 2 * taper_chart_get_line (text) + 6;
}

static void
draw_bins (cairo_t *cr, const TaperCalibration *calibration, const TaperRect *square,
           const TaperColor *color, gboolean filled)
{
  for (guint b = 0; b < TAPER_RELIABILITY_BINS; b++)
    {
      const TaperReliabilityBin *bin = &calibration->bins[b];
      double x, y, radius;

      if (bin->n == 0)
        continue;
      x = square->x + bin->mean_score * square->width;
      y = square->y + (1 - (double) bin->correct / bin->n) * square->height;
      /* Area by pictures. */
      radius = 2.5 + 7 * sqrt ((double) bin->n / calibration->n);
      cairo_new_path (cr);
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
      taper_color_set_source (
          &(TaperColor){ color->red, color->green, color->blue, filled ? 0.85 : 1 }, cr);
      cairo_set_line_width (cr, 1.5);
      if (filled)
        cairo_fill (cr);
      else
        cairo_stroke (cr);
    }
}

static void
draw_axes (cairo_t *cr, const TaperRect *square, const TaperDrawStyle *style)
{
  TaperColor line = taper_palette_get_line (style->palette);
  TaperColor dim = taper_palette_get_dim (style->palette);
  double height = taper_chart_get_line (style->text), bottom = square->y + square->height;

  for (guint tick = 0; tick <= 4; tick++)
    {
      double x = floor (square->x + square->width * tick / 4) + 0.5;
      double y = floor (bottom - square->height * tick / 4) + 0.5;
      char text[TAPER_FORMAT_SIZE];

      taper_chart_draw_line (cr, &line, x, square->y, x, bottom);
      taper_chart_draw_line (cr, &line, square->x, y, square->x + square->width, y);
      if (tick % 2 == 1)
        continue;
      taper_format_score (tick / 4.0, text);
      taper_text_draw (style->text, cr, text, &(TaperRect){ x - 20, bottom + 2, 40, height }, 0.5,
                       FALSE, &dim);
      taper_text_draw (style->text, cr, text,
                       &(TaperRect){ 0, y - height / 2, square->x - 6, height }, 1, FALSE, &dim);
    }
  taper_chart_draw_line (cr, &dim, square->x, bottom, square->x + square->width, square->y);
  taper_text_draw (style->text, cr, _ ("score → share right"),
                   &(TaperRect){ square->x, bottom + height + 2, square->width, height }, 0.5,
                   FALSE, &dim);
}

static void
draw (cairo_t *cr, gconstpointer data, double width, double height, int cursor,
      const TaperDrawStyle *style)
{
  const TaperReliability *reliability = data;
  TaperRect square = get_square (width, style->text);
  TaperColor color = taper_palette_get_lane (style->palette, reliability->lane);

  cairo_save (cr);
  draw_axes (cr, &square, style);
  draw_bins (cr, &reliability->before, &square, &color, FALSE);
  draw_bins (cr, &reliability->after, &square, &color, TRUE);
  if (cursor >= 0)
    {
      double step = square.width / TAPER_RELIABILITY_BINS;

      taper_color_set_source (&(TaperColor){ color.red, color.green, color.blue, 0.12 }, cr);
      cairo_rectangle (cr, square.x + cursor * step, square.y, step, square.height);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

static int
hit (gconstpointer data, double width, double height, TaperText *text, double x, double y)
{
  TaperRect square = get_square (width, text);
  double bin = floor ((x - square.x) / square.width * TAPER_RELIABILITY_BINS);

  if (bin < 0 || bin >= TAPER_RELIABILITY_BINS || y < square.y || y > square.y + square.height)
    return -1;
  return (int) bin;
}

static guint
get_n_items (gconstpointer data)
{
  return TAPER_RELIABILITY_BINS;
}

static guint
get_n_columns (gconstpointer data)
{
  return TAPER_RELIABILITY_BINS;
}

static char *
describe (gconstpointer data, guint item)
{
  const TaperReliability *reliability = data;
  const TaperReliabilityBin *before = &reliability->before.bins[item];
  const TaperReliabilityBin *after = &reliability->after.bins[item];

  /* Translators: two scores, then right answers and number of pictures, twice */
  return g_strdup_printf (_ ("Scores from %.1f to %.1f: %u of %u right as they are, %u of %u right "
                             "after calibration"),
                          item / (double) TAPER_RELIABILITY_BINS,
                          (item + 1) / (double) TAPER_RELIABILITY_BINS, before->correct, before->n,
                          after->correct, after->n);
}

const TaperChart taper_reliability_chart = { get_height,  draw,          hit,
                                             get_n_items, get_n_columns, describe };
