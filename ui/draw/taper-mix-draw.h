/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix.h"
#include "ui/draw/taper-text.h"

G_BEGIN_DECLS

/* What a drawing is drawn with. @text (nullable): no text without it. */
typedef struct {
  const TaperPalette *palette;
  TaperText *text;
} TaperDrawStyle;

TaperColor taper_draw_style_get_color (const TaperDrawStyle *self, double value);

/* The picture of a mix in layers, from what changes least to what changes most, so that a widget
 * can keep the lower ones; drawn on top of each other in this order they make the whole. Each
 * leaves the context as it found it. */

TaperMixMetrics taper_mix_measure (const TaperMix *mix, TaperText *text);

/* Names of layers and bases, chips, parameters, scale: what stays when the task changes. */
void taper_mix_draw_frame (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                           const TaperDrawStyle *style);
/* @values: (L + 1, K), the mix's own or, while an animation runs, on the way there */
void taper_mix_draw_cells (cairo_t *cr, const TaperMixGeometry *geometry, const float *values,
                           const TaperDrawStyle *style);
/* @proportional: the bars' lengths show the layers' parameters. Of differences: how much of each
 * layer moved. */
void taper_mix_draw_blend (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                           const float *values, gboolean proportional, const TaperDrawStyle *style);
/* The computed numbers, in the cells. */
void taper_mix_draw_numbers (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                             const TaperDrawStyle *style);

typedef struct {
  int row, column; /* -1: none */
} TaperMixCell;

/**
 * taper_mix_draw_marks:
 * @cursor: its row and column are marked, its value on the scale
 * @pin: a cell that was pinned
 */
void taper_mix_draw_marks (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                           const TaperMixCell *cursor, const TaperMixCell *pin,
                           const TaperDrawStyle *style);

/* All layers at once: for files and tests. */
void taper_mix_draw (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                     const TaperMixCell *cursor, const TaperMixCell *pin, gboolean proportional,
                     const TaperDrawStyle *style);

/* The basis whose segment of the row's blend bar is at @x, or -1. */
int taper_mix_get_blend_at (const TaperMixGeometry *geometry, const TaperMix *mix, guint row,
                            double x, gboolean proportional);

G_END_DECLS
