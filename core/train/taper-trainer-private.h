/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "core/bundle/taper-bundle.h"
#include "core/bundle/taper-safetensors.h"
#include "core/data/taper-data-set.h"
#include "core/data/taper-picture-cache.h"
#include "core/ops/taper-loss.h"
#include "core/taper-json.h"
#include "core/task/taper-grouping.h"
#include "core/train/taper-joint.h"
#include "core/train/taper-schedule.h"
#include "core/train/taper-trainer.h"

G_BEGIN_DECLS

/* Pictures to draw from: indices into the training cache. */
typedef struct {
  guint *index;
  guint n;
} TaperPool;

/* Something a checkpoint keeps. */
typedef struct {
  const char *name;
  float *data;
  gsize n;
} TaperSlot;

/**
 * TaperTrainer: one run.
 * @learn: what everything is learnt from; @mixer_only: what only the mixer learns from;
 *   @validation: never learnt from
 */
typedef struct {
  const TaperTrainConfig *config;
  const TaperTrainOptions *options;
  GCancellable *cancellable;

  TaperDataSet *data;
  TaperPictureCache *train_cache, *test_cache;
  guint n_classes;
  TaperPool learn, mixer_only, validation;
  float *text; /* (C, n_text) */
  guint n_text;
  TaperGrouping grouping;

  TaperNetwork *network;
  TaperTrainNet *net;
  gsize n_params;

  TaperBundle *init, *teacher;
  TaperTrainNet *teacher_net;
  float *teacher_params;
  guint *teacher_class;  /* (C): its logit for each class */
  float *teacher_logits; /* (pictures, 2, C): plain and mirrored; NULL with same_view */

  /* Results of the stages. */
  float *generic;  /* (P), folded */
  float *clusters; /* (C): of each class; floats, as checkpoints are */
  float *bases;    /* (K, P); taken over by the joint stage */
  guint n_bases;   /* with the generic basis, if there is one */
  TaperJoint *joint;

  /* Where it stands. */
  TaperTrainStage stage;
  guint basis;
  guint64 step, n_steps;
  char *checkpoint_path, *log_path;
  TaperSafetensors *resumed; /* until its state has been taken */
  FILE *log;
  gint64 started, last_checkpoint, last_log, rate_since;
  guint64 rate_images;
  double loss, accuracy, images_per_second; /* running */
  double seconds_before;                    /* of earlier runs of this training */
} TaperTrainer;

/* Frees what it holds. */
void taper_trainer_clear (TaperTrainer *self);

/* taper-train-setup.c */
gboolean taper_trainer_setup (TaperTrainer *self, GError **error);
char *taper_train_network_json (const TaperTrainConfig *config, guint n_classes);
/* Parameters of a bundle as a flat array in @net's order. */
float *taper_flatten_parameters (const TaperTrainNet *net, const TaperParameters *parameters);

/* taper-train-progress.c */
void taper_trainer_note (TaperTrainer *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void taper_trainer_log (TaperTrainer *self, const char *kind, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void taper_trainer_begin_stage (TaperTrainer *self, TaperTrainStage stage, guint basis,
                                guint64 n_steps);
void taper_trainer_tell (TaperTrainer *self, double learning_rate, const float *coefficients);
void taper_trainer_count (TaperTrainer *self, double loss, double accuracy, guint images);
/* Pictures of one task of a joint step. */
guint taper_trainer_joint_batch (const TaperTrainer *self);
/* After each step: events, log, checkpoint when due. FALSE when cancelled or not writable. */
gboolean taper_trainer_after_step (TaperTrainer *self, double learning_rate,
                                   const float *coefficients, const TaperSlot *slots, guint n_slots,
                                   GError **error);

/* taper-checkpoint.c */
char *taper_trainer_fingerprint (TaperTrainer *self, TaperTrainStage stage);
gboolean taper_checkpoint_write (TaperTrainer *self, const TaperSlot *slots, guint n_slots,
                                 GError **error);
/* Opens the checkpoint and sets stage, basis and step. */
gboolean taper_checkpoint_open (TaperTrainer *self, GError **error);
gboolean taper_checkpoint_take (TaperTrainer *self, const TaperSlot *slots, guint n_slots,
                                GError **error);

/* The stages. */
gboolean taper_trainer_prepare_teacher (TaperTrainer *self, GError **error);
gboolean taper_stage_generic (TaperTrainer *self, GError **error);
gboolean taper_stage_specialists (TaperTrainer *self, GError **error);
gboolean taper_stage_joint (TaperTrainer *self, GError **error);
gboolean taper_stage_finish (TaperTrainer *self, GError **error);

G_END_DECLS
