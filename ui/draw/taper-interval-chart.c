/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-interval-chart.h"

#include "ui/draw/taper-basis-draw.h"
#include "ui/draw/taper-format.h"

#include <math.h>

#define GAP 12.0
#define PADDING 6.0
#define RADIUS 4.5

static void
clear_row (gpointer data)
{
  TaperIntervalRow *row = data;

  g_free (row->label);
  g_free (row->note);
  g_free (row->description);
}

TaperIntervalPlot *
taper_interval_plot_new (void)
{
  TaperIntervalPlot *self = g_new0 (TaperIntervalPlot, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (TaperIntervalRow));
  g_array_set_clear_func (self->rows, clear_row);
  return self;
}

void
taper_interval_plot_free (TaperIntervalPlot *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

void
taper_interval_plot_add (TaperIntervalPlot *self, const TaperIntervalRow *row)
{
  g_array_append_vals (self->rows, row, 1);
}

/* Where the columns lie. */
typedef struct {
  double pitch;
  double label_width, note_width;
  double axis_x, axis_width;
} Layout;

static Layout
lay_out (const TaperIntervalPlot *plot, double width, TaperText *text)
{
  Layout layout = { .pitch = taper_chart_get_line (text) + 2 * PADDING };

  for (guint i = 0; i < plot->rows->len; i++)
    {
      const TaperIntervalRow *row = &g_array_index (plot->rows, TaperIntervalRow, i);

      taper_chart_widen (text, row->label, &layout.label_width);
      taper_chart_widen (text, row->note, &layout.note_width);
    }
  layout.label_width = MIN (layout.label_width, width * 0.36);
  layout.note_width = MIN (layout.note_width, width * 0.4);
  layout.axis_x = layout.label_width + GAP;
  layout.axis_width = MAX (width - layout.axis_x - layout.note_width - GAP, 20);
  return layout;
}

static double
get_height (gconstpointer data, double width, TaperText *text)
{
  const TaperIntervalPlot *plot = data;

  return plot->rows->len * lay_out (plot, width, text).pitch + taper_chart_get_line (text) +
         PADDING;
}

static void
draw_axis (cairo_t *cr, const TaperIntervalPlot *plot, const Layout *layout,
           const TaperDrawStyle *style)
{
  TaperColor line = taper_palette_get_line (style->palette);
  double bottom = plot->rows->len * layout->pitch;

  for (guint tick = 0; tick <= 4; tick++)
    {
      char text[TAPER_FORMAT_SIZE];
      double x = floor (layout->axis_x + layout->axis_width * tick / 4.0) + 0.5;

      taper_chart_draw_line (cr, &line, x, 0, x, bottom);
      if (tick % 2 == 0)
        taper_chart_draw_tick (cr, taper_format_percent (tick / 4.0, text), x, bottom, 0,
                               G_MAXDOUBLE, style);
    }
}

static void
draw_mark (cairo_t *cr, const TaperMark *mark, int lane, const Layout *layout, double y,
           const TaperDrawStyle *style)
{
  TaperColor color = lane >= 0 ? taper_palette_get_lane (style->palette, (TaperLane) lane)
                               : taper_palette_get_dim (style->palette);
  double x = layout->axis_x + layout->axis_width * mark->value;
  double low = layout->axis_x + layout->axis_width * mark->low;
  double high = layout->axis_x + layout->axis_width * mark->high;

  if (mark->value < 0)
    return;
  cairo_save (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 3);
  taper_color_set_source (&(TaperColor){ color.red, color.green, color.blue, 0.45 }, cr);
  if (high > low)
    {
      cairo_move_to (cr, low, y);
      cairo_line_to (cr, high, y);
      cairo_stroke (cr);
    }
  taper_color_set_source (&color, cr);
  if (lane >= 0)
    cairo_arc (cr, x, y, RADIUS, 0, 2 * G_PI);
  else
    {
      cairo_set_line_width (cr, 2);
      cairo_move_to (cr, x, y - RADIUS);
      cairo_line_to (cr, x, y + RADIUS);
      cairo_stroke (cr);
    }
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw (cairo_t *cr, gconstpointer data, double width, double height, int cursor,
      const TaperDrawStyle *style)
{
  const TaperIntervalPlot *plot = data;
  Layout layout = lay_out (plot, width, style->text);
  TaperColor dim = taper_palette_get_dim (style->palette);

  draw_axis (cr, plot, &layout, style);
  for (guint i = 0; i < plot->rows->len; i++)
    {
      const TaperIntervalRow *row = &g_array_index (plot->rows, TaperIntervalRow, i);
      double y = i * layout.pitch;
      const TaperRect label = { 0, y, layout.label_width, layout.pitch };
      const TaperRect note = { width - layout.note_width, y, layout.note_width, layout.pitch };
      gboolean bold = row->lanes[0] == TAPER_LANE_PERSONALIZED;

      if ((int) i == cursor)
        {
          TaperColor shade = taper_chart_get_shade (style, 0.06);

          taper_color_set_source (&shade, cr);
          taper_rounded_rect (cr, &(TaperRect){ 0, y, width, layout.pitch }, 4);
          cairo_fill (cr);
        }
      taper_text_draw (style->text, cr, row->label, &label, 0, bold, &style->palette->foreground);
      /* One above the other, so that neither hides. */
      for (guint m = 0; m < TAPER_INTERVAL_MARKS; m++)
        {
          gboolean both = row->marks[0].value >= 0 && row->marks[1].value >= 0;

          draw_mark (cr, &row->marks[m], row->lanes[m], &layout,
                     y + layout.pitch / 2 + (both ? (m == 0 ? -4 : 4) : 0), style);
        }
      taper_text_draw (style->text, cr, row->note, &note, 1, FALSE, &dim);
    }
}

static int
hit (gconstpointer data, double width, double height, TaperText *text, double x, double y)
{
  const TaperIntervalPlot *plot = data;
  double row = floor (y / lay_out (plot, width, text).pitch);

  return row >= 0 && row < plot->rows->len ? (int) row : -1;
}

static guint
get_n_items (gconstpointer data)
{
  return ((const TaperIntervalPlot *) data)->rows->len;
}

static guint
get_n_columns (gconstpointer data)
{
  return 1;
}

static char *
describe (gconstpointer data, guint item)
{
  const TaperIntervalPlot *plot = data;

  return g_strdup (g_array_index (plot->rows, TaperIntervalRow, item).description);
}

const TaperChart taper_interval_chart = { get_height,  draw,          hit,
                                          get_n_items, get_n_columns, describe };
