/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/eval/taper-interval.h"
#include "core/eval/taper-stream.h"
#include "core/task/taper-random-task.h"

G_BEGIN_DECLS

/**
 * TaperStreamPlan: many seeded contexts of one kind.
 * @kind: how the classes of a context are drawn
 * @size: classes of a context
 * @contexts: how many; context i is drawn and ordered by @seed and i alone
 * @batch: pictures that arrive at once
 * @pictures: of one context, in random order; fewer where the classes have fewer
 * @switches: after them, as many of another context
 */
typedef struct {
  TaperRandomKind kind;
  guint size, contexts, batch, pictures;
  gboolean switches;
  guint64 seed;
} TaperStreamPlan;

/* The last pictures of a context, at which it is known as well as it will be. */
#define TAPER_STREAM_LATE 60

/**
 * TaperStreamTrial: what came of a plan.
 * @n_batches: of one stream, both contexts together
 * @switch_batch: first batch of the second context, or @n_batches
 * @n_pictures: (n_batches): over all contexts, those with a label
 * @correct: (n_batches, %TAPER_N_STREAM_LANES)
 * @whole, @late: (contexts, %TAPER_N_STREAM_LANES): accuracy 0..1 of each context before the
 *   switch, over all its pictures and over the last %TAPER_STREAM_LATE
 * @found: contexts whose switch was noticed, in its first batch or the one after it
 * @false_resets: batches in which everything was forgotten without a switch, among @n_asked
 */
typedef struct {
  TaperStreamPlan plan;
  guint n_batches, switch_batch;
  guint *n_pictures;
  guint *correct;
  double *whole, *late;
  guint n_contexts;
  guint found, false_resets, n_asked;
} TaperStreamTrial;

/**
 * taper_stream_trial_run:
 *
 * Returns: (nullable): %NULL when cancelled, or with %TAPER_ERROR_DATA when the set holds no
 *   labelled picture of enough classes
 */
TaperStreamTrial *taper_stream_trial_run (TaperPredictor *predictor, const TaperStreamPlan *plan,
                                          TaperProgressFunc progress, gpointer progress_data,
                                          GCancellable *cancellable, GError **error);
void taper_stream_trial_free (TaperStreamTrial *self);

/* Mean over contexts, 0..1. */
double taper_stream_trial_get_mean (const TaperStreamTrial *self, const double *values,
                                    TaperStreamLane lane);
/* Of lane a - lane b, paired over contexts, with the interval of its mean. */
double taper_stream_trial_get_difference (const TaperStreamTrial *self, const double *values,
                                          TaperStreamLane a, TaperStreamLane b,
                                          TaperInterval *interval);
/* Accuracy in one batch over all contexts, 0..1. */
double taper_stream_trial_get_batch (const TaperStreamTrial *self, guint batch,
                                     TaperStreamLane lane);

/**
 * taper_stream_trial_get_recovery:
 *
 * Returns: pictures after the switch until a batch of @lane is back within 2 points of its late
 *   level before the switch; -1 if that does not happen
 */
int taper_stream_trial_get_recovery (const TaperStreamTrial *self, TaperStreamLane lane);

/**
 * taper_stream_order:
 * @task: the context
 *
 * Returns: (transfer full) (element-type guint): up to @limit pictures of the task's classes in
 *   the order of @seed
 */
GArray *taper_stream_order (TaperPictureSet *pictures, const TaperTask *task, guint limit,
                            guint64 seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperStreamTrial, taper_stream_trial_free)

G_END_DECLS
