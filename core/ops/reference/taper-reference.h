/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

/* The naive twins: each formula written down directly, sums in double. Far too slow to use; what
 * every fast path is compared with. Arrays are (N,C,H,W) and plain (out, in, k, k). */

/**
 * taper_reference_conv2d:
 * @node: a convolution
 * @input: (n, in, h, w)
 * @add: (nullable): (n, out, oh, ow), added before the ReLU
 * @output: (n, out, oh, ow)
 *
 * out[o,y,x] = relu? (bias[o] + sum_{i,r,s} w[o,i,r,s] in[i, y*stride - pad + r, x*stride - pad +
 * s]
 * + add?), zero outside the input.
 */
void taper_reference_conv2d (const TaperNode *node, guint n, const float *input,
                             const float *weight, const float *bias, const float *add,
                             float *output);
/* The largest of the window; places outside the input do not count. */
void taper_reference_max_pool (const TaperNode *node, guint n, const float *input, float *output);
void taper_reference_global_avg_pool (const TaperNode *node, guint n, const float *input,
                                      float *output);
void taper_reference_linear (const TaperNode *node, guint n, const float *input,
                             const float *weight, const float *bias, float *output);

/**
 * taper_reference_forward:
 * @input: (n, C, H, W)
 * @logits: (n, outputs)
 *
 * A whole network, node after node.
 */
void taper_reference_forward (const TaperParameters *parameters, guint n, const float *input,
                              float *logits);

G_END_DECLS
