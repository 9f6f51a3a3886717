/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/eval/taper-predictor.h"

G_BEGIN_DECLS

/**
 * TaperTaskResult: one task over the pictures whose label is in it, both methods with the same
 * masking: only the task's classes are left. Everything that is said of a task (accuracy, paired
 * tests, confusion, calibration, margins) is made from this.
 * @m: classes of the task; @classes (m): ascending
 * @n: pictures; @pictures (n): ascending indices in the set
 * @truth: (n): place in @classes of each picture's label
 * @selection: (n, m): the generic's logits of the task's classes
 * @personalized: (n, m): the personalized model's
 */
typedef struct {
  TaperTask *task;
  guint m, n;
  guint *classes;
  guint *pictures;
  guint *truth;
  float *selection;
  float *personalized;
} TaperTaskResult;

/**
 * taper_task_result_new:
 *
 * The generic's logits are computed by the first call on a predictor. Only the task's pictures go
 * through the personalized network.
 *
 * Returns: (nullable): %NULL when cancelled. No pictures are no error
 */
TaperTaskResult *taper_task_result_new (TaperPredictor *predictor, const TaperTask *task,
                                        TaperProgressFunc progress, gpointer progress_data,
                                        GCancellable *cancellable, GError **error);
void taper_task_result_free (TaperTaskResult *self);

/**
 * taper_task_result_choose:
 * @logits: (n, m): @self's selection or personalized
 * @picture: below n
 *
 * Returns: place in @classes of the largest logit, the first of equals
 */
guint taper_task_result_choose (const TaperTaskResult *self, const float *logits, guint picture);
/* How many of the n pictures @logits (n, m) answer rightly. */
guint taper_task_result_count_correct (const TaperTaskResult *self, const float *logits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTaskResult, taper_task_result_free)

G_END_DECLS
