/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-bundle.h"
#include "core/data/taper-image-folder.h"

G_BEGIN_DECLS

/* Counts of right answers of one task over the pictures whose label is in the task. */
typedef struct {
  guint images;
  guint class_selection_correct;
  guint personalized_correct;
} TaperTaskCounts;

/**
 * TaperEvaluation: the generic's top-1 over all pictures, and one TaperTaskCounts per task.
 * @unreadable: (element-type utf8): messages of pictures that could not be read, left out of all
 *   counts
 */
typedef struct {
  guint images;
  guint generic_top1_correct;
  guint n_tasks;
  TaperTaskCounts *tasks;
  GPtrArray *unreadable;
} TaperEvaluation;

typedef void (*TaperProgressFunc) (guint done, guint total, gpointer data);

/**
 * taper_evaluate:
 * @folder: opened with the bundle's classes
 * @tasks: (element-type TaperTask)
 *
 * Decodes every picture once, in parallel; every method gets the same masking.
 */
TaperEvaluation *taper_evaluate (TaperBundle *bundle, TaperImageFolder *folder, GPtrArray *tasks,
                                 TaperProgressFunc progress, gpointer progress_data,
                                 GCancellable *cancellable, GError **error);
void taper_evaluation_free (TaperEvaluation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperEvaluation, taper_evaluation_free)

G_END_DECLS
