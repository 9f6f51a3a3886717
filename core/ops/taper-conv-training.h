/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ops/taper-block-kernels.h"

G_BEGIN_DECLS

#define TAPER_MAX_KERNEL 7
#define TAPER_MAX_PHASES 4 /* stride 2 in both directions */

/**
 * TaperConvPhase: the input pixels (first_y + i stride, first_x + j stride) of a convolution all
 * receive their gradient through the same taps: a convolution of its own, of stride 1.
 */
typedef struct {
  guint first_y, first_x, height, width;
  guint n_taps;
  struct {
    guint weight; /* ky * kernel + kx */
    int dy, dx;   /* pixel of the output's gradient, relative to (i, j) */
  } taps[TAPER_MAX_TAPS];
  gsize packed; /* offset of its weights among the packed backward weights */
} TaperConvPhase;

/**
 * TaperConvTraining: a convolution and its gradients on blocks of 16 pictures. A linear layer is
 * the 1x1 convolution of 1x1 pixels. Describes shapes only; plain weights are (out, in, k, k).
 */
typedef struct {
  TaperBlockShape in, out; /* with the borders that forward and backward need */
  guint kernel, stride, padding;
  TaperConvPhase phases[TAPER_MAX_PHASES];
  guint n_phases;
  gssize *columns;                       /* of TaperWeightJob: one per (ci, ky, kx) */
  gsize packed_forward, packed_backward; /* floats */
  gboolean winograd;                     /* see taper_conv_winograd_suits() */
  gsize scratch;                         /* floats that it needs */
} TaperConvTraining;

/* Border of the output's gradient that the gradient of the input reads. */
guint taper_conv_backward_border (guint in_size, guint out_size, guint kernel, guint stride,
                                  guint padding);

void taper_conv_training_init (TaperConvTraining *self, const TaperBlockShape *in,
                               const TaperBlockShape *out, guint kernel, guint stride,
                               guint padding);
void taper_conv_training_clear (TaperConvTraining *self);

/* Whether Winograd's F(4x4, 3x3) serves this convolution; decided by shapes alone. */
gboolean taper_conv_winograd_suits (const TaperConvTraining *self);
/* @packed: (36, channels / 4, channels, 4), see TaperConvJob */
void taper_conv_winograd_pack (const TaperConvTraining *self, const float *weight,
                               gboolean backward, float *packed);

void taper_conv_pack_forward (const TaperConvTraining *self, const float *weight, float *packed);
void taper_conv_pack_backward (const TaperConvTraining *self, const float *weight, float *packed);

/**
 * taper_conv_forward:
 * @bias: (nullable): (out)
 * @add: (nullable): block of shape @add_shape, same inside as the output
 * @scratch: (nullable): aligned, of so many floats as the convolution says
 *
 * out = relu? (conv (in) + bias + add)
 */
void taper_conv_forward (const TaperConvTraining *self, const TaperBlockKernels *kernels,
                         const float *in, const float *packed, const float *bias, const float *add,
                         const TaperBlockShape *add_shape, gboolean relu, float *scratch,
                         float *out);
/* in_gradient (+)= transpose of the convolution applied to @out_gradient, whose border is zero. */
void taper_conv_backward_data (const TaperConvTraining *self, const TaperBlockKernels *kernels,
                               const float *out_gradient, const float *packed, gboolean accumulate,
                               float *scratch, float *in_gradient);
/* weight_gradient (out, in, k, k) += */
void taper_conv_backward_weights (const TaperConvTraining *self, const TaperBlockKernels *kernels,
                                  const float *out_gradient, const float *in, float *scratch,
                                  float *weight_gradient);

G_END_DECLS
