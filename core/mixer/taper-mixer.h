/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-task.h"

G_BEGIN_DECLS

/**
 * TaperMixer:
 *
 * Task description -> coefficients. Class encodings are computed once, when it is made; a
 * prediction then costs a weighted sum and a small MLP. Immutable, atomically reference counted.
 */
typedef struct _TaperMixer TaperMixer;

/**
 * TaperMixerWeights: what a mixer is made of, fp32, row-major; copied by taper_mixer_new().
 * C classes, D embedding, H hidden, L layers, K bases. prior and prior_scale may be %NULL.
 */
typedef struct {
  guint n_classes, n_embedding, n_hidden, n_layers, n_bases;
  const float *class_embedding;                     /* (C, D) */
  const float *encoder0_weight, *encoder0_bias;     /* (H, D), (H) */
  const float *encoder1_weight, *encoder1_bias;     /* (H, H), (H) */
  const float *predictor0_weight, *predictor0_bias; /* (H, H), (H) */
  const float *predictor1_weight, *predictor1_bias; /* (L*K, H), (L*K) */
  const float *prior;                               /* (C, K) */
  const float *prior_scale;                         /* (L) */
} TaperMixerWeights;

TaperMixer *taper_mixer_new (const TaperMixerWeights *weights);
TaperMixer *taper_mixer_ref (TaperMixer *self);
void taper_mixer_unref (TaperMixer *self);
guint taper_mixer_get_n_layers (const TaperMixer *self);
guint taper_mixer_get_n_bases (const TaperMixer *self);
guint taper_mixer_get_n_classes (const TaperMixer *self);
gsize taper_mixer_get_n_bytes (const TaperMixer *self); /* of memory */

/* How many values an encoding has. */
guint taper_mixer_get_n_encoding (const TaperMixer *self);

/**
 * taper_mixer_encode:
 * @encoding: (H), written: h = relu (sum_c w_c enc (e_c)), the task as the mixer sees it
 *
 * Thread-safe; allocates nothing.
 */
void taper_mixer_encode (const TaperMixer *self, const TaperTask *task, float *encoding);

/**
 * taper_mixer_predict:
 * @task: of the mixer's C classes; an empty task gives the mixer's answer to "nothing known"
 *   (h = 0, no prior)
 * @coefficients: (L, K), written; each row sums to 1
 *
 * alpha = softmax_k (predictor (relu (sum_c w_c enc (e_c))) + prior_scale_l * sum_c w_c prior_ck),
 * see docs/architecture.md. Thread-safe; allocates nothing.
 */
void taper_mixer_predict (const TaperMixer *self, const TaperTask *task, float *coefficients);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperMixer, taper_mixer_unref)

G_END_DECLS
