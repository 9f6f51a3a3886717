/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-network.h"

G_BEGIN_DECLS

/* Naive gradients, sums in double, arrays (N,C,H,W): what the block kernels are compared with. */

/**
 * taper_reference_conv2d_backward:
 * @input: (n, in, h, w)
 * @weight: (out, in, k, k)
 * @gradient: (n, out, oh, ow): of the loss with respect to conv (input)
 * @input_gradient, @weight_gradient, @bias_gradient: overwritten
 */
void taper_reference_conv2d_backward (const TaperNode *node, guint n, const float *input,
                                      const float *weight, const float *gradient,
                                      float *input_gradient, float *weight_gradient,
                                      float *bias_gradient);
void taper_reference_max_pool_backward (const TaperNode *node, guint n, const float *input,
                                        const float *gradient, float *input_gradient);
void taper_reference_global_avg_pool_backward (const TaperNode *node, guint n,
                                               const float *gradient, float *input_gradient);

/**
 * taper_reference_batch_norm:
 * @x: (n, channels, pixels)
 *
 * y = factor (x - mean) / sqrt (variance + eps) + shift with the statistics of the batch; and from
 * @gradient of y those of x, factor and shift.
 */
void taper_reference_batch_norm (guint n, guint channels, guint pixels, const float *x,
                                 const float *factor, const float *shift, double eps, float *y,
                                 const float *gradient, float *x_gradient, float *factor_gradient,
                                 float *shift_gradient);

G_END_DECLS
