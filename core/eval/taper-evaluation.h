/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/eval/taper-task-result.h"

G_BEGIN_DECLS

/**
 * TaperEvaluation: a bundle over labelled pictures.
 * @predictor: holds the pictures and the generic's logits of all of them
 * @generic_top1_correct: of all pictures, with all classes allowed
 * @results: (element-type TaperTaskResult): one per task, in the tasks' order
 */
typedef struct {
  TaperPredictor *predictor;
  guint generic_top1_correct;
  GPtrArray *results;
} TaperEvaluation;

/**
 * taper_evaluate:
 * @pictures: loaded for the bundle's input
 * @tasks: (element-type TaperTask)
 * @cache: (nullable): see taper_predictor_set_cache(); not used once this has returned
 *
 * Every method gets the same masking. Returns: (nullable): %NULL when cancelled
 */
TaperEvaluation *taper_evaluate (TaperBundle *bundle, TaperPictureSet *pictures, GPtrArray *tasks,
                                 TaperLogitCache *cache, TaperProgressFunc progress,
                                 gpointer progress_data, GCancellable *cancellable, GError **error);
void taper_evaluation_free (TaperEvaluation *self);
TaperPictureSet *taper_evaluation_get_pictures (const TaperEvaluation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperEvaluation, taper_evaluation_free)

G_END_DECLS
