/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperPictureGrid:
 *
 * All pictures of a document at once: sorted and filtered, the lanes' right answers above them,
 * the selected ones beside them.
 */
#define TAPER_TYPE_PICTURE_GRID (taper_picture_grid_get_type ())
G_DECLARE_FINAL_TYPE (TaperPictureGrid, taper_picture_grid, TAPER, PICTURE_GRID, GtkWidget)

GtkWidget *taper_picture_grid_new (void);
/* @document (nullable): without one nothing is followed and nothing costs time */
void taper_picture_grid_set_document (TaperPictureGrid *self, TaperDocument *document);

G_END_DECLS
