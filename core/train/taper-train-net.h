/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-network.h"
#include "core/ops/taper-block.h"

G_BEGIN_DECLS

/**
 * TaperTrainNet:
 *
 * A network with backward: computes logits and gradients for blocks of 16 pictures, spread over
 * the process's pool. Parameters are flat arrays of fp32, layer after layer (rows of the
 * network): weight (out, in, k, k), bias (out).
 *
 * During the generic stage every convolution is followed by batch normalisation. Then its bias is
 * the normalisation's shift, and its factors follow all layers at
 * taper_train_net_get_n_params(), in the order of the layers.
 *
 * Same parameters and blocks: same bits, whatever the number of threads.
 */
typedef struct _TaperTrainNet TaperTrainNet;

/**
 * TaperTrainCalls: where pictures come from and logits go. Called from the pool's threads, each
 * block exactly once.
 * @fill: writes block @block's pictures into @image, shape taper_train_net_get_image_shape(),
 *   leaving its border
 * @loss: reads @logits (C, 16); writes @gradient (C, 16) unless it is %NULL
 */
typedef struct {
  void (*fill) (guint block, float *image, gpointer data);
  void (*loss) (guint block, const float *logits, float *gradient, gpointer data);
  gpointer data;
} TaperTrainCalls;

/* Running statistics of the normalisation, one per output channel of each convolution. */
typedef struct {
  guint n;
  float *mean, *variance;
  /* Set: the next step makes the normalisation the identity on its batch, see
   * taper_train_net_step_normalized(). */
  gboolean calibrate;
} TaperNormState;

/* Returns: %NULL with %TAPER_ERROR_UNSUPPORTED for shapes that can't be trained */
TaperTrainNet *taper_train_net_new (TaperNetwork *network, GError **error);
void taper_train_net_free (TaperTrainNet *self);
TaperNetwork *taper_train_net_get_network (const TaperTrainNet *self);
gsize taper_train_net_get_n_params (const TaperTrainNet *self);
guint taper_train_net_get_n_norms (const TaperTrainNet *self);
const TaperBlockShape *taper_train_net_get_image_shape (const TaperTrainNet *self);
/* Where layer @row's weights begin; its biases follow them. */
gsize taper_train_net_get_offset (const TaperTrainNet *self, guint row);

/* Logits only. */
void taper_train_net_forward (TaperTrainNet *self, const float *params, guint n_blocks,
                              const TaperTrainCalls *calls);
/* @gradient (n_params): overwritten with the sum over blocks. */
void taper_train_net_step (TaperTrainNet *self, const float *params, guint n_blocks,
                           const TaperTrainCalls *calls, float *gradient);

/**
 * taper_train_net_step_normalized:
 * @params: (n_params + n_norms)
 * @state: running statistics, updated with momentum 0.1; all pictures of all blocks make the
 *   batch's statistics
 * @gradient: (n_params + n_norms), overwritten
 *
 * With @state->calibrate, @params' factors and shifts are first set so that the normalisation
 * changes nothing on this batch: mean + bias and standard deviation. So a folded network goes on
 * being trained with normalisation.
 */
void taper_train_net_step_normalized (TaperTrainNet *self, float *params, TaperNormState *state,
                                      guint n_blocks, const TaperTrainCalls *calls,
                                      float *gradient);
/* w' = w f / sqrt (v + eps), b' = b - m f / sqrt (v + eps) */
void taper_train_net_fold (const TaperTrainNet *self, const float *params,
                           const TaperNormState *state, float *folded);

TaperNormState *taper_norm_state_new (const TaperTrainNet *net);
void taper_norm_state_free (TaperNormState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrainNet, taper_train_net_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperNormState, taper_norm_state_free)

G_END_DECLS
