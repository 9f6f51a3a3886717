/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (nullable) (transfer none): of the picture's preview; made once and kept with the picture.
 * %NULL until it is ready. */
GdkTexture *taper_picture_texture_get_preview (TaperPicture *picture);

/**
 * taper_picture_texture_get_input: the network's input, each of its pixels a square of
 * @factor x @factor, so that it stays crisp where a texture scaled up would be smoothed.
 * (nullable) (transfer full)
 */
GdkTexture *taper_picture_texture_create_input (TaperPicture *picture, guint factor);

/* @image scaled and cut to fill @width x @height pixels; for drawing with Cairo. (transfer full) */
cairo_surface_t *taper_picture_texture_create_cover (TaperImage *image, guint width, guint height);

G_END_DECLS
