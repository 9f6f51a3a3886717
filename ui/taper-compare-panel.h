/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperComparePanel:
 *
 * Below the map: pin a task as A, and move between two models.
 */
#define TAPER_TYPE_COMPARE_PANEL (taper_compare_panel_get_type ())
G_DECLARE_FINAL_TYPE (TaperComparePanel, taper_compare_panel, TAPER, COMPARE_PANEL, GtkWidget)

/* Once; referenced. */
void taper_compare_panel_set_document (TaperComparePanel *self, TaperDocument *document);

G_END_DECLS
