/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-training-progress.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  TAPER_TRAINING_CHART_LOSS,
  TAPER_TRAINING_CHART_ACCURACY,
  TAPER_TRAINING_CHART_MIX, /* the coefficients of the task trained last */
} TaperTrainingChartKind;

/**
 * TaperTrainingChart: one picture of a training as it goes on, with its newest number in words for
 * those who do not see it. Property "kind" (int).
 */
#define TAPER_TYPE_TRAINING_CHART (taper_training_chart_get_type ())
G_DECLARE_FINAL_TYPE (TaperTrainingChart, taper_training_chart, TAPER, TRAINING_CHART, GtkWidget)

/* @progress: (nullable) */
void taper_training_chart_set_progress (TaperTrainingChart *self, TaperTrainingProgress *progress);

G_END_DECLS
