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
 * @labelled, @map: see taper_picture_set_load()
 * @tasks: (element-type TaperTask)
 *
 * Decodes every picture once, in parallel; every method gets the same masking. Pictures that
 * cannot be read are left out of all counts: taper_picture_set_get_unreadable().
 *
 * Returns: (nullable): %NULL when cancelled
 */
TaperEvaluation *taper_evaluate (TaperBundle *bundle, const TaperLabelled *labelled, const int *map,
                                 GPtrArray *tasks, TaperProgressFunc progress,
                                 gpointer progress_data, GCancellable *cancellable, GError **error);
void taper_evaluation_free (TaperEvaluation *self);
TaperPictureSet *taper_evaluation_get_pictures (const TaperEvaluation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperEvaluation, taper_evaluation_free)

G_END_DECLS
