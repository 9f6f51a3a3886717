/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix-draw.h"

G_BEGIN_DECLS

/* What lies over the cells of a mix. */

/* Cells that move less than this do not show a ghost. */
#define TAPER_MIX_GHOST_MINIMUM 0.015

/**
 * taper_mix_draw_ghost:
 * @ghost: (L + 1, K): another mix
 *
 * In each cell that would change, a smaller one with the other value, as colour and number on the
 * same scale, and whether it is more or less.
 */
void taper_mix_draw_ghost (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                           const float *ghost, const TaperDrawStyle *style);

/* Layers set by hand get a bar beside their name, locked cells a lock. */
void taper_mix_draw_edits (cairo_t *cr, const TaperMixGeometry *geometry, const TaperMix *mix,
                           const TaperDrawStyle *style);

G_END_DECLS
