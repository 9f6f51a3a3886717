/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix-overlay.h"
#include "ui/taper-heat-map.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Between the heat map's files: what it shows, and what keys and pointer do with it. */

/* The layers of the drawing, kept until what they show changes. */
enum {
  NODE_FRAME,
  NODE_CELLS,
  NODE_BLEND,
  NODE_NUMBERS,
  NODE_OVERLAY,
  N_NODES,
};

struct _TaperHeatMap {
  GtkWidget parent_instance;

  TaperMix *mix;
  float *shown; /* (L + 1, K): on the way from... */
  float *from;  /* ...to the mix's values */
  AdwAnimation *animation;

  TaperText *text;
  PangoFontDescription *font; /* that it is made with */
  TaperPalette palette;
  TaperMixGeometry geometry;
  gboolean laid_out;
  GskRenderNode *nodes[N_NODES];

  TaperMixCell hover, cursor, pin;
  double pointer_x, pointer_y; /* of the last motion */
  gboolean proportional;
  gboolean difference;
  gboolean editable;
  TaperSnapshot *snapshot;
  float *ghost; /* (L + 1, K), or NULL */

  TaperMixCell dragged; /* cell of the running drag, or nowhere */
  double drag_from;     /* its value when it began */
  char *status;
  char *pinned_status;
};

static const TaperMixCell taper_mix_nowhere = { -1, -1 };

gboolean taper_heat_map_has_cell (TaperHeatMap *self, const TaperMixCell *cell);
/* The pointer's cell, else the keyboard's while focused. */
const TaperMixCell *taper_heat_map_get_current (TaperHeatMap *self);
void taper_heat_map_update_status (TaperHeatMap *self);
void taper_heat_map_ensure_layout (TaperHeatMap *self);
/* Pins the cell; one that is pinned already is let go unless the map is editable. */
void taper_heat_map_set_pin (TaperHeatMap *self, const TaperMixCell *cell);

void taper_heat_map_emit_edit (TaperHeatMap *self, const TaperMixCell *cell, double value,
                               gboolean live);
void taper_heat_map_emit_done (TaperHeatMap *self);
void taper_heat_map_emit_command (TaperHeatMap *self, const char *command);

void taper_heat_map_add_bindings (GtkWidgetClass *klass);
void taper_heat_map_add_controllers (TaperHeatMap *self);
gboolean taper_heat_map_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                                       GtkTooltip *tooltip);

G_END_DECLS
