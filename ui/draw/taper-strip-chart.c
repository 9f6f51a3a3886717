/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-strip-chart.h"

#include <math.h>

#define GAP 12.0
#define PADDING 6.0
#define STRIP 34.0
#define RADIUS 3.0
/* So near a dot is pointed at. */
#define REACH 8.0
/* Dots of equal value lie above each other in so many lanes. */
#define LANES 5
/* Narrower, label and note stand above their strip. */
#define NARROW 520.0

static void
clear_row (gpointer data)
{
  g_free (((TaperStripRow *) data)->label);
  g_free (((TaperStripRow *) data)->note);
}

static void
clear_dot (gpointer data)
{
  g_free (((TaperStripDot *) data)->description);
}

TaperStripPlot *
taper_strip_plot_new (void)
{
  TaperStripPlot *self = g_new0 (TaperStripPlot, 1);

  self->rows = g_array_new (FALSE, FALSE, sizeof (TaperStripRow));
  g_array_set_clear_func (self->rows, clear_row);
  self->dots = g_array_new (FALSE, FALSE, sizeof (TaperStripDot));
  g_array_set_clear_func (self->dots, clear_dot);
  return self;
}

void
taper_strip_plot_free (TaperStripPlot *self)
{
  g_array_unref (self->rows);
  g_array_unref (self->dots);
  g_free (self);
}

void
taper_strip_plot_add_row (TaperStripPlot *self, const TaperStripRow *row)
{
  g_array_append_vals (self->rows, row, 1);
}

void
taper_strip_plot_add_dot (TaperStripPlot *self, const TaperStripDot *dot)
{
  g_array_append_vals (self->dots, dot, 1);
}

double
taper_strip_plot_get_limit (const TaperStripPlot *self)
{
  double farthest = 1;

  for (guint i = 0; i < self->dots->len; i++)
    farthest = MAX (farthest, fabs (g_array_index (self->dots, TaperStripDot, i).value));
  return 5 * ceil (farthest / 5);
}

/* Where things lie. @head: above each strip, for the words when it is narrow. */
typedef struct {
  double line, head, pitch;
  double label_width, note_width;
  double axis_x, axis_width;
  double limit;
} Layout;

static Layout
lay_out (const TaperStripPlot *plot, double width, TaperText *text)
{
  gboolean narrow = width < NARROW;
  Layout layout = { .line = taper_chart_get_line (text),
                    .limit = taper_strip_plot_get_limit (plot) };

  for (guint i = 0; i < plot->rows->len; i++)
    {
      const TaperStripRow *row = &g_array_index (plot->rows, TaperStripRow, i);

      taper_chart_widen (text, row->label, &layout.label_width);
      taper_chart_widen (text, row->note, &layout.note_width);
    }
  layout.head = narrow ? layout.line + PADDING : 0;
  layout.pitch = layout.head + STRIP + PADDING;
  layout.axis_x = narrow ? PADDING : layout.label_width + GAP;
  layout.axis_width =
      narrow ? width - 2 * PADDING : width - layout.axis_x - layout.note_width - 2 * GAP;
  layout.axis_width = MAX (layout.axis_width, 20);
  return layout;
}

static double
get_height (gconstpointer data, double width, TaperText *text)
{
  const TaperStripPlot *plot = data;
  Layout layout = lay_out (plot, width, text);

  return plot->rows->len * layout.pitch + layout.line + PADDING;
}

static double
get_x (const Layout *layout, double value)
{
  return layout->axis_x + layout->axis_width * (value / layout->limit + 1) / 2;
}

/* A dot's place depends on how many before it lie close by: their lanes are taken in turn. */
static double
get_y (const TaperStripPlot *plot, const Layout *layout, guint dot)
{
  static const int lanes[LANES] = { 0, -1, 1, -2, 2 };
  const TaperStripDot *self = &g_array_index (plot->dots, TaperStripDot, dot);
  double x = get_x (layout, self->value);
  guint n = 0;

  for (guint i = 0; i < dot; i++)
    {
      const TaperStripDot *other = &g_array_index (plot->dots, TaperStripDot, i);

      n += other->row == self->row && fabs (get_x (layout, other->value) - x) < 2 * RADIUS;
    }
  return self->row * layout->pitch + layout->head + STRIP / 2 +
         lanes[n % LANES] * (STRIP / 2 - RADIUS - 1) / (LANES / 2);
}

