/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture-tally.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperLaneScores:
 *
 * The three lanes side by side: which colour is which, and how many of the labelled pictures each
 * names right, with n and the interval. The key to the cells below it.
 */
#define TAPER_TYPE_LANE_SCORES (taper_lane_scores_get_type ())
G_DECLARE_FINAL_TYPE (TaperLaneScores, taper_lane_scores, TAPER, LANE_SCORES, GtkWidget)

GtkWidget *taper_lane_scores_new (void);
/* @snapshot (nullable) */
void taper_lane_scores_set_tally (TaperLaneScores *self, const TaperSnapshot *snapshot,
                                  const TaperPictureTally *tally);

G_END_DECLS
