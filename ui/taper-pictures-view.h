/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperPicturesView:
 *
 * The pictures, each with its three answers: a list of rows beside the mix, or, "browsing"
 * (boolean), a grid of many with all the room.
 */
#define TAPER_TYPE_PICTURES_VIEW (taper_pictures_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperPicturesView, taper_pictures_view, TAPER, PICTURES_VIEW, GtkWidget)

GtkWidget *taper_pictures_view_new (void);

/* @document (nullable): referenced; what it shows follows the document's properties. */
void taper_pictures_view_set_document (TaperPicturesView *self, TaperDocument *document);
void taper_pictures_view_set_browsing (TaperPicturesView *self, gboolean browsing);

G_END_DECLS
