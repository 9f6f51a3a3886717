/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-weights.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperWeightsLayers: the network as a list of its layers: shape, parameters, blend, distance of
 * the mix to the generic. Signal "activated" (uint layer).
 */
#define TAPER_TYPE_WEIGHTS_LAYERS (taper_weights_layers_get_type ())
G_DECLARE_FINAL_TYPE (TaperWeightsLayers, taper_weights_layers, TAPER, WEIGHTS_LAYERS, GtkWidget)

/* @weights: (nullable) */
void taper_weights_layers_set_weights (TaperWeightsLayers *self, TaperWeights *weights);
void taper_weights_layers_focus (TaperWeightsLayers *self, guint layer);

G_END_DECLS
