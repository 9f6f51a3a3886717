/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperAtlasView:
 *
 * Hundreds of sampled tasks as dots by their coefficients; a dot loads its task, the whole can be
 * saved as a PDF page.
 *
 * Signal "close": back to where it was opened from, also after a task was loaded.
 */
#define TAPER_TYPE_ATLAS_VIEW (taper_atlas_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperAtlasView, taper_atlas_view, TAPER, ATLAS_VIEW, GtkWidget)

void taper_atlas_view_set_document (TaperAtlasView *self, TaperDocument *document);
/* Lays the map out unless that of the document's bundle is there already. */
void taper_atlas_view_open (TaperAtlasView *self);

G_END_DECLS
