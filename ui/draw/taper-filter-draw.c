/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-filter-draw.h"

#include "ui/draw/taper-basis-draw.h"

#include <glib/gi18n.h>
#include <math.h>

#define GAP 6.0
#define LABEL 112.0 /* room for names of sources */
#define SWATCH 10.0
#define LEGEND_WIDTH 150.0
#define LEGEND_TEXT 66.0
#define LARGE 96.0

/* --- mosaics ---------------------------------------------------------------------------------- */

/* What the colours of the weights are made from. */
typedef struct {
  const TaperWeights *weights;
  gboolean differences;
  double scale;
} Scale;

/* Squares of a mosaic side by side: one for each channel; twice as wide as high where that leaves
 * no gap. */
static void
get_mosaic (const TaperWeights *weights, guint *columns, guint *rows)
{
  guint n = weights->in_channels == 3 ? 1 : weights->in_channels;
  guint side = (guint) ceil (sqrt (n));

  *columns = side;
  for (guint c = side; c <= 2 * side; c++)
    if (n % c == 0)
      {
        *columns = c;
        break;
      }
  *rows = (n + *columns - 1) / *columns;
}

static guint
to_level (const Scale *scale, guint source, guint index, guint at)
{
  const float *filter = taper_weights_get_filter (scale->weights, source, index);
  double value = filter[at];

  if (scale->differences)
    value -= taper_weights_get_filter (scale->weights, TAPER_WEIGHTS_GENERIC, index)[at];
  value = scale->scale > 0 ? value / scale->scale : 0;
  return (guint) lround (127.5 + 127.5 * CLAMP (value, -1, 1));
}

static guint32
get_pixel (const Scale *scale, const TaperFilterTile *tile, guint channel, guint at)
{
  guint size = scale->weights->kernel * scale->weights->kernel, v;

  if (scale->weights->in_channels == 3)
    return 0xff000000u | to_level (scale, tile->source, tile->filter, at) << 16 |
           to_level (scale, tile->source, tile->filter, size + at) << 8 |
           to_level (scale, tile->source, tile->filter, 2 * size + at);
  v = to_level (scale, tile->source, tile->filter, channel * size + at);
  return 0xff000000u | v << 16 | v << 8 | v;
}

