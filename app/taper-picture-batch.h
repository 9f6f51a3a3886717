/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperBatchProgress:
 * @n_resumed: of @n_done: were in the table already
 * @problems: (element-type utf8): one line for each picture that could not be read
 */
typedef struct {
  guint n_done, n_total;
  guint n_resumed;
  guint n_changed;
  GPtrArray *problems;
} TaperBatchProgress;

void taper_batch_progress_free (TaperBatchProgress *self);

/* In the main context that asked; @progress is valid during the call. */
typedef void (*TaperBatchFunc) (const TaperBatchProgress *progress, gpointer data);

/**
 * taper_picture_batch_async:
 * @snapshot: its task (not empty) and coefficients make the models that answer
 * @folder: every picture by name in it and below it, however many
 * @table: a CSV file. Rows are written as they come, so that nothing is lost by cancelling; if it
 *   holds rows of the same models they are kept and their pictures passed over
 * @progress: called a few times a second
 *
 * A row of the table: picture (path in @folder), label (its folder), class and score of each lane,
 * changed, model (which rows belong together), problem. On other threads; at most 16 pictures are
 * in memory.
 */
void taper_picture_batch_async (TaperSnapshot *snapshot, GFile *folder, GFile *table,
                                TaperBatchFunc progress, gpointer progress_data,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
/* (transfer full) (nullable): %NULL when cancelled, when the table cannot be written, or when there
 * is no picture */
TaperBatchProgress *taper_picture_batch_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperBatchProgress, taper_batch_progress_free)

G_END_DECLS
