/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TaperTrainingPoint: of the curves.
 * @at: 0..1, of all pictures to be learnt from in all stages
 * @series: points of one stage, and of one specialist, belong together
 */
typedef struct {
  float at, loss, accuracy;
  guint series;
} TaperTrainingPoint;

/**
 * TaperTrainingProgress: where a training stands; immutable, atomically reference counted.
 * @fraction: 0..1 of all pictures to be learnt from; while reading, of those to be read
 * @seconds_left: of all stages of learning; negative while unknown
 * @loss, @accuracy: running means over training pictures; NaN while unknown
 * @stage_ends: 0..1: where generic, specialists and joint end on the axis of the curves
 * @coefficients: (L, K) of the task trained last; %NULL before the joint stage
 * @notes: (array zero-terminated=1)
 */
typedef struct {
  TaperTrainStage stage;
  guint basis, n_bases, n_layers;
  guint64 step, n_steps;
  double fraction, seconds_left, images_per_second;
  double epoch, epochs, loss, accuracy;
  double stage_ends[3];
  guint n_points;
  TaperTrainingPoint *points;
  float *coefficients;
  TaperNetwork *network; /* nullable */
  char **notes;
  int ref_count; /* private */
} TaperTrainingProgress;

#define TAPER_TYPE_TRAINING_PROGRESS (taper_training_progress_get_type ())
GType taper_training_progress_get_type (void);
TaperTrainingProgress *taper_training_progress_ref (TaperTrainingProgress *self);
void taper_training_progress_unref (TaperTrainingProgress *self);

/**
 * TaperTrainingRecord: gathers events into progress. One thread only.
 */
typedef struct _TaperTrainingRecord TaperTrainingRecord;

/* @n_train: training pictures; @network: (nullable): referenced */
TaperTrainingRecord *taper_training_record_new (const TaperTrainConfig *config, guint n_train,
                                                TaperNetwork *network);
void taper_training_record_free (TaperTrainingRecord *self);
void taper_training_record_add (TaperTrainingRecord *self, const TaperTrainEvent *event);
/* (transfer full) */
TaperTrainingProgress *taper_training_record_make_progress (const TaperTrainingRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrainingProgress, taper_training_progress_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrainingRecord, taper_training_record_free)

G_END_DECLS
