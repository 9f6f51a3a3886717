/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/taper-train-config.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  TAPER_TRAIN_READING, /* pictures into the cache; step counts pictures */
  TAPER_TRAIN_GENERIC,
  TAPER_TRAIN_SPECIALISTS,
  TAPER_TRAIN_JOINT,
  TAPER_TRAIN_EVALUATING, /* step counts tasks */
  TAPER_TRAIN_DONE,
} TaperTrainStage;

/**
 * TaperTrainEvent: what happens, for progress and curves. Told after every step, in the thread
 * that trains; a handler that waits pauses the training.
 * @loss, @accuracy: running means over about the last 50 steps; accuracy among the classes allowed
 * @seconds_left: of this stage; negative while unknown
 * @coefficients: (nullable): (L, K) of the task trained last, in the joint stage
 * @note: (nullable): one line to be told, e.g. pictures that can't be read
 */
typedef struct {
  TaperTrainStage stage;
  guint basis; /* specialists: which, from 0 */
  guint64 step, n_steps;
  double epoch, epochs;
  double loss, accuracy, learning_rate;
  double images_per_second, seconds_left;
  const float *coefficients;
  guint n_layers, n_bases;
  const char *note;
} TaperTrainEvent;

typedef void (*TaperTrainFunc) (const TaperTrainEvent *event, gpointer data);

/**
 * TaperTrainOptions: what differs from run to run.
 * @data: (nullable): instead of the config's path
 * @output: the bundle; beside it OUTPUT.checkpoint and OUTPUT.log (JSON lines)
 * @init: (nullable): bundle whose generic network is started from, with a new last layer
 * @teacher: (nullable): bundle whose generic network is distilled from; same input, and all
 *   classes by id
 * @embeddings: (nullable): word vectors used when the config names none
 * @resume: go on from the checkpoint
 */
typedef struct {
  const char *data, *output, *init, *teacher, *embeddings;
  gboolean resume;
  TaperTrainFunc event;
  gpointer event_data;
} TaperTrainOptions;

/**
 * taper_train:
 * @cancellable: cancelled: a checkpoint is written, and the result is %G_IO_ERROR_CANCELLED
 *
 * The three stages, then evaluation; writes the bundle. Whatever can be known to be wrong is
 * reported before any work starts. Blocks for as long as it takes.
 */
gboolean taper_train (const TaperTrainConfig *config, const TaperTrainOptions *options,
                      GCancellable *cancellable, GError **error);

const char *taper_train_stage_to_string (TaperTrainStage stage);

G_END_DECLS
