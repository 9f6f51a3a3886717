/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-mix-geometry.h"

#include <math.h>

#define SPACE 6.0
#define WIDE_SPACE 12.0
#define MAX_CELL_HEIGHT 44.0
/* Cells may be this much wider than high before they stop looking like squares. */
#define MAX_ASPECT 1.7
#define MIN_BARS 64.0
#define MAX_BARS 520.0
#define PARAM_BAR 34.0
#define NARROW_PARAM_BAR 20.0
#define NARROW 560.0
#define MAX_HEADER 116.0
#define MIN_SLANT (38.0 * G_PI / 180.0)

/* Rows with the same height: every layer and the whole model. */
static void
layout_rows (TaperMixGeometry *self)
{
  double line = self->metrics.line;
  double header = CLAMP (self->height * 0.19, line, MAX_HEADER);
  double room;

  /* no more than the names need */
  header = MIN (header, self->metrics.bases * sin (MIN_SLANT) + line + 2);
  self->chips_y = floor (header);
  self->chips_height = ceil (line) + 2;
  self->cells_y = self->chips_y + self->chips_height + 4;
  room = self->height - self->cells_y - SPACE - WIDE_SPACE - ceil (line);
  self->cell_height = CLAMP (floor (room / (self->n_layers + 1)), 1.0, MAX_CELL_HEIGHT);
  self->legend_y = self->cells_y + self->cell_height * (self->n_layers + 1) + SPACE + WIDE_SPACE;
}

static void
layout_columns (TaperMixGeometry *self)
{
  double squarish = MAX (floor (self->cell_height * MAX_ASPECT), ceil (self->metrics.number) + 8);
  double narrowest = MAX (self->cell_height, ceil (self->metrics.number) + 4);
  double params =
      (self->width < NARROW ? NARROW_PARAM_BAR : PARAM_BAR) + SPACE + ceil (self->metrics.count);
  double room;

  self->names_width = MIN (ceil (self->metrics.names), floor (self->width * 0.28));
  self->cells_x = self->names_width + SPACE + 2;
  if (self->width < self->cells_x + WIDE_SPACE + params + narrowest * self->n_bases)
    params = MIN (PARAM_BAR, floor (self->width * 0.1));
  room = self->width - self->cells_x - WIDE_SPACE - params;
  self->has_bars = room - narrowest * self->n_bases >= WIDE_SPACE + MIN_BARS;
  if (self->has_bars)
    self->cell_width = MIN (squarish, floor ((room - WIDE_SPACE - MIN_BARS) / self->n_bases));
  else
    self->cell_width = CLAMP (floor (room / self->n_bases), 1.0, 2 * squarish);
  self->bars_x = self->cells_x + self->cell_width * self->n_bases + WIDE_SPACE;
  self->bars_width =
      self->has_bars ? MIN (self->width - params - WIDE_SPACE - self->bars_x, MAX_BARS) : 0;
  self->params_x = self->has_bars ? self->bars_x + self->bars_width + WIDE_SPACE : self->bars_x;
  self->params_width = params;
}

/* The flattest slant at which the last name still fits beside the cells and neighbours do not
 * touch. */
static void
layout_slant (TaperMixGeometry *self)
{
  double header = self->chips_y - 2;
  double beside = self->width - self->cells_x - self->cell_width * (self->n_bases - 0.5);
  double touching = self->metrics.line * 0.95 / self->cell_width;

  self->slant = MAX (MIN_SLANT, atan2 (header, beside));
  self->slant_step = 1;
  if (touching >= 1)
    {
      self->slant_step = (guint) ceil (touching);
      self->slant = G_PI / 2;
    }
  else
    self->slant = MAX (self->slant, asin (touching));
  self->slant_length = header / sin (self->slant) - self->metrics.line / 2 / tan (self->slant);
}

void
taper_mix_geometry_init (TaperMixGeometry *self, double width, double height, guint n_layers,
                         guint n_bases, const TaperMixMetrics *metrics, gboolean rtl)
{
  *self = (TaperMixGeometry){
    .n_layers = n_layers,
    .n_bases = n_bases,
    .width = width,
    .height = height,
    .rtl = rtl,
    .metrics = *metrics,
  };
  layout_rows (self);
  layout_columns (self);
  layout_slant (self);
  self->gap = MIN (self->cell_width, self->cell_height) >= 12  ? 2
              : MIN (self->cell_width, self->cell_height) >= 5 ? 1
                                                               : 0;
  self->name_step = (guint) MAX (1, ceil (metrics->line * 0.8 / self->cell_height));
  self->has_numbers = self->cell_width - self->gap >= metrics->number + 2 &&
                      self->cell_height - self->gap >= metrics->line * 0.85;
}

