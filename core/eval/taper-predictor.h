/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-bundle.h"
#include "core/eval/taper-logit-cache.h"
#include "core/eval/taper-picture-set.h"

G_BEGIN_DECLS

/**
 * TaperPredictor:
 *
 * A bundle's networks run over a picture set. Not thread-safe: one thread at a time; each call
 * uses the process's pool.
 */
typedef struct _TaperPredictor TaperPredictor;

/* @pictures: loaded for the bundle's input */
TaperPredictor *taper_predictor_new (TaperBundle *bundle, TaperPictureSet *pictures);
void taper_predictor_free (TaperPredictor *self);
/* @cache: (nullable) (transfer none): outlives @self; answers found there are not computed. */
void taper_predictor_set_cache (TaperPredictor *self, TaperLogitCache *cache);
TaperBundle *taper_predictor_get_bundle (const TaperPredictor *self);
TaperPictureSet *taper_predictor_get_pictures (const TaperPredictor *self);

/**
 * taper_predictor_run:
 * @parameters: the network to run
 * @pictures: (n): indices in the set
 * @logits: (n, C), written
 *
 * Returns: %FALSE when cancelled
 */
gboolean taper_predictor_run (TaperPredictor *self, const TaperParameters *parameters,
                              const guint *pictures, guint n, float *logits,
                              TaperProgressFunc progress, gpointer progress_data,
                              GCancellable *cancellable, GError **error);

/**
 * taper_predictor_get_generic:
 *
 * Computed by the first call. Returns: (transfer none) (nullable): the generic's logits of all
 *   pictures of the set, (n, C); %NULL when cancelled
 */
const float *taper_predictor_get_generic (TaperPredictor *self, TaperProgressFunc progress,
                                          gpointer progress_data, GCancellable *cancellable,
                                          GError **error);

/**
 * taper_predictor_blend:
 * @coefficients: (L, K)
 *
 * Returns: (transfer none): the bases blended; overwritten by the next call
 */
const TaperParameters *taper_predictor_blend (TaperPredictor *self, const float *coefficients);
/* Blended as the mixer says for @task. */
const TaperParameters *taper_predictor_personalize (TaperPredictor *self, const TaperTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperPredictor, taper_predictor_free)

G_END_DECLS
