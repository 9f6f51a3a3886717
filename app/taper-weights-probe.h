/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-weights.h"

G_BEGIN_DECLS

/**
 * TaperWeightsProbe:
 *
 * Computes #TaperWeights off the main thread: one at a time, and of what is asked for meanwhile
 * only the newest. Main thread only.
 *
 * Properties (read-only, notified): "weights" (TaperWeights, NULL: nothing asked for, or nothing
 * yet).
 */
#define TAPER_TYPE_WEIGHTS_PROBE (taper_weights_probe_get_type ())
G_DECLARE_FINAL_TYPE (TaperWeightsProbe, taper_weights_probe, TAPER, WEIGHTS_PROBE, GObject)

TaperWeightsProbe *taper_weights_probe_new (void);
/* @snapshot: (nullable): %NULL, or one of an empty task: nothing is shown */
void taper_weights_probe_ask (TaperWeightsProbe *self, TaperSnapshot *snapshot, guint layer);
TaperWeights *taper_weights_probe_get_weights (TaperWeightsProbe *self); /* nullable, none */

G_END_DECLS
