/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-confusion-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#define GAP 9.0
#define LARGEST_CELL 40.0
#define SMALLEST_CELL 7.0
/* Cells large enough for a number. */
#define NUMBER_CELL 22.0

TaperConfusion *
taper_confusion_new (guint n, guint n_columns)
{
  TaperConfusion *self = g_new0 (TaperConfusion, 1);

  self->n = n;
  self->n_columns = n_columns;
  self->counts = g_new0 (int, MAX ((gsize) n * n_columns, 1));
  self->totals = g_new0 (guint, MAX (n, 1));
  self->names = g_new0 (char *, n_columns + 1);
  for (guint i = 0; i < n_columns; i++)
    self->names[i] = g_strdup ("");
  return self;
}

void
taper_confusion_free (TaperConfusion *self)
{
  g_free (self->counts);
  g_free (self->totals);
  g_strfreev (self->names);
  g_free (self);
}

typedef struct {
  double cell;
  double x, y;    /* of the cells */
  double heading; /* height of the slanted names above */
  gboolean names;
} Layout;

static Layout
lay_out (const TaperConfusion *matrix, double width, TaperText *text)
{
  Layout layout = { 0 };
  double longest = 0, line = taper_chart_get_line (text);

  for (guint i = 0; text != NULL && i < matrix->n_columns; i++)
    {
      double name, height;

      taper_text_measure (text, matrix->names[i], &name, &height);
      longest = MAX (longest, name);
    }
  longest = MIN (ceil (longest) + 1, MIN (170, width * 0.35));
  layout.cell = CLAMP (floor ((width - longest - GAP - longest * 0.6) / MAX (matrix->n_columns, 1)),
                       SMALLEST_CELL, LARGEST_CELL);
  layout.names = layout.cell >= line * 0.8;
  layout.x = layout.names ? longest + GAP : 0;
  if (!layout.names)
    layout.cell = CLAMP (floor (width / MAX (matrix->n_columns, 1)), 3, LARGEST_CELL);
  layout.heading = layout.names ? ceil (longest * 0.75) + line : 0;
  layout.y = layout.heading;
  return layout;
}

static double
get_height (gconstpointer data, double width, TaperText *text)
{
  const TaperConfusion *matrix = data;
  Layout layout = lay_out (matrix, width, text);

  return layout.y + matrix->n * layout.cell + 2;
}

/* Share of the row, against the background; differences in two colours. */
static TaperColor
get_color (const TaperConfusion *matrix, guint row, guint column, const TaperPalette *palette)
{
  int count = matrix->counts[(gsize) row * matrix->n_columns + column];
  double share = matrix->totals[row] > 0 ? (double) count / matrix->totals[row] : 0;
  TaperColor color = taper_palette_get_lane (palette, TAPER_LANE_PERSONALIZED);

  if (count == 0)
    return taper_color_with_alpha (palette->foreground, 0.04);
  if (matrix->difference)
    {
      gboolean good = (count > 0) == (row == column);

      if (!good)
        color = taper_palette_get_basis (palette, 5); /* vermilion */
      share = MIN (fabs (share) * 3, 1);
    }
  return taper_color_mix (&palette->background, &color, 0.15 + 0.85 * MIN (share, 1));
}

static void
draw_names (cairo_t *cr, const TaperConfusion *matrix, const Layout *layout,
            const TaperDrawStyle *style)
{
  TaperColor dim = taper_palette_get_dim (style->palette);
  double line = taper_chart_get_line (style->text);

  for (guint i = 0; i < matrix->n; i++)
    {
      const TaperRect rect = { 0, layout->y + i * layout->cell, layout->x - GAP, layout->cell };

      taper_text_draw (style->text, cr, matrix->names[i], &rect, 1, FALSE, &dim);
    }
  for (guint j = 0; j < matrix->n_columns; j++)
    {
      cairo_save (cr);
      cairo_translate (cr, layout->x + (j + 0.5) * layout->cell, layout->y - 4);
      cairo_rotate (cr, -G_PI / 4);
      taper_text_draw (style->text, cr, matrix->names[j],
                       &(TaperRect){ 0, -line / 2, layout->x, line }, 0, FALSE, &dim);
      cairo_restore (cr);
    }
}

