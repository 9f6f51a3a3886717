/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperLaneBar:
 *
 * The score of one lane as a bar on the axis 0..1; the same number always stands beside it as text.
 *
 * Properties: "lane" (int, #TaperLane), "score" (double, negative: no answer).
 */
#define TAPER_TYPE_LANE_BAR (taper_lane_bar_get_type ())
G_DECLARE_FINAL_TYPE (TaperLaneBar, taper_lane_bar, TAPER, LANE_BAR, GtkWidget)

void taper_lane_bar_set_score (TaperLaneBar *self, double score);

G_END_DECLS
