/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-weights.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperWeightsLayer: one layer: the filters of the mix, the generic and each basis, how far the mix
 * is from each of them, and the weights before and after. Signal "activated" (uint source, uint
 * filter).
 */
#define TAPER_TYPE_WEIGHTS_LAYER (taper_weights_layer_get_type ())
G_DECLARE_FINAL_TYPE (TaperWeightsLayer, taper_weights_layer, TAPER, WEIGHTS_LAYER, GtkWidget)

/* @weights: (nullable) */
void taper_weights_layer_set_weights (TaperWeightsLayer *self, TaperWeights *weights);
void taper_weights_layer_focus (TaperWeightsLayer *self);

G_END_DECLS
