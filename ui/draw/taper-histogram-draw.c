/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-histogram-draw.h"

#include "ui/draw/taper-basis-draw.h"

#include <math.h>

#define MARGIN 6.0

static guint
get_most (const TaperWeights *weights)
{
  guint most = 1;

  for (guint i = 0; i < TAPER_WEIGHTS_BASES * TAPER_WEIGHTS_N_BINS; i++)
    most = MAX (most, weights->histograms[i]);
  return most;
}

/* The upper edge of a source's histogram, as steps. */
static void
trace (cairo_t *cr, const TaperRect *area, const TaperWeights *weights, guint source)
{
  const guint *bins = weights->histograms + source * TAPER_WEIGHTS_N_BINS;
  double most = get_most (weights), step = area->width / TAPER_WEIGHTS_N_BINS;

  cairo_new_path (cr);
  cairo_move_to (cr, area->x, area->y + area->height);
  for (guint i = 0; i < TAPER_WEIGHTS_N_BINS; i++)
    {
      double y = area->y + area->height * (1 - bins[i] / most);

      cairo_line_to (cr, area->x + i * step, y);
      cairo_line_to (cr, area->x + (i + 1) * step, y);
    }
  cairo_line_to (cr, area->x + area->width, area->y + area->height);
}

static void
draw_axis (cairo_t *cr, const TaperRect *area, double line, const TaperWeights *weights,
           const TaperDrawStyle *style)
{
  TaperColor dim = taper_palette_get_dim (style->palette);
  TaperColor hair = taper_palette_get_line (style->palette);
  double bottom = floor (area->y + area->height) + 0.5;

  cairo_set_line_width (cr, 1);
  taper_color_set_source (&hair, cr);
  cairo_move_to (cr, area->x, bottom);
  cairo_line_to (cr, area->x + area->width, bottom);
  cairo_stroke (cr);
  for (guint i = 0; i < 3; i++)
    {
      TaperRect rect = { area->x, bottom + 2, area->width, line };
      char text[32];

      if (i == 0)
        g_snprintf (text, sizeof text, "−%.2f", weights->limit);
      else if (i == 1)
        g_strlcpy (text, "0", sizeof text);
      else
        g_snprintf (text, sizeof text, "%.2f", weights->limit);
      taper_text_draw (style->text, cr, text, &rect, i / 2.0, FALSE, &dim);
    }
}

void
taper_histogram_draw (cairo_t *cr, double width, double height, const TaperWeights *weights,
                      const TaperDrawStyle *style)
{
  TaperColor grey = taper_palette_get_lane (style->palette, TAPER_LANE_GENERIC);
  TaperColor area_color = taper_color_with_alpha (grey, 0.45);
  TaperRect area = { 0, MARGIN, width, 0 };
  double line = 14, unused;

  if (style->text != NULL)
    taper_text_measure (style->text, "0", &unused, &line);
  area.height = MAX (height - line - 2 * MARGIN, 1);
  cairo_save (cr);
  trace (cr, &area, weights, TAPER_WEIGHTS_GENERIC);
  taper_color_set_source (&area_color, cr);
  cairo_fill (cr);
  trace (cr, &area, weights, TAPER_WEIGHTS_BLEND);
  taper_color_set_source (&style->palette->accent, cr);
  cairo_set_line_width (cr, 1.6);
  cairo_stroke (cr);
  draw_axis (cr, &area, line, weights, style);
  cairo_restore (cr);
}

void
taper_blend_strip_draw (cairo_t *cr, const TaperRect *rect, const TaperWeights *weights,
                        guint layer, gboolean rtl, const TaperPalette *palette)
{
  double at = 0;

  for (guint k = 0; k < weights->n_bases; k++)
    {
      double part = taper_snapshot_get_coefficient (weights->snapshot, layer, k);
      TaperRect segment = { rect->x + at * rect->width, rect->y, part * rect->width, rect->height };

      if (rtl)
        segment.x = 2 * rect->x + rect->width - segment.x - segment.width;
      if (segment.width >= 0.5)
        taper_basis_draw (cr, palette, k, &segment, 0);
      at += part;
    }
}