/* A pixel for each weight. (transfer full) */
static cairo_surface_t *
make_mosaic (const Scale *scale, const TaperFilterTile *tile)
{
  guint k = scale->weights->kernel, columns, rows;
  guint n = scale->weights->in_channels == 3 ? 1 : scale->weights->in_channels;
  cairo_surface_t *surface;
  guint8 *data;
  int stride;

  get_mosaic (scale->weights, &columns, &rows);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (columns * k), (int) (rows * k));
  data = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  for (guint c = 0; data != NULL && c < n; c++)
    for (guint i = 0; i < k * k; i++)
      {
        guint x = c % columns * k + i % k, y = c / columns * k + i / k;

        *(guint32 *) (data + (gsize) y * stride + x * 4) = get_pixel (scale, tile, c, i);
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* --- layout ----------------------------------------------------------------------------------- */

/* As high as it is wide, or half of it. */
static void
get_tile_size (const TaperWeights *weights, double *width, double *height)
{
  guint columns, rows;

  get_mosaic (weights, &columns, &rows);
  *height = CLAMP (rows * weights->kernel * 3.0, 30, 48);
  *width = round (*height * CLAMP ((double) columns / rows, 1, 2));
}

static void
add_legend (TaperFilterLayout *self, double y, double line, gboolean rtl)
{
  self->legend = (TaperRect){ 0, y + GAP, self->width, line + 8 };
  self->height = self->legend.y + self->legend.height;
  for (guint i = 0; rtl && i < self->n_tiles; i++)
    {
      TaperFilterTile *tile = &self->tiles[i];

      tile->rect.x = self->width - tile->rect.x - tile->rect.width;
      tile->label.x = self->width - tile->label.x - tile->label.width;
    }
}

void
taper_filter_layout_init_page (TaperFilterLayout *self, const TaperWeights *weights, double width,
                               guint first, double line, gboolean rtl)
{
  double tile_width, tile_height, label = width < 420 ? LABEL * 0.7 : LABEL;
  guint room, at = 0;

  get_tile_size (weights, &tile_width, &tile_height);
  room = (guint) MAX (1, floor ((width - label + GAP) / (tile_width + GAP)));
  *self = (TaperFilterLayout){ .width = width, .n_rows = weights->n_sources, .n_fit = room };
  self->n_columns = MIN (room, weights->out_channels - MIN (first, weights->out_channels - 1));
  self->n_tiles = self->n_columns * self->n_rows;
  self->tiles = g_new0 (TaperFilterTile, self->n_tiles);
  for (guint s = 0; s < self->n_rows; s++)
    for (guint c = 0; c < self->n_columns; c++)
      {
        /* The mix stands a little apart from what it is made of. */
        double y = s * (tile_height + GAP) + (s > TAPER_WEIGHTS_BLEND ? GAP : 0);

        self->tiles[at] =
            (TaperFilterTile){ { label + c * (tile_width + GAP), y, tile_width, tile_height },
                               { 0, y, c == 0 ? label - GAP : 0, tile_height },
                               s,
                               first + c };
        at++;
      }
  add_legend (self, self->n_rows * (tile_height + GAP) + GAP, line, rtl);
}

void
taper_filter_layout_init_single (TaperFilterLayout *self, const TaperWeights *weights, double width,
                                 guint filter, double line, gboolean rtl)
{
  double tile_width, tile_height, pitch_x, pitch_y;

  get_tile_size (weights, &tile_width, &tile_height);
  tile_width = LARGE * tile_width / tile_height;
  pitch_x = tile_width + 2 * GAP;
  pitch_y = LARGE + line + 3 * GAP;

  *self = (TaperFilterLayout){ .width = width, .n_tiles = weights->n_sources, .n_fit = 1 };
  self->n_columns = (guint) MAX (1, floor ((width + 2 * GAP) / pitch_x));
  self->n_rows = (self->n_tiles + self->n_columns - 1) / self->n_columns;
  self->tiles = g_new0 (TaperFilterTile, self->n_tiles);
  for (guint s = 0; s < self->n_tiles; s++)
    {
      double x = s % self->n_columns * pitch_x, y = s / self->n_columns * pitch_y;

      self->tiles[s] = (TaperFilterTile){
        { x, y + line + GAP, tile_width, LARGE }, { x, y, tile_width, line }, s, filter
      };
    }
  add_legend (self, self->n_rows * pitch_y, line, rtl);
}

void
taper_filter_layout_clear (TaperFilterLayout *self)
{
  g_clear_pointer (&self->tiles, g_free);
  self->n_tiles = 0;
}

int
taper_filter_layout_hit (const TaperFilterLayout *self, double x, double y)
{
  for (guint i = 0; i < self->n_tiles; i++)
    {
      const TaperRect *r = &self->tiles[i].rect;

      if (x >= r->x - GAP / 2 && x < r->x + r->width + GAP / 2 && y >= r->y - GAP / 2 &&
          y < r->y + r->height + GAP / 2)
        return (int) i;
    }
  return -1;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void
draw_tile (cairo_t *cr, const TaperFilterTile *tile, const Scale *scale,
           const TaperPalette *palette)
{
  cairo_surface_t *mosaic = make_mosaic (scale, tile);
  TaperColor line = taper_palette_get_line (palette);

  cairo_save (cr);
  taper_rounded_rect (cr, &tile->rect, 3);
  cairo_clip (cr);
  cairo_translate (cr, tile->rect.x, tile->rect.y);
  cairo_scale (cr, tile->rect.width / cairo_image_surface_get_width (mosaic),
               tile->rect.height / cairo_image_surface_get_height (mosaic));
  cairo_set_source_surface (cr, mosaic, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  taper_rounded_rect (cr, &tile->rect, 3);
  taper_color_set_source (&line, cr);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_surface_destroy (mosaic);
}

static void
draw_label (cairo_t *cr, const TaperFilterTile *tile, const TaperWeights *weights,
            const TaperDrawStyle *style)
{
  const TaperPalette *palette = style->palette;
  g_autofree char *name = taper_weights_name_source (weights, tile->source);
  TaperRect swatch = { tile->label.x, tile->label.y + (tile->label.height - SWATCH) / 2, SWATCH,
                       SWATCH };
  TaperRect text = { swatch.x + SWATCH + GAP, tile->label.y, tile->label.width - SWATCH - GAP,
                     tile->label.height };
  TaperColor color = taper_palette_get_lane (
      palette, tile->source == TAPER_WEIGHTS_BLEND ? TAPER_LANE_PERSONALIZED : TAPER_LANE_GENERIC);

  if (tile->source >= TAPER_WEIGHTS_BASES)
    taper_basis_draw (cr, palette, tile->source - TAPER_WEIGHTS_BASES, &swatch, 2);
  else
    {
      taper_rounded_rect (cr, &swatch, 2);
      taper_color_set_source (&color, cr);
      cairo_fill (cr);
    }
  taper_text_draw (style->text, cr, name, &text, 0, tile->source == TAPER_WEIGHTS_BLEND,
                   &palette->foreground);
}

static void
draw_legend (cairo_t *cr, const TaperFilterLayout *layout, const Scale *scale,
             const TaperDrawStyle *style)
{
  TaperColor dim = taper_palette_get_dim (style->palette);
  TaperRect bar = { LEGEND_TEXT + GAP, layout->legend.y + layout->legend.height / 2 - 4,
                    MIN (LEGEND_WIDTH, MAX (layout->width - 2 * (LEGEND_TEXT + GAP), 24)), 8 };
  TaperRect low = { 0, layout->legend.y, LEGEND_TEXT, layout->legend.height };
  TaperRect high = { bar.x + bar.width + GAP, layout->legend.y, LEGEND_TEXT,
                     layout->legend.height };
  TaperRect note = { high.x + high.width + GAP, layout->legend.y, 0, layout->legend.height };
  g_autofree char *least = g_strdup_printf ("≤ −%.2g", scale->scale);
  g_autofree char *most = g_strdup_printf ("≥ %.2g", scale->scale);
  const char *text;
  cairo_pattern_t *pattern = cairo_pattern_create_linear (bar.x, 0, bar.x + bar.width, 0);

  cairo_pattern_add_color_stop_rgb (pattern, 0, 0, 0, 0);
  cairo_pattern_add_color_stop_rgb (pattern, 1, 1, 1, 1);
  taper_rounded_rect (cr, &bar, 2);
  cairo_set_source (cr, pattern);
  cairo_fill_preserve (cr);
  taper_color_set_source (&dim, cr);
  cairo_set_line_width (cr, 0.5);
  cairo_stroke (cr);
  cairo_pattern_destroy (pattern);
  taper_text_draw (style->text, cr, least, &low, 1, FALSE, &dim);
  taper_text_draw (style->text, cr, most, &high, 0, FALSE, &dim);
  note.width = layout->width - note.x;
  if (scale->differences)
    text = _ ("difference from the generic");
  else
    text = scale->weights->in_channels == 3 ? _ ("weight, for red, green and blue")
                                            : _ ("weight, a square for each channel");
  taper_text_draw (style->text, cr, text, &note, 0, FALSE, &dim);
}

void
taper_filter_draw (cairo_t *cr, const TaperFilterLayout *layout, const TaperWeights *weights,
                   int cursor, gboolean differences, const TaperDrawStyle *style)
{
  const Scale scale = { weights, differences,
                        differences ? weights->difference_scale : weights->scale };

  cairo_save (cr);
  for (guint i = 0; i < layout->n_tiles; i++)
    {
      draw_tile (cr, &layout->tiles[i], &scale, style->palette);
      if (layout->tiles[i].label.width > 0)
        draw_label (cr, &layout->tiles[i], weights, style);
    }
  if (cursor >= 0 && (guint) cursor < layout->n_tiles)
    {
      TaperRect r = layout->tiles[cursor].rect;

      r = (TaperRect){ r.x - 2, r.y - 2, r.width + 4, r.height + 4 };
      taper_rounded_rect (cr, &r, 4);
      taper_color_set_source (&style->palette->accent, cr);
      cairo_set_line_width (cr, 2);
      cairo_stroke (cr);
    }
  draw_legend (cr, layout, &scale, style);
  cairo_restore (cr);
}