static void
draw_axis (cairo_t *cr, const TaperStripPlot *plot, const Layout *layout,
           const TaperDrawStyle *style)
{
  TaperColor line = taper_palette_get_line (style->palette);
  TaperColor dim = taper_palette_get_dim (style->palette);
  double bottom = plot->rows->len * layout->pitch;

  for (int tick = -2; tick <= 2; tick++)
    {
      double value = tick * layout->limit / 2, x = floor (get_x (layout, value)) + 0.5;
      g_autofree char *text = g_strdup_printf (tick == 0 ? "%.0f" : "%+.3g", value);

      for (guint row = 0; row < plot->rows->len; row++)
        taper_chart_draw_line (cr, tick == 0 ? &dim : &line, x, row * layout->pitch + layout->head,
                               x, row * layout->pitch + layout->head + STRIP);
      taper_chart_draw_tick (cr, text, x, bottom, 0, layout->axis_x + layout->axis_width + GAP,
                             style);
    }
}

static void
draw_mean (cairo_t *cr, const TaperStripRow *row, const Layout *layout, double y,
           const TaperDrawStyle *style)
{
  double low = get_x (layout, row->low), high = get_x (layout, row->high);
  TaperColor shade = taper_chart_get_shade (style, 0.14);

  taper_color_set_source (&shade, cr);
  cairo_rectangle (cr, low, y, MAX (high - low, 1), STRIP);
  cairo_fill (cr);
  taper_color_set_source (&style->palette->foreground, cr);
  cairo_rectangle (cr, get_x (layout, row->mean) - 1, y, 2, STRIP);
  cairo_fill (cr);
}

static void
draw_dot (cairo_t *cr, const TaperStripPlot *plot, const Layout *layout, guint dot,
          gboolean pointed, const TaperDrawStyle *style)
{
  double value = g_array_index (plot->dots, TaperStripDot, dot).value;
  TaperColor color =
      value == 0 ? taper_palette_get_dim (style->palette)
                 : taper_palette_get_lane (style->palette, value > 0 ? TAPER_LANE_PERSONALIZED
                                                                     : TAPER_LANE_SELECTION);

  cairo_new_path (cr);
  cairo_arc (cr, get_x (layout, value), get_y (plot, layout, dot), pointed ? RADIUS + 2 : RADIUS, 0,
             2 * G_PI);
  color.alpha = pointed ? 1 : 0.75;
  taper_color_set_source (&color, cr);
  cairo_fill_preserve (cr);
  if (pointed)
    {
      taper_color_set_source (&style->palette->foreground, cr);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
}

static void
draw (cairo_t *cr, gconstpointer data, double width, double height, int cursor,
      const TaperDrawStyle *style)
{
  const TaperStripPlot *plot = data;
  Layout layout = lay_out (plot, width, style->text);
  TaperColor dim = taper_palette_get_dim (style->palette);

  draw_axis (cr, plot, &layout, style);
  for (guint i = 0; i < plot->rows->len; i++)
    {
      const TaperStripRow *row = &g_array_index (plot->rows, TaperStripRow, i);
      double y = i * layout.pitch, words = layout.head > 0 ? layout.head : STRIP;
      double note_width = MIN (layout.note_width, width);
      const TaperRect label = { 0, y, layout.head > 0 ? width - note_width : layout.label_width,
                                words };
      const TaperRect note = { width - note_width, y, note_width, words };

      draw_mean (cr, row, &layout, y + layout.head, style);
      taper_text_draw (style->text, cr, row->label, &label, 0, FALSE, &style->palette->foreground);
      taper_text_draw (style->text, cr, row->note, &note, 1, FALSE, &dim);
    }
  for (guint i = 0; i < plot->dots->len; i++)
    draw_dot (cr, plot, &layout, i, FALSE, style);
  if (cursor >= 0 && (guint) cursor < plot->dots->len)
    draw_dot (cr, plot, &layout, (guint) cursor, TRUE, style);
}

static int
hit (gconstpointer data, double width, double height, TaperText *text, double x, double y)
{
  const TaperStripPlot *plot = data;
  Layout layout = lay_out (plot, width, text);
  double nearest = REACH;
  int found = -1;

  for (guint i = 0; i < plot->dots->len; i++)
    {
      const TaperStripDot *dot = &g_array_index (plot->dots, TaperStripDot, i);
      double distance = hypot (get_x (&layout, dot->value) - x, get_y (plot, &layout, i) - y);

      if (distance < nearest)
        {
          nearest = distance;
          found = (int) i;
        }
    }
  return found;
}

static guint
get_n_items (gconstpointer data)
{
  return ((const TaperStripPlot *) data)->dots->len;
}

static guint
get_n_columns (gconstpointer data)
{
  return 1;
}

static char *
describe (gconstpointer data, guint item)
{
  const TaperStripPlot *plot = data;

  return g_strdup (g_array_index (plot->dots, TaperStripDot, item).description);
}

const TaperChart taper_strip_chart = {
  get_height, draw, hit, get_n_items, get_n_columns, describe
};