static void
draw_cell (cairo_t *cr, const TaperConfusion *matrix, const Layout *layout, guint row, guint column,
           gboolean marked, const TaperDrawStyle *style)
{
  int count = matrix->counts[(gsize) row * matrix->n_columns + column];
  TaperColor color = get_color (matrix, row, column, style->palette);
  const TaperRect rect = { layout->x + column * layout->cell, layout->y + row * layout->cell,
                           layout->cell, layout->cell };
  double gap = layout->cell >= 12 ? 1 : 0.5;

  cairo_rectangle (cr, rect.x + gap, rect.y + gap, rect.width - 2 * gap, rect.height - 2 * gap);
  taper_color_set_source (&color, cr);
  cairo_fill (cr);
  if (count != 0 && layout->cell >= NUMBER_CELL)
    {
      g_autofree char *text = g_strdup_printf (matrix->difference ? "%+d" : "%d", count);
      TaperColor ink = taper_color_get_ink (&color);

      taper_text_draw (style->text, cr, text, &rect, 0.5, FALSE, &ink);
    }
  if (!marked)
    return;
  taper_color_set_source (&style->palette->foreground, cr);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, rect.x + 1, rect.y + 1, rect.width - 2, rect.height - 2);
  cairo_stroke (cr);
}

static void
draw (cairo_t *cr, gconstpointer data, double width, double height, int cursor,
      const TaperDrawStyle *style)
{
  const TaperConfusion *matrix = data;
  Layout layout = lay_out (matrix, width, style->text);

  cairo_save (cr);
  for (guint row = 0; row < matrix->n; row++)
    for (guint column = 0; column < matrix->n_columns; column++)
      draw_cell (cr, matrix, &layout, row, column, FALSE, style);
  if (cursor >= 0)
    draw_cell (cr, matrix, &layout, (guint) cursor / matrix->n_columns,
               (guint) cursor % matrix->n_columns, TRUE, style);
  if (layout.names)
    draw_names (cr, matrix, &layout, style);
  cairo_restore (cr);
}

static int
hit (gconstpointer data, double width, double height, TaperText *text, double x, double y)
{
  const TaperConfusion *matrix = data;
  Layout layout = lay_out (matrix, width, text);
  double column = floor ((x - layout.x) / layout.cell), row = floor ((y - layout.y) / layout.cell);

  if (row < 0 || column < 0 || row >= matrix->n || column >= matrix->n_columns)
    return -1;
  return (int) (row * matrix->n_columns + column);
}

static guint
get_n_items (gconstpointer data)
{
  const TaperConfusion *matrix = data;

  return matrix->n * matrix->n_columns;
}

static guint
get_n_columns (gconstpointer data)
{
  return ((const TaperConfusion *) data)->n_columns;
}

static char *
describe (gconstpointer data, guint item)
{
  const TaperConfusion *matrix = data;
  guint row = item / matrix->n_columns, column = item % matrix->n_columns;
  int count = matrix->counts[item];

  if (matrix->difference)
    /* Translators: class, answer, difference of counts, number of pictures */
    return g_strdup_printf (_ ("%s answered as %s: %+d of %u pictures against class selection"),
                            matrix->names[row], matrix->names[column], count, matrix->totals[row]);
  /* Translators: class, answer, count, number of pictures */
  return g_strdup_printf (_ ("%s answered as %s: %d of %u pictures"), matrix->names[row],
                          matrix->names[column], count, matrix->totals[row]);
}

const TaperChart taper_confusion_chart = { get_height,  draw,          hit,
                                           get_n_items, get_n_columns, describe };
