/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-scale-chart.h"

#include "ui/draw/taper-basis-draw.h"

#include <glib/gi18n.h>
#include <math.h>

#define SIDE 44.0 /* of the largest square of a row */
#define GAP 12.0
#define PADDING 6.0

static void
clear_row (gpointer data)
{
  TaperScaleRow *row = data;

  g_free (row->label);
  g_free (row->values);
  g_strfreev (row->texts);
}

TaperScalePlot *
taper_scale_plot_new (char **names, gboolean reported)
{
  TaperScalePlot *self = g_new0 (TaperScalePlot, 1);

  self->names = names;
  self->n = g_strv_length (names);
  self->reported = reported;
  self->rows = g_array_new (FALSE, FALSE, sizeof (TaperScaleRow));
  g_array_set_clear_func (self->rows, clear_row);
  return self;
}

void
taper_scale_plot_free (TaperScalePlot *self)
{
  g_strfreev (self->names);
  g_array_unref (self->rows);
  g_free (self);
}

void
taper_scale_plot_add (TaperScalePlot *self, const char *label, const double *values, char **texts)
{
  TaperScaleRow row = { g_strdup (label), g_memdup2 (values, self->n * sizeof *values), texts };

  g_array_append_val (self->rows, row);
}

int
taper_scale_get_lane (guint column, guint n)
{
  if (column == 0)
    return TAPER_LANE_PERSONALIZED;
  return column == n - 1 ? TAPER_LANE_SELECTION : -1;
}

/* Where things lie. The label stands at the left, or above its squares where it is narrow. */
typedef struct {
  double line, head, pitch;
  double x, column;
  gboolean below; /* the text, below its square */
} Layout;

static Layout
lay_out (const TaperScalePlot *plot, double width, TaperText *text)
{
  Layout layout = { .line = taper_chart_get_line (text) };
  double labels = 0, widest = 0;
  gboolean narrow;

  for (guint i = 0; i < plot->rows->len; i++)
    {
      const TaperScaleRow *row = &g_array_index (plot->rows, TaperScaleRow, i);

      taper_chart_widen (text, row->label, &labels);
      for (guint c = 0; c < plot->n; c++)
        taper_chart_widen (text, row->texts[c], &widest);
    }
  narrow = labels + plot->n * (SIDE + GAP + widest) > width - GAP;
  layout.x = narrow ? 0 : labels + 2 * GAP;
  layout.head = narrow ? layout.line + PADDING : 0;
  layout.column = (width - layout.x) / MAX (plot->n, 1);
  layout.below = layout.column < SIDE + GAP + widest;
  layout.pitch = layout.head + SIDE + 2 * PADDING + (layout.below ? layout.line + PADDING : 0);
  return layout;
}

static double
get_height (gconstpointer data, double width, TaperText *text)
{
  const TaperScalePlot *plot = data;
  Layout layout = lay_out (plot, width, text);

  return layout.line + PADDING + plot->rows->len * layout.pitch;
}

static double
get_side (const TaperScaleRow *row, guint column, guint n)
{
  double largest = 0;

  for (guint c = 0; c < n; c++)
    largest = MAX (largest, row->values[c]);
  return largest > 0 ? SIDE * sqrt (MAX (row->values[column], 0) / largest) : 0;
}

