/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"
#include "app/taper-snapshot.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperPictureRow:
 *
 * One picture with its three answers on one axis; unfolded, also what the network sees of it.
 * Made to be recycled by a list.
 *
 * Action: "picture.remove", also on Delete. Signal "remove" (TaperPictureRow *): it was activated.
 */
#define TAPER_TYPE_PICTURE_ROW (taper_picture_row_get_type ())
G_DECLARE_FINAL_TYPE (TaperPictureRow, taper_picture_row, TAPER, PICTURE_ROW, GtkWidget)

GtkWidget *taper_picture_row_new (void);

/* @picture (nullable): followed until the next call */
void taper_picture_row_set_picture (TaperPictureRow *self, TaperPicture *picture);
/* @snapshot (nullable) */
void taper_picture_row_set_snapshot (TaperPictureRow *self, TaperSnapshot *snapshot);
TaperPicture *taper_picture_row_get_picture (TaperPictureRow *self);

G_END_DECLS
