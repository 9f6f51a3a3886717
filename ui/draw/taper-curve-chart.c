/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-curve-chart.h"

#include "ui/draw/taper-format.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 240.0
#define LEFT 40.0
#define TOP 8.0
#define GAP 9.0

TaperCurves *
taper_curves_new (guint n, guint n_curves)
{
  TaperCurves *self = g_new0 (TaperCurves, 1);

  self->n = n;
  self->n_curves = n_curves;
  self->x = g_new0 (guint, MAX (n, 1));
  self->curves = g_new0 (TaperCurve, MAX (n_curves, 1));
  for (guint i = 0; i < n_curves; i++)
    self->curves[i].values = g_new0 (double, MAX (n, 1));
  self->mark = -1;
  return self;
}

void
taper_curves_free (TaperCurves *self)
{
  for (guint i = 0; i < self->n_curves; i++)
    {
      g_free (self->curves[i].label);
      g_free (self->curves[i].values);
    }
  g_free (self->x);
  g_free (self->curves);
  g_free (self->mark_label);
  g_free (self);
}

/* The square of the axes; the curves' names stand at its right. */
static TaperRect
get_area (const TaperCurves *curves, double width, TaperText *text)
{
  double widest = 0;

  for (guint i = 0; i < curves->n_curves; i++)
    taper_chart_widen (text, curves->curves[i].label, &widest);
  widest = MIN (widest, width * 0.35);
  return (TaperRect){ LEFT, TOP, MAX (width - LEFT - widest - 2 * GAP, 20), HEIGHT };
}

static double
get_x (const TaperCurves *curves, const TaperRect *area, double point)
{
  return area->x + area->width * (curves->n > 1 ? point / (curves->n - 1) : 0.5);
}

static double
get_y (const TaperCurves *curves, const TaperRect *area, double share)
{
  return area->y + area->height * (1 - (share - curves->low) / (1 - curves->low));
}

static double
get_height (gconstpointer data, double width, TaperText *text)
{
  return TOP + HEIGHT + taper_chart_get_line (text) + 6;
}

static TaperColor
get_color (const TaperCurve *curve, const TaperPalette *palette)
{
  return curve->lane >= 0 ? taper_palette_get_lane (palette, (TaperLane) curve->lane)
                          : taper_palette_get_dim (palette);
}

static void
draw_axes (cairo_t *cr, const TaperCurves *curves, const TaperRect *area,
           const TaperDrawStyle *style)
{
  TaperColor line = taper_palette_get_line (style->palette);
  TaperColor dim = taper_palette_get_dim (style->palette);
  double height = taper_chart_get_line (style->text);
  guint step = MAX (1, (curves->n + 7) / 8);

  for (guint tick = 0; tick <= 4; tick++)
    {
      double share = curves->low + (1 - curves->low) * tick / 4;
      double y = floor (get_y (curves, area, share)) + 0.5;
      char text[TAPER_FORMAT_SIZE];

      taper_chart_draw_line (cr, &line, area->x, y, area->x + area->width, y);
      taper_text_draw (style->text, cr, taper_format_percent (share, text),
                       &(TaperRect){ 0, y - height / 2, area->x - 6, height }, 1, FALSE, &dim);
    }
  for (guint i = step - 1; i < curves->n; i += step)
    {
      g_autofree char *text = g_strdup_printf ("%u", curves->x[i]);

      taper_text_draw (
          style->text, cr, text,
          &(TaperRect){ get_x (curves, area, i) - 25, area->y + area->height + 3, 50, height }, 0.5,
          FALSE, &dim);
    }
  if (curves->mark > 0)
    {
      double x = floor (get_x (curves, area, curves->mark - 0.5)) + 0.5;

      taper_chart_draw_line (cr, &dim, x, area->y, x, area->y + area->height);
      taper_text_draw (style->text, cr, curves->mark_label,
                       &(TaperRect){ x + 6, area->y + area->height - height - 4,
                                     area->x + area->width - x - 6, height },
                       0, FALSE, &dim);
    }
}

