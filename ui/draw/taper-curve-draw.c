/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-curve-draw.h"

#include "ui/draw/taper-format.h"

#include <glib/gi18n.h>
#include <math.h>

#define DOT 3.0
#define GUTTER 6.0

/* Where the curve's own area lies. */
typedef struct {
  TaperRect area;
  double line; /* height of a line of text */
  double limit;
  TaperCurve curve;
} Frame;

double
taper_curve_get_limit (TaperCurve curve, const TaperTrainingProgress *progress)
{
  static const double steps[] = { 1, 2, 5, 10 };
  double most = 0, power;

  if (curve == TAPER_CURVE_ACCURACY)
    return 1;
  for (guint i = 0; progress != NULL && i < progress->n_points; i++)
    most = MAX (most, progress->points[i].loss);
  if (!(most > 0) || !isfinite (most))
    return 1;
  power = pow (10, floor (log10 (most)));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (most <= steps[i] * power)
      return steps[i] * power;
  return 10 * power;
}

static double
get_value (const Frame *f, const TaperTrainingPoint *point)
{
  return f->curve == TAPER_CURVE_LOSS ? point->loss : point->accuracy;
}

static double
get_x (const Frame *f, double at)
{
  return f->area.x + CLAMP (at, 0, 1) * f->area.width;
}

static double
get_y (const Frame *f, double value)
{
  return f->area.y + (1 - CLAMP (value / f->limit, 0, 1)) * f->area.height;
}

static void
format_tick (const Frame *f, double value, char text[TAPER_FORMAT_SIZE])
{
  if (f->curve == TAPER_CURVE_ACCURACY)
    g_snprintf (text, TAPER_FORMAT_SIZE, "%.0f %%", 100 * value);
  else
    g_snprintf (text, TAPER_FORMAT_SIZE, f->limit < 4 ? "%.2f" : "%.1f", value);
}

static Frame
make_frame (double width, double height, TaperCurve curve, const TaperTrainingProgress *progress,
            const TaperDrawStyle *style)
{
  Frame f = { .curve = curve, .limit = taper_curve_get_limit (curve, progress) };
  double widest = 0;

  f.line = 14;
  if (style->text != NULL)
    taper_text_measure (style->text, curve == TAPER_CURVE_ACCURACY ? "100 %" : "10.00", &widest,
                        &f.line);
  f.area.x = round (widest + GUTTER);
  f.area.y = round (f.line / 2) + DOT;
  f.area.width = MAX (width - f.area.x - DOT - 1, 1);
  f.area.height = MAX (height - f.area.y - f.line - GUTTER, 1);
  return f;
}

/* --- axes ------------------------------------------------------------------------------------- */

static void
draw_line (cairo_t *cr, double x0, double y0, double x1, double y1)
{
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
}

/* Parts of the vertical axis whose ends are round numbers: fifths, but quarters of 2, 20 ... and of
 * 100 %. */
static guint
count_parts (const Frame *f)
{
  double leading = f->limit / pow (10, floor (log10 (f->limit) + 1e-9));

  return f->curve == TAPER_CURVE_ACCURACY || fabs (leading - 2) < 0.5 ? 4 : 5;
}

static void
draw_grid (cairo_t *cr, const Frame *f, const TaperDrawStyle *style)
{
  TaperColor line = taper_palette_get_line (style->palette);
  TaperColor dim = taper_palette_get_dim (style->palette);
  guint n = count_parts (f);

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i <= n; i++)
    {
      double value = f->limit * i / n, y = floor (get_y (f, value)) + 0.5;
      TaperRect rect = { 0, y - f->line / 2, f->area.x - GUTTER, f->line };
      char text[TAPER_FORMAT_SIZE];

      taper_color_set_source (&line, cr);
      draw_line (cr, f->area.x, y, f->area.x + f->area.width, y);
      format_tick (f, value, text);
      taper_text_draw (style->text, cr, text, &rect, 1, FALSE, &dim);
    }
}

