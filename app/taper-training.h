/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-training-plan.h"
#include "app/taper-training-progress.h"

G_BEGIN_DECLS

typedef enum {
  TAPER_TRAINING_IDLE,      /* nothing looked at */
  TAPER_TRAINING_SURVEYING, /* the folder is being looked at */
  TAPER_TRAINING_READY,     /* there is a survey; it says whether a training can begin */
  TAPER_TRAINING_RUNNING,
  TAPER_TRAINING_PAUSED,
  TAPER_TRAINING_STOPPING, /* the checkpoint is being written */
  TAPER_TRAINING_STOPPED,  /* may be gone on with */
  TAPER_TRAINING_DONE,     /* the bundle is there */
  TAPER_TRAINING_FAILED,
} TaperTrainingState;

/**
 * TaperTraining:
 *
 * One training, or the look at the pictures before it, in a thread of its own, by the same
 * taper_train() as the command line. Main thread only; what it publishes is immutable.
 *
 * Properties (read-only, notified): "state" (uint), "progress" (TaperTrainingProgress, NULL before
 * the first), "error" (string, NULL unless failed).
 */
#define TAPER_TYPE_TRAINING (taper_training_get_type ())
G_DECLARE_FINAL_TYPE (TaperTraining, taper_training, TAPER, TRAINING, GObject)

TaperTraining *taper_training_new (void);

/**
 * taper_training_set_embeddings:
 * @path: (nullable): word vectors for the classes' names
 */
void taper_training_set_embeddings (TaperTraining *self, const char *path);

/**
 * taper_training_survey:
 *
 * Looks at what @plan chose: pictures, bundle to start from. Newest wins: an earlier look that is
 * not finished is dropped. Not while a training runs.
 */
void taper_training_survey (TaperTraining *self, const TaperTrainingPlan *plan);
/* (nullable) (transfer none): of the newest finished look */
const TaperTrainSurvey *taper_training_get_survey (TaperTraining *self);

/**
 * taper_training_start:
 * @plan: as surveyed
 * @resume: go on from the checkpoint
 *
 * Only when there is a usable survey.
 */
void taper_training_start (TaperTraining *self, const TaperTrainingPlan *plan, gboolean resume);
void taper_training_pause (TaperTraining *self);
void taper_training_resume (TaperTraining *self);
/* Ends as TAPER_TRAINING_STOPPED, with a checkpoint once learning had begun. */
void taper_training_stop (TaperTraining *self);

TaperTrainingState taper_training_get_state (TaperTraining *self);
gboolean taper_training_is_active (TaperTraining *self); /* running, paused or stopping */
TaperTrainingProgress *taper_training_get_progress (TaperTraining *self); /* nullable, none */
const char *taper_training_get_error (TaperTraining *self);               /* nullable */
const char *taper_training_get_output (TaperTraining *self);              /* nullable */

G_END_DECLS