static void
draw_square (cairo_t *cr, const TaperScalePlot *plot, const TaperScaleRow *row, guint column,
             const Layout *layout, double y, gboolean pointed, const TaperDrawStyle *style)
{
  int lane = taper_scale_get_lane (column, plot->n);
  TaperColor color = lane >= 0 && !plot->reported
                         ? taper_palette_get_lane (style->palette, (TaperLane) lane)
                         : taper_palette_get_dim (style->palette);
  double side = get_side (row, column, plot->n), x = layout->x + column * layout->column;
  double text_x = layout->below ? x : x + SIDE + GAP;
  double text_y = layout->below ? y + SIDE + PADDING : y + (SIDE - layout->line) / 2;
  /* On one ground line, so that heights compare too. */
  const TaperRect square = { floor (x) + 0.5, floor (y + SIDE - side) + 0.5, side, side };

  cairo_save (cr);
  taper_rounded_rect (cr, &square, MIN (3, side / 4));
  if (plot->reported)
    cairo_set_dash (cr, (double[]){ 3, 3 }, 2, 0);
  else
    {
      TaperColor fill = taper_color_with_alpha (color, pointed ? 1 : 0.8);

      taper_color_set_source (&fill, cr);
      cairo_fill_preserve (cr);
    }
  taper_color_set_source (pointed ? &style->palette->foreground : &color, cr);
  cairo_set_line_width (cr, pointed ? 2 : 1);
  cairo_stroke (cr);
  cairo_restore (cr);
  taper_text_draw (style->text, cr, row->texts[column],
                   &(TaperRect){ text_x, text_y, layout->column - (text_x - x) - 2, layout->line },
                   0, FALSE, plot->reported ? &color : &style->palette->foreground);
}

static void
draw (cairo_t *cr, gconstpointer data, double width, double height, int cursor,
      const TaperDrawStyle *style)
{
  const TaperScalePlot *plot = data;
  Layout layout = lay_out (plot, width, style->text);
  TaperColor dim = taper_palette_get_dim (style->palette);

  for (guint c = 0; c < plot->n; c++)
    taper_text_draw (
        style->text, cr, plot->names[c],
        &(TaperRect){ layout.x + c * layout.column, 0, layout.column - PADDING, layout.line }, 0,
        !plot->reported, plot->reported ? &dim : &style->palette->foreground);
  for (guint i = 0; i < plot->rows->len; i++)
    {
      const TaperScaleRow *row = &g_array_index (plot->rows, TaperScaleRow, i);
      double y = layout.line + PADDING + i * layout.pitch;
      double words = layout.head > 0 ? layout.line : SIDE + 2 * PADDING;

      taper_text_draw (style->text, cr, row->label,
                       &(TaperRect){ 0, y, layout.head > 0 ? width : layout.x - GAP, words }, 0,
                       FALSE, &dim);
      for (guint c = 0; c < plot->n; c++)
        draw_square (cr, plot, row, c, &layout, y + layout.head + PADDING,
                     cursor == (int) (i * plot->n + c), style);
    }
}

static int
hit (gconstpointer data, double width, double height, TaperText *text, double x, double y)
{
  const TaperScalePlot *plot = data;
  Layout layout = lay_out (plot, width, text);
  double row = floor ((y - layout.line - PADDING) / layout.pitch);
  double column = floor ((x - layout.x) / layout.column);

  if (row < 0 || row >= plot->rows->len || column < 0 || column >= plot->n)
    return -1;
  return (int) (row * plot->n + column);
}

static guint
get_n_items (gconstpointer data)
{
  const TaperScalePlot *plot = data;

  return plot->rows->len * plot->n;
}

static guint
get_n_columns (gconstpointer data)
{
  return ((const TaperScalePlot *) data)->n;
}

static char *
describe (gconstpointer data, guint item)
{
  const TaperScalePlot *plot = data;
  const TaperScaleRow *row = &g_array_index (plot->rows, TaperScaleRow, item / plot->n);
  guint column = item % plot->n;
  double largest = row->values[plot->n - 1], own = row->values[column];

  if (column < plot->n - 1 && own > 0 && largest > own)
    /* Translators: a bundle, a quantity such as "Parameters", its value, a factor, a bundle */
    return g_strdup_printf (_ ("%s: %s %s, %.1f times less than %s"), plot->names[column],
                            row->label, row->texts[column], largest / own,
                            plot->names[plot->n - 1]);
  /* Translators: a bundle, a quantity such as "Parameters", its value */
  return g_strdup_printf (_ ("%s: %s %s"), plot->names[column], row->label, row->texts[column]);
}

const TaperChart taper_scale_chart = {
  get_height, draw, hit, get_n_items, get_n_columns, describe
};
