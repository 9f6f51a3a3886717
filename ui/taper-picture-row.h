/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperPictureRow:
 *
 * One picture of the list: what it is, and what the three lanes answer. Recycled by the list.
 *
 * Signal "remove": the person asked for the picture to go.
 */
#define TAPER_TYPE_PICTURE_ROW (taper_picture_row_get_type ())
G_DECLARE_FINAL_TYPE (TaperPictureRow, taper_picture_row, TAPER, PICTURE_ROW, GtkWidget)

GtkWidget *taper_picture_row_new (TaperDocument *document);
/* @picture (nullable): referenced; the row follows it and the document's snapshot. */
void taper_picture_row_set_picture (TaperPictureRow *self, TaperPicture *picture);
TaperPicture *taper_picture_row_get_picture (TaperPictureRow *self); /* nullable, transfer none */

G_END_DECLS
