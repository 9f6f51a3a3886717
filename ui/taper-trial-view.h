/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-evaluator.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperTrialView:
 *
 * A trial's summary: accuracy with intervals of every method and class, confusion with the pictures
 * behind a cell, disagreements, scores.
 */
#define TAPER_TYPE_TRIAL_VIEW (taper_trial_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperTrialView, taper_trial_view, TAPER, TRIAL_VIEW, GtkWidget)

/* @labelled: where the summary's pictures come from */
void taper_trial_view_set (TaperTrialView *self, TaperTrialSummary *summary,
                           TaperLabelled *labelled);

G_END_DECLS
