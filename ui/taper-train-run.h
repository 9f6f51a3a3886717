/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-training.h"
#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TaperTrainRun: a training as it goes on, and what came of it: stages, curves, the mix of the task
 * trained last, messages, and the accuracies that were measured.
 */
#define TAPER_TYPE_TRAIN_RUN (taper_train_run_get_type ())
G_DECLARE_FINAL_TYPE (TaperTrainRun, taper_train_run, TAPER, TRAIN_RUN, GtkWidget)

void taper_train_run_set_training (TaperTrainRun *self, TaperTraining *training);

G_END_DECLS
