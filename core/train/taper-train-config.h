/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/taper-augment.h"

G_BEGIN_DECLS

/**
 * TaperTrainConfig: everything one training run is made by. Every key, its range and what it does
 * stand in one table in taper-train-config.c; docs/training.md lists them.
 */
typedef struct {
  /* [data] */
  char *data;  /* (nullable) folder or list */
  char *cache; /* (nullable) folder of the picture caches */
  char *name;  /* title of the bundle */
  char *terms; /* what the data may be used for, for the card */
  double test_fraction, validation;
  guint cache_size; /* 0: the input size */
  /* [network] */
  guint input, width, blocks, stages, stem_stride;
  /* [augmentation] */
  TaperAugmentation augmentation;
  /* [generic] */
  double generic_epochs, generic_rate, generic_decay, smoothing;
  guint batch;
  /* [teacher] */
  double teacher_weight, temperature;
  gboolean teacher_same_view;
  /* [specialists] */
  guint bases;
  double specialist_epochs, specialist_rate, decay, clip, text_weight;
  /* [joint] */
  guint tasks, joint_batch, min_classes, max_classes;
  double joint_epochs, joint_rate, related, mixer_holdout, pull, generic_basis, prior_scale;
  double joint_smoothing, mixer_rate;
  /* [mixer] */
  guint hidden, learned;
  char *embeddings; /* (nullable) word vectors */
  /* [run] */
  guint64 seed;
  guint threads;
  double checkpoint_minutes;
  guint evaluation_tasks;
} TaperTrainConfig;

/* The default for every key: a recipe for any folder of class folders. */
TaperTrainConfig *taper_train_config_new (void);
/* @text: a GKeyFile; @origin: for messages. Unknown groups, keys and values out of range are
 * errors; an unknown name is answered with the nearest. */
TaperTrainConfig *taper_train_config_new_from_text (const char *text, const char *origin,
                                                    GError **error);
TaperTrainConfig *taper_train_config_load (const char *path, GError **error);
void taper_train_config_free (TaperTrainConfig *self);
/* All keys with their values, as a key file: what makes a run repeatable. (transfer full) */
char *taper_train_config_to_text (const TaperTrainConfig *self);
/* The same with a comment before each key. (transfer full) */
char *taper_train_config_describe (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrainConfig, taper_train_config_free)

G_END_DECLS
