/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"

G_BEGIN_DECLS

/* How long to learn. */
typedef enum {
  TAPER_PACE_QUICK,
  TAPER_PACE_BALANCED,
  TAPER_PACE_THOROUGH,
} TaperPace;
#define TAPER_N_PACES 3

/**
 * TaperTrainingPlan: what a person chooses before a training.
 * @folder: (nullable): class folders, maybe below train/ and test/
 * @output: (nullable): the bundle to write
 * @name: (nullable): its title; the folder's name without one
 * @init: (nullable): bundle whose generic network is started from; its network is taken over
 * @small: half as many channels; without @init only
 */
typedef struct {
  char *folder, *output, *name, *init;
  TaperPace pace;
  gboolean small;
} TaperTrainingPlan;

TaperTrainingPlan *taper_training_plan_new (void); /* balanced, nothing chosen */
TaperTrainingPlan *taper_training_plan_copy (const TaperTrainingPlan *self);
void taper_training_plan_free (TaperTrainingPlan *self);

/**
 * taper_training_plan_make_config:
 * @n_classes, @n_train: of the data, 0 while unknown
 *
 * The recipe: the default one for large folders; batches, epochs and bases fitted to small ones,
 * so that there are hundreds of steps and classes enough for each basis. Opens the bundle to start
 * from: blocks.
 */
TaperTrainConfig *taper_training_plan_make_config (const TaperTrainingPlan *self, guint n_classes,
                                                   guint n_train, GError **error);

/* (nullable): what is missing or cannot be, translated, before anything is looked at; checks that
 * the place for the bundle can be written. (transfer full) */
char *taper_training_plan_check (const TaperTrainingPlan *self);
/* Whether a training to this place was stopped before it was done. */
gboolean taper_training_plan_has_checkpoint (const TaperTrainingPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrainingPlan, taper_training_plan_free)

G_END_DECLS
