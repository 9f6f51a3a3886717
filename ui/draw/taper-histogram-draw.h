/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-weights.h"
#include "ui/draw/taper-mix-draw.h"

G_BEGIN_DECLS

/* The weights of the layer before and after: the generic's as a grey area, the mix's as a line. */
void taper_histogram_draw (cairo_t *cr, double width, double height, const TaperWeights *weights,
                           const TaperDrawStyle *style);

/* Segments as long as the coefficients of a layer, in the colours of the bases. */
void taper_blend_strip_draw (cairo_t *cr, const TaperRect *rect, const TaperWeights *weights,
                             guint layer, gboolean rtl, const TaperPalette *palette);

G_END_DECLS
