/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix-draw.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperHeatMap:
 *
 * The mix as a picture: a cell for each layer and basis, blend bars and parameters in the same
 * rows. Cells turn from the former mix to the new one within 150 ms. A cell cursor follows the
 * pointer or, when focused, the arrow keys; Enter or a click pins a cell.
 * A click on a row's name or bars, or W, activates "win.weights-of-layer" (uint).
 *
 * Properties: "proportional" (boolean: blend bars as long as the layer has parameters), "status"
 * (string, read-only: the cell under the cursor in words, or NULL), "pinned-status" (the same for
 * the pinned cell), "difference" (boolean: what differs from the pinned task, where one is pinned),
 * "editable" (boolean: a cell can be dragged up and down, + and - change it, and a pinned cell is
 * the one to edit).
 *
 * Signals of an editable map: "edit" (uint layer, uint basis, double value, boolean live: more is
 * to come), "edit-done" (a drag ended), "edit-command" (string: "type", "lock" or "reset" the
 * pinned cell).
 */
#define TAPER_TYPE_HEAT_MAP (taper_heat_map_get_type ())
G_DECLARE_FINAL_TYPE (TaperHeatMap, taper_heat_map, TAPER, HEAT_MAP, GtkWidget)

GtkWidget *taper_heat_map_new (void);

/* @snapshot (nullable). Another bundle's is shown at once, without animation. */
void taper_heat_map_set_snapshot (TaperHeatMap *self, TaperSnapshot *snapshot);

/* Puts the cell cursor into the layer's row, with the focus. */
void taper_heat_map_show_layer (TaperHeatMap *self, guint layer);

/* @ghost (nullable): another result whose values are shown inside of this one's. */
void taper_heat_map_set_ghost (TaperHeatMap *self, TaperSnapshot *ghost);
/* The pinned cell; @layer may be L: the whole model. */
gboolean taper_heat_map_get_selected (TaperHeatMap *self, guint *layer, guint *basis);
void taper_heat_map_select (TaperHeatMap *self, guint layer, guint basis);

/* The map as it is shown, in light colours, at @scale pixels for each of its own. */
GdkTexture *taper_heat_map_create_texture (TaperHeatMap *self, double scale);
/* (nullable) (transfer none) */
const TaperMix *taper_heat_map_get_mix (TaperHeatMap *self);

G_END_DECLS
