/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-weights.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperWeightsChart: a small picture of the weights of a layer: its histogram before and after, or
 * with "strip" (boolean) its blend as segments in the colours of the bases. What it shows is said
 * beside it in words.
 */
#define TAPER_TYPE_WEIGHTS_CHART (taper_weights_chart_get_type ())
G_DECLARE_FINAL_TYPE (TaperWeightsChart, taper_weights_chart, TAPER, WEIGHTS_CHART, GtkWidget)

GtkWidget *taper_weights_chart_new_strip (void);
/* @weights: (nullable); @layer: for the strip */
void taper_weights_chart_set (TaperWeightsChart *self, TaperWeights *weights, guint layer);

G_END_DECLS
