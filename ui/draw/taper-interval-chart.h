/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-chart.h"

G_BEGIN_DECLS

/* A share with its interval; @value negative: none. */
typedef struct {
  double value, low, high;
} TaperMark;

#define TAPER_INTERVAL_MARKS 2

/**
 * TaperIntervalRow:
 * @marks: drawn on top of each other, in the colours of @lanes (TaperLane, or -1: a baseline)
 * @note: at the right
 * @description: of the row, in words
 */
typedef struct {
  char *label;
  TaperMark marks[TAPER_INTERVAL_MARKS];
  int lanes[TAPER_INTERVAL_MARKS];
  char *note;
  char *description;
} TaperIntervalRow;

/* Shares 0..1 with their 95 % intervals, one row each, on one axis. */
typedef struct {
  GArray *rows; /* TaperIntervalRow */
} TaperIntervalPlot;

extern const TaperChart taper_interval_chart; /* of a TaperIntervalPlot */

TaperIntervalPlot *taper_interval_plot_new (void);
void taper_interval_plot_free (TaperIntervalPlot *self);
/* Takes the row's strings. */
void taper_interval_plot_add (TaperIntervalPlot *self, const TaperIntervalRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperIntervalPlot, taper_interval_plot_free)

G_END_DECLS
