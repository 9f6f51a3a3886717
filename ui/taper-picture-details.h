/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A texture of the image's pixels; (transfer full) */
GdkTexture *taper_image_to_texture (TaperImage *image);

/**
 * taper_picture_details_new:
 * @picture: a ready one
 * @snapshot: (nullable): the answers shown
 *
 * What the model sees, where it came from, and the five best answers of each lane.
 *
 * Returns: (transfer floating): a popover
 */
GtkWidget *taper_picture_details_new (TaperPicture *picture, TaperSnapshot *snapshot);

G_END_DECLS
