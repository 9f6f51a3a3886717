/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-mix-draw.h"

#include "ui/draw/taper-basis-draw.h"
#include "ui/draw/taper-format.h"

#include <glib/gi18n.h>
#include <math.h>

#define RADIUS 3.0
#define LEGEND_STEPS 64

TaperColor
taper_draw_style_get_color (const TaperDrawStyle *self, double value)
{
  return self->palette->difference ? taper_palette_get_diverging (self->palette, value)
                                   : taper_palette_get_sequential (value);
}

static const char *
layer_name (const TaperMix *mix, guint row)
{
  return row < mix->n_layers ? mix->layer_names[row] : _ ("whole model");
}

static guint64
layer_params (const TaperMix *mix, guint row)
{
  return row < mix->n_layers ? mix->layer_params[row] : mix->n_params;
}

TaperMixMetrics
taper_mix_measure (const TaperMix *mix, TaperText *text)
{
  TaperMixMetrics metrics = { 0 };
  char count[TAPER_FORMAT_SIZE];
  double width;

  taper_text_measure (text, taper_format_score (0, count), &metrics.number, &metrics.line);
  for (guint row = 0; row <= mix->n_layers; row++)
    {
      double height;

      taper_text_measure (text, layer_name (mix, row), &width, &height);
      metrics.names = MAX (metrics.names, width);
      taper_text_measure (text, taper_format_count (layer_params (mix, row), count), &width,
                          &height);
      metrics.count = MAX (metrics.count, width);
    }
  for (guint k = 0; k < mix->n_bases; k++)
    {
      taper_text_measure (text, mix->basis_names[k], &width, &metrics.line);
      metrics.bases = MAX (metrics.bases, width);
    }
  return metrics;
}

/* --- frame ------------------------------------------------------------------------------------ */

static double
most_params (const TaperMix *mix)
{
  guint64 most = 1;

  for (guint l = 0; l < mix->n_layers; l++)
    most = MAX (most, mix->layer_params[l]);
  return (double) most;
}

static void
draw_row_names (cairo_t *cr, const TaperMixGeometry *g, const TaperMix *mix,
                const TaperDrawStyle *style)
{
  TaperColor dim = taper_palette_get_dim (style->palette);

  for (guint row = 0; row <= g->n_layers; row++)
    {
      TaperRect rect = taper_mix_geometry_get_name (g, row);

      if (row < g->n_layers && row % g->name_step != 0)
        continue;
      taper_text_draw (style->text, cr, layer_name (mix, row), &rect, g->rtl ? 0 : 1,
                       row == g->n_layers, row == g->n_layers ? &style->palette->foreground : &dim);
    }
}

/* A bar from the left and the number at the right; the bar alone when it is narrow. */
static void
draw_params (cairo_t *cr, const TaperMixGeometry *g, const TaperMix *mix,
             const TaperDrawStyle *style)
{
  TaperColor dim = taper_palette_get_dim (style->palette);
  TaperColor fill = taper_palette_get_lane (style->palette, TAPER_LANE_GENERIC);
  double most = most_params (mix);
  double number = g->params_width > g->metrics.count + 12 ? g->metrics.count + 6 : 0;
  char count[TAPER_FORMAT_SIZE];

  for (guint row = 0; row <= g->n_layers; row++)
    {
      TaperRect rect = taper_mix_geometry_get_params (g, row);
      double room = rect.width - number;
      double length = layer_params (mix, row) / most * room;
      double height = MAX (1, MIN (round (rect.height * 0.4), 8));
      double y = rect.y + floor ((rect.height - height) / 2);
      TaperRect bar = { g->rtl ? rect.x + rect.width - MAX (length, 1) : rect.x, y, MAX (length, 1),
                        height };

      if (row < g->n_layers)
        {
          taper_rounded_rect (cr, &bar, 1);
          taper_color_set_source (&fill, cr);
          cairo_fill (cr);
        }
      if (number > 0 && (row == g->n_layers || row % g->name_step == 0))
        taper_text_draw (style->text, cr, taper_format_count (layer_params (mix, row), count),
                         &rect, g->rtl ? 0 : 1, row == g->n_layers, &dim);
    }
}

