/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/eval/taper-context.h"
#include "core/eval/taper-predictor.h"

G_BEGIN_DECLS

/**
 * TaperStreamLane: who answers the pictures of a stream without a task description. All classes
 * are possible in every lane but the last two.
 * @TAPER_STREAM_GENERIC: the generic model
 * @TAPER_STREAM_CONTROL: generic + log prior, the prior from the soft counts of all its own,
 *   prior-corrected past answers: the strong control
 * @TAPER_STREAM_POSTERIOR: generic + the prior of a #TaperContext: a second control that tells how
 *   much of the gain is the blend's
 * @TAPER_STREAM_CONTEXT: personalized: the network blended for the inferred task
 * @TAPER_STREAM_SELECTION: generic with the task told: class selection
 * @TAPER_STREAM_KNOWN: personalized with the task told: the upper line
 */
typedef enum {
  TAPER_STREAM_GENERIC,
  TAPER_STREAM_CONTROL,
  TAPER_STREAM_POSTERIOR,
  TAPER_STREAM_CONTEXT,
  TAPER_STREAM_SELECTION,
  TAPER_STREAM_KNOWN,
  TAPER_N_STREAM_LANES
} TaperStreamLane;

/**
 * TaperStreamBatch: what happened in one batch.
 * @n, @n_labelled: pictures, and those whose label is a class
 * @correct: of the labelled ones
 * @forgot: the context seemed to have changed
 * @inferred: classes of the task inferred until then
 */
typedef struct {
  guint n, n_labelled;
  guint correct[TAPER_N_STREAM_LANES];
  gboolean forgot;
  guint inferred;
} TaperStreamBatch;

/**
 * TaperStream:
 *
 * Pictures that arrive in batches, answered by all lanes at once. One thread at a time.
 */
typedef struct _TaperStream TaperStream;

TaperStream *taper_stream_new (TaperPredictor *predictor);
void taper_stream_free (TaperStream *self);
/* What it knows now. (transfer none) */
TaperContext *taper_stream_get_context (TaperStream *self);
/* (L, K) of the network last blended for the inferred task; %NULL while there was none */
const float *taper_stream_get_coefficients (const TaperStream *self);

/**
 * taper_stream_step:
 * @pictures: (n): indices in the predictor's set
 * @known: (nullable): the task that is told to the last two lanes; %NULL: they do not answer
 * @answers: (nullable) (n, %TAPER_N_STREAM_LANES): class of each, written; -1 where none
 *
 * Answers, then learns. Returns: %FALSE when cancelled
 */
gboolean taper_stream_step (TaperStream *self, const guint *pictures, guint n,
                            const TaperTask *known, int *answers, TaperStreamBatch *batch,
                            GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperStream, taper_stream_free)

G_END_DECLS
