/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture-tally.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperPictureCell:
 *
 * One picture among hundreds: its thumbnail and the three answers under it, drawn by one widget so
 * that a tick stays fast. A cell of a recycling grid.
 */
#define TAPER_TYPE_PICTURE_CELL (taper_picture_cell_get_type ())
G_DECLARE_FINAL_TYPE (TaperPictureCell, taper_picture_cell, TAPER, PICTURE_CELL, GtkWidget)

GtkWidget *taper_picture_cell_new (void);
/* @picture (nullable): %NULL when the cell shows none and may forget its thumbnail */
void taper_picture_cell_set_picture (TaperPictureCell *self, TaperPicture *picture);
/* @snapshot (nullable), @standing (nullable): of this picture; read now, not kept */
void taper_picture_cell_set_standing (TaperPictureCell *self, const TaperSnapshot *snapshot,
                                      const TaperPictureStanding *standing);

G_END_DECLS
