/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperStatusBar:
 *
 * The bottom of the window: what the last result cost, measured on this machine.
 */
#define TAPER_TYPE_STATUS_BAR (taper_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (TaperStatusBar, taper_status_bar, TAPER, STATUS_BAR, GtkWidget)

GtkWidget *taper_status_bar_new (void);

/* @document (nullable): referenced; what it shows follows the document's properties. */
void taper_status_bar_set_document (TaperStatusBar *self, TaperDocument *document);

G_END_DECLS
