/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix-geometry.h"
#include "ui/draw/taper-palette.h"

G_BEGIN_DECLS

/**
 * taper_lane_draw:
 * @rect: the whole axis, 0..1
 * @score: 0..1, or negative: no answer, only the axis
 *
 * The bar of one lane on its axis.
 */
void taper_lane_draw (cairo_t *cr, const TaperRect *rect, TaperLane lane, double score,
                      gboolean rtl, const TaperPalette *palette);

G_END_DECLS
