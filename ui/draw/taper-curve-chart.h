/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-chart.h"

G_BEGIN_DECLS

/**
 * TaperCurve:
 * @values: (n): shares 0..1, negative where there is none
 * @lane: TaperLane, or -1: stands back
 * @dashed: a line to compare with
 */
typedef struct {
  char *label;
  double *values;
  int lane;
  gboolean dashed;
} TaperCurve;

/**
 * TaperCurves: shares over what came one after the other.
 * @x: (n): what the points are called below the axis: pictures so far, or with @of_sizes classes of
 *   a task
 * @low: share at the bottom of the axis
 * @mark: point before which something changed, or -1; @mark_label says what
 */
typedef struct {
  guint n, n_curves;
  guint *x;
  TaperCurve *curves;
  int mark;
  char *mark_label;
  gboolean of_sizes;
  double low;
} TaperCurves;

/* Items are the points. */
extern const TaperChart taper_curve_chart; /* of a TaperCurves */

TaperCurves *taper_curves_new (guint n, guint n_curves);
void taper_curves_free (TaperCurves *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperCurves, taper_curves_free)

G_END_DECLS
