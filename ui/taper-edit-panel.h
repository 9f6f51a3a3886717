/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include "ui/taper-heat-map.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperEditPanel:
 *
 * Below the map: the coefficient of the selected cell, as a number to type.
 */
#define TAPER_TYPE_EDIT_PANEL (taper_edit_panel_get_type ())
G_DECLARE_FINAL_TYPE (TaperEditPanel, taper_edit_panel, TAPER, EDIT_PANEL, GtkWidget)

/* Once; referenced. The cell is the one that is pinned in @heat_map. */
void taper_edit_panel_set_document (TaperEditPanel *self, TaperDocument *document,
                                    TaperHeatMap *heat_map);

G_END_DECLS
