/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ops/taper-block.h"

G_BEGIN_DECLS

/* Pooling of blocks of 16 pictures, and its gradients. */

/* Padding pixels never win, as in the inference path. */
void taper_max_pool_forward (const TaperBlockShape *in_shape, const TaperBlockShape *out_shape,
                             guint kernel, guint stride, guint padding, const float *in,
                             float *out);
/* The gradient goes to the first of equal maxima; in_gradient += (clear it first). */
void taper_max_pool_backward (const TaperBlockShape *in_shape, const TaperBlockShape *out_shape,
                              guint kernel, guint stride, guint padding, const float *in,
                              const float *out_gradient, float *in_gradient);

/* out (channels, 1, 1) = mean over pixels */
void taper_average_pool_forward (const TaperBlockShape *in_shape, const TaperBlockShape *out_shape,
                                 const float *in, float *out);
void taper_average_pool_backward (const TaperBlockShape *in_shape, const TaperBlockShape *out_shape,
                                  const float *out_gradient, gboolean accumulate,
                                  float *in_gradient);

G_END_DECLS
