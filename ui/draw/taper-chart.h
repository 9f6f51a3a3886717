/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix-draw.h"

G_BEGIN_DECLS

/**
 * TaperChart: a kind of picture of numbers, as pure functions of its data, so that one widget shows
 * all of them. Items are what can be pointed at and what a cursor goes through; drawing and hit
 * tests use the same places.
 * @get_height: natural height for a width, in pixels
 * @draw: @cursor: the item that is pointed at, or -1
 * @hit: the item at a point, or -1
 * @get_n_items, @get_n_columns: items lie in rows of columns
 * @describe: (transfer full): an item in words, translated, with its exact numbers
 */
typedef struct {
  double (*get_height) (gconstpointer data, double width, TaperText *text);
  void (*draw) (cairo_t *cr, gconstpointer data, double width, double height, int cursor,
                const TaperDrawStyle *style);
  int (*hit) (gconstpointer data, double width, double height, TaperText *text, double x, double y);
  guint (*get_n_items) (gconstpointer data);
  guint (*get_n_columns) (gconstpointer data);
  char *(*describe) (gconstpointer data, guint item);
} TaperChart;

/* Height of a line of the drawing's font. */
double taper_chart_get_line (TaperText *text);
/* A hair line from (x0, y0) to (x1, y1). */
void taper_chart_draw_line (cairo_t *cr, const TaperColor *color, double x0, double y0, double x1,
                            double y1);
/* Makes @width wide enough for @string. */
void taper_chart_widen (TaperText *text, const char *string, double *width);
/* The words of a tick of a horizontal axis at @x: below @y, between @left and @right. */
void taper_chart_draw_tick (cairo_t *cr, const char *words, double x, double y, double left,
                            double right, const TaperDrawStyle *style);
/* The foreground's colour, let through. */
TaperColor taper_chart_get_shade (const TaperDrawStyle *style, double alpha);

G_END_DECLS
