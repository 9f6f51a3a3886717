/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-confusion-chart.h"
#include "ui/draw/taper-interval-chart.h"

G_BEGIN_DECLS

/* What a trial's charts are drawn from. All (transfer full). */

/* Chance, majority and every method, one row each. */
TaperIntervalPlot *taper_trial_plot_methods (const TaperTrialSummary *summary);
/* Each class, selection above personalized. */
TaperIntervalPlot *taper_trial_plot_classes (const TaperTrialSummary *summary);
/* @difference: personalized - class selection; then @method does not matter */
TaperConfusion *taper_trial_plot_confusion (const TaperTrialSummary *summary, TaperMethod method,
                                            gboolean difference);

G_END_DECLS
