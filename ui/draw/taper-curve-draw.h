/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-training-progress.h"
#include "ui/draw/taper-mix-draw.h"

G_BEGIN_DECLS

typedef enum {
  TAPER_CURVE_LOSS,
  TAPER_CURVE_ACCURACY,
} TaperCurve;

/**
 * taper_curve_draw:
 * @width, @height: of the whole picture, from the origin
 * @progress: (nullable): only the axes without it
 *
 * A curve of a training over all pictures it learns from, left to right, the three stages side by
 * side: the generic network in its grey, each specialist in the colour of its basis, the joint
 * stage in the accent colour. The axis is whole from the start, so a curve grows and never shifts.
 */
void taper_curve_draw (cairo_t *cr, double width, double height, TaperCurve curve,
                       const TaperTrainingProgress *progress, const TaperDrawStyle *style);

/* The end of the loss axis: 1, 2 or 5 times a power of ten, above all points. */
double taper_curve_get_limit (TaperCurve curve, const TaperTrainingProgress *progress);

G_END_DECLS