static gboolean
fits (TaperText *text, const char *name, double room)
{
  double width = 0, height = 0;

  if (text != NULL)
    taper_text_measure (text, name, &width, &height);
  return width <= room;
}

static void
draw_stages (cairo_t *cr, const Frame *f, const TaperTrainingProgress *progress,
             const TaperDrawStyle *style)
{
  /* Translators: the stages of a training, below its curves. */
  const char *names[] = { _ ("Generic"), _ ("Specialists"), _ ("Joint") };
  TaperColor line = taper_palette_get_line (style->palette);
  TaperColor dim = taper_palette_get_dim (style->palette);
  double begin = 0, bottom = f->area.y + f->area.height;

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      double end = progress->stage_ends[i], x = floor (get_x (f, end)) + 0.5;
      TaperRect rect = { get_x (f, begin) + 2, bottom + GUTTER, 0, f->line };

      rect.width = get_x (f, end) - rect.x - 2;
      if (i + 1 < G_N_ELEMENTS (names) && end > begin)
        {
          taper_color_set_source (&line, cr);
          draw_line (cr, x, f->area.y, x, bottom + GUTTER);
        }
      if (fits (style->text, names[i], rect.width))
        taper_text_draw (style->text, cr, names[i], &rect, 0.5, FALSE, &dim);
      begin = end;
    }
}

/* --- curves ----------------------------------------------------------------------------------- */

static TaperColor
get_color (const TaperTrainingPoint *point, const TaperPalette *palette)
{
  guint stage = point->series / 1024, basis = point->series % 1024;

  if (stage == TAPER_TRAIN_SPECIALISTS)
    return taper_palette_get_basis_edge (palette, basis);
  return taper_palette_get_lane (palette, stage == TAPER_TRAIN_JOINT ? TAPER_LANE_PERSONALIZED
                                                                     : TAPER_LANE_GENERIC);
}

/* From point @from as far as its series goes; returns the first point after it. */
static guint
draw_series (cairo_t *cr, const Frame *f, const TaperTrainingProgress *progress, guint from,
             const TaperPalette *palette)
{
  const TaperTrainingPoint *points = progress->points;
  TaperColor color = get_color (&points[from], palette);
  guint i = from;

  cairo_new_path (cr);
  for (; i < progress->n_points && points[i].series == points[from].series; i++)
    cairo_line_to (cr, get_x (f, points[i].at), get_y (f, get_value (f, &points[i])));
  if (i == from + 1)
    cairo_rel_line_to (cr, 0.1, 0);
  taper_color_set_source (&color, cr);
  cairo_stroke (cr);
  return i;
}

static void
draw_curve (cairo_t *cr, const Frame *f, const TaperTrainingProgress *progress,
            const TaperPalette *palette)
{
  const TaperTrainingPoint *last = &progress->points[progress->n_points - 1];
  TaperColor color = get_color (last, palette);

  cairo_set_line_width (cr, palette->high_contrast ? 2.5 : 1.8);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < progress->n_points;)
    i = draw_series (cr, f, progress, i, palette);
  cairo_new_path (cr);
  cairo_arc (cr, get_x (f, last->at), get_y (f, get_value (f, last)), DOT, 0, 2 * G_PI);
  taper_color_set_source (&color, cr);
  cairo_fill (cr);
}

void
taper_curve_draw (cairo_t *cr, double width, double height, TaperCurve curve,
                  const TaperTrainingProgress *progress, const TaperDrawStyle *style)
{
  Frame f = make_frame (width, height, curve, progress, style);

  cairo_save (cr);
  draw_grid (cr, &f, style);
  if (progress != NULL)
    draw_stages (cr, &f, progress, style);
  if (progress != NULL && progress->n_points > 0)
    draw_curve (cr, &f, progress, style->palette);
  cairo_restore (cr);
}
