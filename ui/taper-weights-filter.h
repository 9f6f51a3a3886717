/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-weights.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperWeightsFilter: one filter, large, of the mix and all it could be made of, and its values.
 */
#define TAPER_TYPE_WEIGHTS_FILTER (taper_weights_filter_get_type ())
G_DECLARE_FINAL_TYPE (TaperWeightsFilter, taper_weights_filter, TAPER, WEIGHTS_FILTER, GtkWidget)

/* @weights: (nullable) */
void taper_weights_filter_set_weights (TaperWeightsFilter *self, TaperWeights *weights);
void taper_weights_filter_show (TaperWeightsFilter *self, guint source, guint filter);
void taper_weights_filter_focus (TaperWeightsFilter *self);

G_END_DECLS
