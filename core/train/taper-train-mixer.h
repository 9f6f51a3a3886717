/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/taper-random.h"

G_BEGIN_DECLS

/**
 * TaperTrainMixer:
 *
 * The mixer with its gradients; the forward is that of #TaperMixer. Trained values lie in one
 * flat array, @params, in the order of the offsets below; text embeddings and the prior are
 * fixed.
 * @text: (C, T): fixed part of the class embeddings
 * @prior: (C, K)
 */
typedef struct {
  guint n_classes, n_text, n_learned, n_hidden, n_layers, n_bases;
  float *text, *prior;
  float *params;
  gsize n_params;
  gsize learned; /* (C, E) */
  gsize encoder0_weight, encoder0_bias;
  gsize encoder1_weight, encoder1_bias;
  gsize predictor0_weight, predictor0_bias;
  gsize predictor1_weight, predictor1_bias;
  gsize prior_scale; /* (L) */
} TaperTrainMixer;

/* Linear layers start as PyTorch's do, uniform in +-1 / sqrt (inputs), the last one @last_scale
 * times smaller; learned values normal with deviation 0.1; prior_scale @prior_scale. */
TaperTrainMixer *taper_train_mixer_new (guint n_classes, guint n_text, guint n_learned,
                                        guint n_hidden, guint n_layers, guint n_bases);
void taper_train_mixer_init (TaperTrainMixer *self, TaperRandom *random, double last_scale,
                             double prior_scale);
void taper_train_mixer_free (TaperTrainMixer *self);

/* What the backward needs of one forward. */
typedef struct _TaperMixerTrace TaperMixerTrace;

/**
 * taper_train_mixer_forward:
 * @classes: (n): the task, uniform weights
 * @coefficients: (L, K), written
 *
 * Returns: (transfer full): for taper_train_mixer_backward()
 */
TaperMixerTrace *taper_train_mixer_forward (const TaperTrainMixer *self, const guint *classes,
                                            guint n, float *coefficients);
void taper_mixer_trace_free (TaperMixerTrace *self);
/* @gradient (n_params) += from @coefficient_gradient (L, K). */
void taper_train_mixer_backward (const TaperTrainMixer *self, const TaperMixerTrace *trace,
                                 const float *coefficient_gradient, float *gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrainMixer, taper_train_mixer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperMixerTrace, taper_mixer_trace_free)

G_END_DECLS
