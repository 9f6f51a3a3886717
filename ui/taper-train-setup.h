/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-training.h"
#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TaperTrainSetup:
 *
 * What to train from and how: the folder with what was found in it, and a few settings. Fills a
 * plan and has the training look at it whenever a choice changes what would be found.
 *
 * Property "ready" (boolean, notified): a training can begin.
 */
#define TAPER_TYPE_TRAIN_SETUP (taper_train_setup_get_type ())
G_DECLARE_FINAL_TYPE (TaperTrainSetup, taper_train_setup, TAPER, TRAIN_SETUP, GtkWidget)

void taper_train_setup_set_training (TaperTrainSetup *self, TaperTraining *training);

/* Something to start from: a bundle's file and its title. The first added is the one proposed. */
void taper_train_setup_add_start (TaperTrainSetup *self, const char *path, const char *title);

/* As if chosen by hand. */
void taper_train_setup_set_folder (TaperTrainSetup *self, const char *path);
const TaperTrainingPlan *taper_train_setup_get_plan (TaperTrainSetup *self);
gboolean taper_train_setup_is_ready (TaperTrainSetup *self);

G_END_DECLS
