/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

/**
 * bench_network_new:
 * @name: "resnet20", "wrn16-4", "resnet18-64" or "resnet18-224"
 *
 * Networks everyone knows, batch normalisation folded into the convolutions.
 *
 * Returns: (transfer full) (nullable): %NULL for another name
 */
TaperNetwork *bench_network_new (const char *name);
/* A residual network of 8 convolutions and up for the plots: @width channels in the first stage. */
TaperNetwork *bench_network_new_scaled (guint width, guint side, guint n_outputs);
/* (transfer full): random, of a size that keeps activations near 1. */
TaperParameters *bench_parameters_new (TaperNetwork *network, guint seed);

G_END_DECLS