static void
draw_basis_names (cairo_t *cr, const TaperMixGeometry *g, const TaperMix *mix,
                  const TaperDrawStyle *style)
{
  double line = g->metrics.line;

  for (guint k = 0; k < g->n_bases; k++)
    {
      TaperRect chip = taper_mix_geometry_get_chip (g, k);
      TaperRect rect = { line * 0.35, -line / 2, g->slant_length - line * 0.35, line };

      if (k % g->slant_step != 0)
        continue;
      cairo_save (cr);
      cairo_translate (cr, chip.x + chip.width / 2, chip.y - 1);
      cairo_rotate (cr, g->rtl ? g->slant : -g->slant);
      if (g->rtl)
        rect.x = -rect.x - rect.width;
      taper_text_draw (style->text, cr, mix->basis_names[k], &rect, g->rtl ? 1 : 0, FALSE,
                       &style->palette->foreground);
      cairo_restore (cr);
    }
}

/* Free of hatching, for the number. */
static void
draw_plate (cairo_t *cr, const TaperMixGeometry *g, const TaperRect *chip, const TaperColor *color)
{
  double width = g->metrics.number * 0.75;

  taper_color_set_source (color, cr);
  cairo_rectangle (cr, chip->x + (chip->width - width) / 2, chip->y + 2, width, chip->height - 4);
  cairo_fill (cr);
}

static void
draw_chips (cairo_t *cr, const TaperMixGeometry *g, const TaperDrawStyle *style)
{
  for (guint k = 0; k < g->n_bases; k++)
    {
      TaperRect chip = taper_mix_geometry_get_chip (g, k);
      TaperColor fill = taper_palette_get_basis (style->palette, k);
      TaperColor ink = taper_color_get_ink (&fill);
      char number[TAPER_FORMAT_SIZE];

      g_snprintf (number, sizeof number, "%u", k + 1);
      taper_basis_draw (cr, style->palette, k, &chip, RADIUS);
      if (k >= TAPER_PALETTE_N_BASES && chip.width >= g->metrics.number)
        draw_plate (cr, g, &chip, &fill);
      if (chip.width >= g->metrics.number * 0.7)
        taper_text_draw (style->text, cr, number, &chip, 0.5, TRUE, &ink);
    }
}

static void
draw_captions (cairo_t *cr, const TaperMixGeometry *g, const TaperDrawStyle *style)
{
  TaperColor dim = taper_palette_get_dim (style->palette);
  double end = g->params_x + g->params_width;
  double params = MAX (g->metrics.number * 3.2, g->params_width);
  TaperRect rect = { taper_mix_geometry_mirror (g, end - params, params), g->chips_y, params,
                     g->chips_height };

  if (!g->has_bars)
    return;
  taper_text_draw (style->text, cr, _ ("parameters"), &rect, g->rtl ? 0 : 1, FALSE, &dim);
  rect.width = end - params - 6 - g->bars_x;
  rect.x = taper_mix_geometry_mirror (g, g->bars_x, rect.width);
  taper_text_draw (style->text, cr, style->palette->difference ? _ ("moved") : _ ("blend"), &rect,
                   g->rtl ? 1 : 0, FALSE, &dim);
}

