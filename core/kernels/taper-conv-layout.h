/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/kernels/taper-kernels.h"
#include "core/model/taper-network.h"

G_BEGIN_DECLS

/**
 * TaperLayerLayout: how the weights of one layer lie in memory.
 *
 * A convolution's output blocks form groups that one tile computes together; within a group the
 * order is that in which the tile reads: (in-block, ky, kx, channel, block, lane). The lanes that
 * the last output block does not need are zero. A linear layer keeps its plain order (out, in),
 * which OpenBLAS reads.
 * @n_weights: floats with the padding, a multiple of 64
 * @n_biases: likewise
 */
typedef struct {
  gboolean blocked;
  guint lanes;
  guint out_channels, in_channels, kernel;
  guint in_blocks, out_blocks;
  guint group_blocks; /* the last group may have fewer */
  guint n_groups;
  gsize n_weights;
  gsize n_biases;
} TaperLayerLayout;

TaperLayerLayout taper_layer_layout (const TaperNetwork *network, guint layer);

/* Where a group's weights begin, and how many output blocks it has. */
gsize taper_layer_layout_group (const TaperLayerLayout *self, guint group);
guint taper_layer_layout_group_blocks (const TaperLayerLayout *self, guint group);

/* @plain: (out, in, k, k); @packed: n_weights, all written */
void taper_layer_layout_pack (const TaperLayerLayout *self, const float *plain, float *packed);
void taper_layer_layout_unpack (const TaperLayerLayout *self, const float *packed, float *plain);

G_END_DECLS