static void
draw_curve (cairo_t *cr, const TaperCurves *curves, const TaperCurve *curve, const TaperRect *area,
            const TaperPalette *palette)
{
  TaperColor color = get_color (curve, palette);
  gboolean pen_down = FALSE;

  cairo_save (cr);
  taper_color_set_source (&color, cr);
  cairo_set_line_width (cr, curve->lane == TAPER_LANE_PERSONALIZED && !curve->dashed ? 2.5 : 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (curve->dashed)
    cairo_set_dash (cr, (double[]){ 4, 4 }, 2, 0);
  for (guint i = 0; i < curves->n; i++)
    {
      double x = get_x (curves, area, i), y = get_y (curves, area, curve->values[i]);

      if (curve->values[i] < 0 || (int) i == curves->mark)
        pen_down = FALSE;
      if (curve->values[i] < 0)
        continue;
      if (pen_down)
        cairo_line_to (cr, x, y);
      else
        cairo_move_to (cr, x, y);
      pen_down = TRUE;
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Names at the right ends, moved apart. */
static void
draw_labels (cairo_t *cr, const TaperCurves *curves, const TaperRect *area, double width,
             const TaperDrawStyle *style)
{
  double height = taper_chart_get_line (style->text), last = -G_MAXDOUBLE;
  g_autofree gboolean *drawn = g_new0 (gboolean, MAX (curves->n_curves, 1));

  for (guint round = 0; round < curves->n_curves; round++)
    {
      int best = -1;
      TaperColor color;
      double y;

      for (guint i = 0; i < curves->n_curves; i++)
        if (!drawn[i] && (best < 0 || curves->curves[i].values[curves->n - 1] >
                                          curves->curves[best].values[curves->n - 1]))
          best = (int) i;
      drawn[best] = TRUE;
      y = get_y (curves, area, MAX (curves->curves[best].values[curves->n - 1], curves->low));
      y = MAX (y - height / 2, last + height);
      last = y;
      color = get_color (&curves->curves[best], style->palette);
      taper_text_draw (
          style->text, cr, curves->curves[best].label,
          &(TaperRect){ area->x + area->width + GAP, y, width - area->x - area->width - GAP,
                        height },
          0, curves->curves[best].lane == TAPER_LANE_PERSONALIZED && !curves->curves[best].dashed,
          &color);
    }
}

static void
draw (cairo_t *cr, gconstpointer data, double width, double height, int cursor,
      const TaperDrawStyle *style)
{
  const TaperCurves *curves = data;
  TaperRect area = get_area (curves, width, style->text);

  cairo_save (cr);
  draw_axes (cr, curves, &area, style);
  if (cursor >= 0 && cursor < (int) curves->n)
    {
      double x = floor (get_x (curves, &area, cursor)) + 0.5;
      TaperColor dim = taper_palette_get_dim (style->palette);

      taper_chart_draw_line (cr, &dim, x, area.y, x, area.y + area.height);
    }
  for (guint i = 0; i < curves->n_curves; i++)
    draw_curve (cr, curves, &curves->curves[i], &area, style->palette);
  if (curves->n > 0)
    draw_labels (cr, curves, &area, width, style);
  cairo_restore (cr);
}

static int
hit (gconstpointer data, double width, double height, TaperText *text, double x, double y)
{
  const TaperCurves *curves = data;
  TaperRect area = get_area (curves, width, text);
  double point = (x - area.x) / area.width * (curves->n > 1 ? curves->n - 1 : 0);

  if (curves->n == 0 || x < area.x - GAP || x > area.x + area.width + GAP)
    return -1;
  return (int) CLAMP (floor (point + 0.5), 0, curves->n - 1);
}

static guint
get_n_items (gconstpointer data)
{
  return ((const TaperCurves *) data)->n;
}

static char *
describe (gconstpointer data, guint item)
{
  const TaperCurves *curves = data;
  GString *text = g_string_new (NULL);

  if (curves->of_sizes)
    /* Translators: number of classes of a task */
    g_string_append_printf (text, ngettext ("%u class", "%u classes", curves->x[item]),
                            curves->x[item]);
  else
    /* Translators: number of pictures */
    g_string_append_printf (
        text, ngettext ("After %u picture", "After %u pictures", curves->x[item]), curves->x[item]);
  for (guint i = 0; i < curves->n_curves; i++)
    if (curves->curves[i].values[item] >= 0)
      g_string_append_printf (text, "%s %s %.0f %%", i == 0 ? ":" : ",", curves->curves[i].label,
                              100 * curves->curves[i].values[item]);
  return g_string_free (text, FALSE);
}

const TaperChart taper_curve_chart = { get_height, draw, hit, get_n_items, get_n_items, describe };