static void
draw_scale (cairo_t *cr, const TaperMixGeometry *g, const TaperRect *scale,
            const TaperDrawStyle *style)
{
  const double left = g->rtl ? scale->x + scale->width : scale->x;
  const double right = g->rtl ? scale->x : scale->x + scale->width;
  cairo_pattern_t *pattern = cairo_pattern_create_linear (left, 0, right, 0);

  for (int i = 0; i <= LEGEND_STEPS; i++)
    {
      const double at = (double) i / LEGEND_STEPS;
      TaperColor c =
          taper_draw_style_get_color (style, style->palette->difference ? 2 * at - 1 : at);

      cairo_pattern_add_color_stop_rgb (pattern, at, c.red, c.green, c.blue);
    }
  taper_rounded_rect (cr, scale, RADIUS);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

/* The scale never changes its ends, so that colours can be compared from task to task. */
static void
draw_legend (cairo_t *cr, const TaperMixGeometry *g, const TaperDrawStyle *style)
{
  TaperRect scale = taper_mix_geometry_get_legend (g);
  TaperColor dim = taper_palette_get_dim (style->palette);
  double line = ceil (g->metrics.line);
  double x = g->cells_x + g->cell_width * g->n_bases + 4;
  TaperRect low = { taper_mix_geometry_mirror (g, 0, g->cells_x - 6), g->legend_y, g->cells_x - 6,
                    line };
  TaperRect high = { taper_mix_geometry_mirror (g, x, g->width - x), g->legend_y, g->width - x,
                     line };
  const char *least = style->palette->difference ? "−1" : "0";
  const char *most = style->palette->difference ? g->has_bars ? _ ("+1  cells in hundredths") : "+1"
                     : g->has_bars              ? _ ("1  basis weight")
                                                : "1";

  draw_scale (cr, g, &scale, style);
  taper_text_draw (style->text, cr, least, &low, g->rtl ? 0 : 1, FALSE, &dim);
  taper_text_draw (style->text, cr, most, &high, g->rtl ? 1 : 0, FALSE, &dim);
}

void
taper_mix_draw_frame (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                      const TaperDrawStyle *style)
{
  cairo_save (cr);
  draw_row_names (cr, geometry, mix, style);
  draw_params (cr, geometry, mix, style);
  draw_chips (cr, geometry, style);
  draw_basis_names (cr, geometry, mix, style);
  draw_captions (cr, geometry, style);
  draw_legend (cr, geometry, style);
  cairo_restore (cr);
}

/* --- values ----------------------------------------------------------------------------------- */

void
taper_mix_draw_cells (cairo_t *cr, const TaperMixGeometry *geometry, const float *values,
                      const TaperDrawStyle *style)
{
  double radius = geometry->gap >= 2 ? RADIUS - 1 : 0;

  cairo_save (cr);
  for (guint row = 0; row <= geometry->n_layers; row++)
    for (guint k = 0; k < geometry->n_bases; k++)
      {
        TaperRect cell = taper_mix_geometry_get_cell (geometry, row, k);
        TaperColor color = taper_draw_style_get_color (style, values[row * geometry->n_bases + k]);

        taper_rounded_rect (cr, &cell, radius);
        taper_color_set_source (&color, cr);
        cairo_fill (cr);
        if (!style->palette->high_contrast || geometry->gap < 1)
          continue;
        color = style->palette->foreground;
        taper_color_set_source (&color, cr);
        cairo_set_line_width (cr, 1);
        cairo_rectangle (cr, cell.x + 0.5, cell.y + 0.5, cell.width - 1, cell.height - 1);
        cairo_stroke (cr);
      }
  cairo_restore (cr);
}

/* Length of a row's whole bar. */
static double
blend_length (const TaperMixGeometry *g, const TaperMix *mix, guint row, gboolean proportional)
{
  double share = layer_params (mix, row) / most_params (mix);

  return g->bars_width * (proportional && row < mix->n_layers ? MIN (share, 1) : 1);
}

static void
draw_segment_number (cairo_t *cr, guint basis, const TaperRect *rect, const TaperDrawStyle *style)
{
  TaperColor fill = taper_palette_get_basis (style->palette, basis);
  TaperColor ink = taper_color_get_ink (&fill);
  char number[TAPER_FORMAT_SIZE];

  g_snprintf (number, sizeof number, "%u", basis + 1);
  taper_text_draw (style->text, cr, number, rect, 0.5, FALSE, &ink);
}

/* How much of each layer moved. */
static void
draw_change (cairo_t *cr, const TaperMixGeometry *g, const float *values,
             const TaperDrawStyle *style)
{
  TaperColor fill = taper_palette_get_lane (style->palette, TAPER_LANE_PERSONALIZED);
  TaperColor track = taper_palette_get_line (style->palette);

  for (guint row = 0; row <= g->n_layers; row++)
    {
      TaperRect bar = taper_mix_geometry_get_bar (g, row);
      double inset = row < g->n_layers ? floor (bar.height * 0.3) : floor (bar.height * 0.15);
      double sum = 0, length;

      for (guint k = 0; k < g->n_bases; k++)
        sum += fabs (values[row * g->n_bases + k]);
      length = MIN (sum / 2, 1) * bar.width;
      bar.y += inset;
      bar.height -= 2 * inset;
      taper_rounded_rect (cr, &bar, RADIUS - 1);
      taper_color_set_source (&track, cr);
      cairo_fill (cr);
      if (length < 0.5)
        continue;
      if (g->rtl)
        bar.x += bar.width - length;
      bar.width = length;
      taper_rounded_rect (cr, &bar, RADIUS - 1);
      taper_color_set_source (&fill, cr);
      cairo_fill (cr);
    }
}

void
taper_mix_draw_blend (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                      const float *values, gboolean proportional, const TaperDrawStyle *style)
{
  const TaperMixGeometry *g = geometry;

  if (!g->has_bars)
    return;
  if (style->palette->difference)
    {
      draw_change (cr, g, values, style);
      return;
    }
  cairo_save (cr);
  for (guint row = 0; row <= g->n_layers; row++)
    {
      TaperRect bar = taper_mix_geometry_get_bar (g, row);
      double length = blend_length (g, mix, row, proportional);
      /* The whole model's bar is the thick one, with numbers: the key to the others. */
      double inset = row < g->n_layers ? floor (bar.height * 0.2) : 0;
      double from = 0, sum = 0;

      for (guint k = 0; k < g->n_bases; k++)
        {
          double to;
          TaperRect segment;

          sum += values[row * g->n_bases + k];
          to = MIN (sum, 1.0) * length;
          /* whole pixels keep the edges crisp; nothing is lost, the sum is rounded, not the part */
          segment = (TaperRect){ g->rtl ? bar.x + bar.width - round (to) : bar.x + round (from),
                                 bar.y + inset, round (to) - round (from), bar.height - 2 * inset };
          from = to;
          if (segment.width < 1)
            continue;
          taper_basis_draw (cr, style->palette, k, &segment, 0);
          if (row == g->n_layers && segment.width >= g->metrics.number * 0.7 &&
              bar.height >= g->metrics.line * 0.85)
            draw_segment_number (cr, k, &segment, style);
        }
    }
  cairo_restore (cr);
}

int
taper_mix_get_blend_at (const TaperMixGeometry *geometry, const TaperMix *mix, guint row, double x,
                        gboolean proportional)
{
  TaperRect bar = taper_mix_geometry_get_bar (geometry, row);
  double length = blend_length (geometry, mix, row, proportional);
  double at = geometry->rtl ? bar.x + bar.width - x : x - bar.x;
  double sum = 0;

  if (!geometry->has_bars || mix->before != NULL || at < 0 || at >= length)
    return -1;
  for (guint k = 0; k < mix->n_bases; k++)
    {
      sum += taper_mix_get_value (mix, row, k);
      if (at < round (MIN (sum, 1.0) * length))
        return (int) k;
    }
  return -1;
}

void
taper_mix_draw_numbers (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                        const TaperDrawStyle *style)
{
  if (!geometry->has_numbers || style->text == NULL)
    return;
  cairo_save (cr);
  for (guint row = 0; row <= geometry->n_layers; row++)
    {
      guint leader = taper_mix_get_leader (mix, row);

      for (guint k = 0; k < geometry->n_bases; k++)
        {
          TaperRect cell = taper_mix_geometry_get_cell (geometry, row, k);
          float value = taper_mix_get_value (mix, row, k);
          TaperColor color = taper_draw_style_get_color (style, value);
          TaperColor ink = taper_color_get_ink (&color);
          char number[TAPER_FORMAT_SIZE];

          /* a map of differences is read for where something is */
          if (style->palette->difference && fabs (value) < 0.005)
            continue;
          if (style->palette->difference)
            taper_format_short_difference (value, number);
          else
            taper_format_score (value, number);
          taper_text_draw (style->text, cr, number, &cell, 0.5, k == leader, &ink);
        }
    }
  cairo_restore (cr);
}

/* --- marks ------------------------------------------------------------------------------------ */

static void
draw_ring (cairo_t *cr, const TaperRect *cell, const TaperColor *outer, const TaperColor *inner)
{
  taper_rounded_rect (
      cr, &(TaperRect){ cell->x - 1, cell->y - 1, cell->width + 2, cell->height + 2 }, RADIUS);
  taper_color_set_source (outer, cr);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  taper_rounded_rect (
      cr, &(TaperRect){ cell->x + 0.5, cell->y + 0.5, cell->width - 1, cell->height - 1 },
      RADIUS - 1);
  taper_color_set_source (inner, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/* A corner that says "pinned" without colour. */
static void
draw_pin (cairo_t *cr, const TaperMixGeometry *g, const TaperRect *cell,
          const TaperPalette *palette)
{
  double size = MIN (9, cell->height * 0.6);

  cairo_move_to (cr, g->rtl ? cell->x : cell->x + cell->width, cell->y);
  cairo_rel_line_to (cr, g->rtl ? size : -size, 0);
  cairo_rel_line_to (cr, g->rtl ? -size : size, size);
  cairo_close_path (cr);
  taper_color_set_source (&palette->background, cr);
  cairo_fill (cr);
}

/* The row and the column of the cursor: a wash over the names and bars, hair lines along the
 * cells, whose colours must stay what they are. */
static void
draw_cross (cairo_t *cr, const TaperMixGeometry *g, const TaperMixCell *at,
            const TaperPalette *palette)
{
  TaperColor wash = taper_color_with_alpha (palette->foreground, palette->high_contrast ? 1 : 0.4);

  taper_color_set_source (&wash, cr);
  cairo_set_line_width (cr, 1);
  if (at->row >= 0)
    {
      TaperRect band = taper_mix_geometry_get_band (g, (guint) at->row);

      cairo_move_to (cr, band.x, band.y - 0.5);
      cairo_rel_line_to (cr, band.width, 0);
      cairo_move_to (cr, band.x, band.y + band.height + 0.5);
      cairo_rel_line_to (cr, band.width, 0);
    }
  if (at->column >= 0)
    {
      TaperRect chip = taper_mix_geometry_get_chip (g, (guint) at->column);
      TaperRect cells = taper_mix_geometry_get_cells (g);

      cairo_move_to (cr, chip.x - 0.5, chip.y + chip.height + 2);
      cairo_line_to (cr, chip.x - 0.5, cells.y + cells.height);
      cairo_move_to (cr, chip.x + chip.width + 0.5, chip.y + chip.height + 2);
      cairo_line_to (cr, chip.x + chip.width + 0.5, cells.y + cells.height);
    }
  cairo_stroke (cr);
}

/* A pointer under the scale at the cursor's value. */
static void
draw_pointer (cairo_t *cr, const TaperMixGeometry *g, double value, const TaperDrawStyle *style)
{
  const TaperPalette *palette = style->palette;
  TaperRect scale = taper_mix_geometry_get_legend (g);
  double at = CLAMP (style->palette->difference ? (value + 1) / 2 : value, 0, 1) * scale.width;
  double x = g->rtl ? scale.x + scale.width - at : scale.x + at;

  cairo_move_to (cr, x, scale.y + scale.height - 3);
  cairo_rel_line_to (cr, 4, 7);
  cairo_rel_line_to (cr, -8, 0);
  cairo_close_path (cr);
  taper_color_set_source (&palette->background, cr);
  cairo_set_line_width (cr, 2);
  cairo_stroke_preserve (cr);
  taper_color_set_source (&palette->foreground, cr);
  cairo_fill (cr);
}

void
taper_mix_draw_marks (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                      const TaperMixCell *cursor, const TaperMixCell *pin,
                      const TaperDrawStyle *style)
{
  const TaperPalette *palette = style->palette;
  gboolean on_cell = cursor->row >= 0 && cursor->column >= 0;

  cairo_save (cr);
  draw_cross (cr, geometry, cursor, palette);
  if (pin->row >= 0 && pin->column >= 0)
    {
      TaperRect cell =
          taper_mix_geometry_get_cell (geometry, (guint) pin->row, (guint) pin->column);

      draw_ring (cr, &cell, &palette->accent, &palette->background);
      draw_pin (cr, geometry, &cell, palette);
    }
  if (on_cell)
    {
      TaperRect cell =
          taper_mix_geometry_get_cell (geometry, (guint) cursor->row, (guint) cursor->column);
      TaperColor outer = taper_color_with_alpha (palette->foreground, 1);

      draw_ring (cr, &cell, &outer, &palette->background);
      draw_pointer (cr, geometry,
                    taper_mix_get_value (mix, (guint) cursor->row, (guint) cursor->column), style);
    }
  cairo_restore (cr);
}

void
taper_mix_draw (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                const TaperMixCell *cursor, const TaperMixCell *pin, gboolean proportional,
                const TaperDrawStyle *style)
{
  taper_mix_draw_frame (cr, geometry, mix, style);
  taper_mix_draw_cells (cr, geometry, mix->values, style);
  taper_mix_draw_blend (cr, geometry, mix, mix->values, proportional, style);
  taper_mix_draw_numbers (cr, geometry, mix, style);
  taper_mix_draw_marks (cr, geometry, mix, cursor, pin, style);
}
