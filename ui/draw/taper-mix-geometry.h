/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  double x, y, width, height;
} TaperRect;

/* Sizes of the text that the drawing will hold, in pixels. */
typedef struct {
  double line;   /* height of a line of the small font */
  double names;  /* widest layer name */
  double bases;  /* widest basis name */
  double number; /* width of "0.00" */
  double count;  /* widest number of parameters */
} TaperMixMetrics;

/**
 * TaperMixGeometry:
 *
 * Where everything in the picture of a mix lies: names of the layers, cells, blend bars and
 * parameter bars share one row for each layer and one more, row L, for the whole model; above the
 * cells a chip for each basis and its slanted name; below them the scale. Drawing and hit tests
 * both ask here, so that what is clicked is what is seen. All rectangles are in pixels from the
 * top left corner; right to left the whole picture is mirrored, the first basis beside the names.
 *
 * @cell_width, @cell_height: pitch of the cells, @gap of it left free
 * @slant: angle of the basis names against the horizontal, radians
 * @slant_length: room along the slant for the last, most confined name
 * @name_step, @slant_step: every how many-th name fits
 * @has_bars: whether there is room for the blend bars
 * @has_numbers: whether numbers fit into the cells
 */
typedef struct {
  guint n_layers, n_bases;
  double width, height;
  gboolean rtl;
  TaperMixMetrics metrics;
  double cell_width, cell_height, gap;
  double names_width;
  double cells_x, cells_y;
  double chips_y, chips_height;
  double bars_x, bars_width;
  double params_x, params_width;
  double legend_y;
  double slant, slant_length;
  guint name_step, slant_step;
  gboolean has_bars, has_numbers;
} TaperMixGeometry;

typedef enum {
  TAPER_MIX_NOTHING,
  TAPER_MIX_CELL,   /* row and column */
  TAPER_MIX_ROW,    /* row only: name, blend bar, parameters */
  TAPER_MIX_COLUMN, /* column only: chip, slanted name */
} TaperMixPart;

void taper_mix_geometry_init (TaperMixGeometry *self, double width, double height, guint n_layers,
                              guint n_bases, const TaperMixMetrics *metrics, gboolean rtl);
/* Smallest size at which every layer and basis can still be told apart and hit. */
void taper_mix_geometry_get_minimum (guint n_layers, guint n_bases, const TaperMixMetrics *metrics,
                                     double *width, double *height);

/* @row 0..L, @column 0..K-1 */
TaperRect taper_mix_geometry_get_cell (const TaperMixGeometry *self, guint row, guint column);
TaperRect taper_mix_geometry_get_name (const TaperMixGeometry *self, guint row);
TaperRect taper_mix_geometry_get_bar (const TaperMixGeometry *self, guint row);
TaperRect taper_mix_geometry_get_params (const TaperMixGeometry *self, guint row);
TaperRect taper_mix_geometry_get_chip (const TaperMixGeometry *self, guint column);
TaperRect taper_mix_geometry_get_legend (const TaperMixGeometry *self);
/* Names, cells and bars of a row; the cells of all rows. */
TaperRect taper_mix_geometry_get_band (const TaperMixGeometry *self, guint row);
TaperRect taper_mix_geometry_get_cells (const TaperMixGeometry *self);
/* From the left edge in reading order to the mirrored place and back. */
double taper_mix_geometry_mirror (const TaperMixGeometry *self, double x, double width);

/* What lies at a point; @row and @column are only set where the part has them. */
TaperMixPart taper_mix_geometry_hit (const TaperMixGeometry *self, double x, double y, guint *row,
                                     guint *column);

G_END_DECLS
