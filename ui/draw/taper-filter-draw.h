/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-weights.h"
#include "ui/draw/taper-mix-draw.h"

G_BEGIN_DECLS

/* One filter of one source and where it lies; @label: beside or above it, without width if none. */
typedef struct {
  TaperRect rect, label;
  guint source, filter;
} TaperFilterTile;

/**
 * TaperFilterLayout:
 * @n_columns: filters side by side, @n_fit: as many as there is room for; @n_rows: sources
 *
 * Where the filters of a layer lie, for drawing and for clicks: one row for each source, so that a
 * filter and what it was made from stand above each other.
 */
typedef struct {
  TaperFilterTile *tiles;
  guint n_tiles, n_columns, n_rows, n_fit;
  double width, height;
  TaperRect legend;
} TaperFilterLayout;

/* Filters @first ... as many as fit into @width. */
void taper_filter_layout_init_page (TaperFilterLayout *self, const TaperWeights *weights,
                                    double width, guint first, double line, gboolean rtl);
/* One filter, large, of every source. */
void taper_filter_layout_init_single (TaperFilterLayout *self, const TaperWeights *weights,
                                      double width, guint filter, double line, gboolean rtl);
void taper_filter_layout_clear (TaperFilterLayout *self);
/* Index of the tile at a point, or -1. */
int taper_filter_layout_hit (const TaperFilterLayout *self, double x, double y);

/**
 * taper_filter_draw:
 * @cursor: index of the marked tile, or -1
 * @differences: of each source to the generic, on a scale of their own
 *
 * Filters over three channels as the colours they look for; others as a mosaic of grey squares, one
 * for each channel. Middle grey is zero, and all share one scale, which is drawn below.
 */
void taper_filter_draw (cairo_t *cr, const TaperFilterLayout *layout, const TaperWeights *weights,
                        int cursor, gboolean differences, const TaperDrawStyle *style);

G_END_DECLS
