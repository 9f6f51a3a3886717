/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/* One batch of a stream, as it was answered; for drawing. */
typedef struct {
  TaperStreamBatch batch;
  gboolean second; /* of the second context */
  guint n_remembered;
  gsize memory_size;
} TaperStreamPoint;

/* A class with its part of the prior over classes. */
typedef struct {
  guint class_index;
  double share;
} TaperStreamShare;

#define TAPER_STREAM_SHARES 12

/**
 * TaperStreamRunner:
 *
 * What the Context view shows: a stream of labelled pictures, first of one task, then of another,
 * answered on another thread without being told either. The newest stream wins. Main thread only.
 *
 * Signals: "changed"; "problem" (char *message).
 */
#define TAPER_TYPE_STREAM_RUNNER (taper_stream_runner_get_type ())
G_DECLARE_FINAL_TYPE (TaperStreamRunner, taper_stream_runner, TAPER, STREAM_RUNNER, GObject)

TaperStreamRunner *taper_stream_runner_new (void);

/**
 * taper_stream_runner_start:
 * @file: labelled pictures, see taper_labelled_open()
 * @first: the first context; the second is drawn by @seed, with as many classes
 */
void taper_stream_runner_start (TaperStreamRunner *self, GFile *file, TaperBundle *bundle,
                                TaperTask *first, guint64 seed);
void taper_stream_runner_stop (TaperStreamRunner *self);
gboolean taper_stream_runner_is_running (TaperStreamRunner *self);

/* Between batches, while it runs. Frozen: it answers and learns nothing. */
void taper_stream_runner_set_frozen (TaperStreamRunner *self, gboolean frozen);
void taper_stream_runner_forget (TaperStreamRunner *self);

guint taper_stream_runner_get_n_points (TaperStreamRunner *self);
const TaperStreamPoint *taper_stream_runner_get_point (TaperStreamRunner *self, guint index);
/* The largest shares of the prior now, largest first. */
const TaperStreamShare *taper_stream_runner_get_shares (TaperStreamRunner *self, guint *n);
/* What is remembered, oldest first; none while it runs. @path: (out): of the picture */
guint taper_stream_runner_get_n_items (TaperStreamRunner *self);
TaperContextItem taper_stream_runner_get_item (TaperStreamRunner *self, guint index,
                                               const char **path);
/* Erases one picture, as if it had never been seen. */
void taper_stream_runner_erase (TaperStreamRunner *self, guint index);
TaperBundle *taper_stream_runner_get_bundle (TaperStreamRunner *self); /* nullable */

G_END_DECLS
