/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperWhatIfPanel:
 *
 * Below the map: what the class that is pointed at contributes, or one that is chosen here.
 */
#define TAPER_TYPE_WHAT_IF_PANEL (taper_what_if_panel_get_type ())
G_DECLARE_FINAL_TYPE (TaperWhatIfPanel, taper_what_if_panel, TAPER, WHAT_IF_PANEL, GtkWidget)

/* Once; referenced. */
void taper_what_if_panel_set_document (TaperWhatIfPanel *self, TaperDocument *document);

G_END_DECLS
