/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-chart.h"

G_BEGIN_DECLS

/* Accuracy against score, before and after calibration, for one lane; the diagonal is a score that
 * means what it says. */
typedef struct {
  TaperLane lane;
  TaperCalibration before, after;
} TaperReliability;

/* Items are the bins. */
extern const TaperChart taper_reliability_chart; /* of a TaperReliability, freed with g_free() */

G_END_DECLS
