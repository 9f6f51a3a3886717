/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/taper-trainer-private.h"

G_BEGIN_DECLS

/**
 * TaperTaskAccuracy: one kind of tasks. Accuracies in percent, means over tasks; the same masking
 * for all.
 * @difference: personalized - class selection; @standard_error: of its mean over tasks
 */
typedef struct {
  char *kind;
  guint n_tasks, pictures;
  double class_selection, personalized, uniform_mix, shuffled;
  double difference, standard_error;
} TaperTaskAccuracy;

typedef struct {
  double generic_top1; /* percent, all classes */
  guint pictures;
  GArray *kinds; /* TaperTaskAccuracy */
} TaperTrainEvaluation;

/**
 * taper_train_evaluate:
 * @bundle: reopened, so what is measured is what was written
 * @cache: the pictures, and @index (n) which of them, @labels of all of them
 *
 * Related tasks of 5, 10 and 20 classes, random ones of 5, 10 and 20, and the groups. Shuffled:
 * the network made for another task of the same kind. Returns: %NULL when cancelled
 */
TaperTrainEvaluation *taper_train_evaluate (TaperTrainer *trainer, TaperBundle *bundle,
                                            const TaperPictureCache *cache, const guint *index,
                                            guint n, const GArray *labels, GError **error);
void taper_train_evaluation_free (TaperTrainEvaluation *self);
/* "measured" of the bundle's provenance, (transfer full) */
char *taper_train_evaluation_to_json (const TaperTrainEvaluation *self);

/* taper-train-bundle.c; @provenance: JSON */
gboolean taper_train_write_bundle (TaperTrainer *self, const char *path, const char *provenance,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrainEvaluation, taper_train_evaluation_free)

G_END_DECLS