void
taper_mix_geometry_get_minimum (guint n_layers, guint n_bases, const TaperMixMetrics *metrics,
                                double *width, double *height)
{
  *width = 72 + 14.0 * n_bases + WIDE_SPACE + PARAM_BAR;
  *height = (ceil (metrics->line * 0.8)) * (n_layers + 1) + 4 * ceil (metrics->line) + 48;
}

double
taper_mix_geometry_mirror (const TaperMixGeometry *self, double x, double width)
{
  return self->rtl ? self->width - x - width : x;
}

static double
row_y (const TaperMixGeometry *self, guint row)
{
  return self->cells_y + row * self->cell_height + (row == self->n_layers ? SPACE : 0);
}

static TaperRect
rect (const TaperMixGeometry *self, double x, double y, double width, double height)
{
  return (TaperRect){ taper_mix_geometry_mirror (self, x, width), y, width, height };
}

TaperRect
taper_mix_geometry_get_cell (const TaperMixGeometry *self, guint row, guint column)
{
  return rect (self, self->cells_x + column * self->cell_width, row_y (self, row),
               self->cell_width - self->gap, self->cell_height - self->gap);
}

TaperRect
taper_mix_geometry_get_name (const TaperMixGeometry *self, guint row)
{
  return rect (self, 0, row_y (self, row), self->names_width, self->cell_height - self->gap);
}

TaperRect
taper_mix_geometry_get_bar (const TaperMixGeometry *self, guint row)
{
  return rect (self, self->bars_x, row_y (self, row), self->bars_width,
               self->cell_height - self->gap);
}

TaperRect
taper_mix_geometry_get_params (const TaperMixGeometry *self, guint row)
{
  return rect (self, self->params_x, row_y (self, row), self->params_width,
               self->cell_height - self->gap);
}

TaperRect
taper_mix_geometry_get_chip (const TaperMixGeometry *self, guint column)
{
  return rect (self, self->cells_x + column * self->cell_width, self->chips_y,
               self->cell_width - self->gap, self->chips_height);
}

TaperRect
taper_mix_geometry_get_legend (const TaperMixGeometry *self)
{
  double height = ceil (self->metrics.line);

  return rect (self, self->cells_x, self->legend_y + floor (height * 0.2),
               self->cell_width * self->n_bases - self->gap, floor (height * 0.6));
}

TaperRect
taper_mix_geometry_get_band (const TaperMixGeometry *self, guint row)
{
  return rect (self, 0, row_y (self, row), self->params_x + self->params_width,
               self->cell_height - self->gap);
}

TaperRect
taper_mix_geometry_get_cells (const TaperMixGeometry *self)
{
  return rect (self, self->cells_x, self->cells_y, self->cell_width * self->n_bases - self->gap,
               row_y (self, self->n_layers) + self->cell_height - self->gap - self->cells_y);
}

/* -1 in the gap above the whole model's row and outside */
static int
row_at (const TaperMixGeometry *self, double y)
{
  double last = row_y (self, self->n_layers);

  if (y >= last)
    return y < last + self->cell_height ? (int) self->n_layers : -1;
  y = (y - self->cells_y) / self->cell_height;
  return y >= 0 && y < self->n_layers ? (int) y : -1;
}

TaperMixPart
taper_mix_geometry_hit (const TaperMixGeometry *self, double x, double y, guint *row, guint *column)
{
  int r = row_at (self, y);
  double at;

  x = taper_mix_geometry_mirror (self, x, 0);
  if (r >= 0)
    {
      at = (x - self->cells_x) / self->cell_width;
      *row = (guint) r;
      if (at >= 0 && at < self->n_bases)
        {
          *column = (guint) at;
          return TAPER_MIX_CELL;
        }
      return x >= 0 && x < self->params_x + self->params_width ? TAPER_MIX_ROW : TAPER_MIX_NOTHING;
    }
  if (y < 0 || y >= self->chips_y + self->chips_height)
    return TAPER_MIX_NOTHING;
  /* follow the slanted name down to its chip */
  if (y < self->chips_y)
    x -= (self->chips_y - y) / tan (self->slant);
  at = (x - self->cells_x) / self->cell_width;
  if (!(at >= 0 && at < self->n_bases))
    return TAPER_MIX_NOTHING;
  *column = (guint) at;
  return TAPER_MIX_COLUMN;
}
