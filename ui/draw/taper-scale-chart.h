/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-chart.h"

G_BEGIN_DECLS

/* A quantity of several things: @values and @texts (n columns); the strings are owned. */
typedef struct {
  char *label;
  double *values;
  char **texts;
} TaperScaleRow;

/**
 * TaperScalePlot: quantities as squares whose areas are to scale, each row by itself.
 * @names: (array zero-terminated=1): of the columns, smallest first
 * @reported: taken from a publication, not measured: dashed outlines
 */
typedef struct {
  char **names;
  guint n;
  gboolean reported;
  GArray *rows; /* TaperScaleRow */
} TaperScalePlot;

/* Items are the squares, row by row. */
extern const TaperChart taper_scale_chart; /* of a TaperScalePlot */

/* @names: (transfer full) */
TaperScalePlot *taper_scale_plot_new (char **names, gboolean reported);
void taper_scale_plot_free (TaperScalePlot *self);
/* @values: (n), copied; @texts: (n) (transfer full) */
void taper_scale_plot_add (TaperScalePlot *self, const char *label, const double *values,
                           char **texts);
/* The lane whose colour column @column has: the smallest is personalized, the largest class
 * selection; -1: between them. */
int taper_scale_get_lane (guint column, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperScalePlot, taper_scale_plot_free)

G_END_DECLS
