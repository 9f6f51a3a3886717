/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-chart.h"

G_BEGIN_DECLS

/**
 * TaperStripDot: one measurement.
 * @row: that it lies in; dots come row by row
 * @value: a difference, in points
 * @description: in words
 */
typedef struct {
  guint row;
  double value;
  char *description;
} TaperStripDot;

/**
 * TaperStripRow:
 * @mean, @low, @high: of its dots, in points
 * @note: at the right
 */
typedef struct {
  char *label;
  char *note;
  double mean, low, high;
} TaperStripRow;

/* Differences as dots, a strip for each row, on one axis with 0 in its middle. The items are the
 * dots. */
typedef struct {
  GArray *rows; /* TaperStripRow */
  GArray *dots; /* TaperStripDot */
} TaperStripPlot;

extern const TaperChart taper_strip_chart; /* of a TaperStripPlot */

TaperStripPlot *taper_strip_plot_new (void);
void taper_strip_plot_free (TaperStripPlot *self);
/* Both take the strings. */
void taper_strip_plot_add_row (TaperStripPlot *self, const TaperStripRow *row);
void taper_strip_plot_add_dot (TaperStripPlot *self, const TaperStripDot *dot);
/* The axis goes from minus this to this: the farthest dot, rounded up to a multiple of 5. */
double taper_strip_plot_get_limit (const TaperStripPlot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperStripPlot, taper_strip_plot_free)

G_END_DECLS
