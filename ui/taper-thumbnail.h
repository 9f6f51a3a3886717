/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperThumbnail:
 *
 * A picture file, small; read on another thread once it is shown.
 */
#define TAPER_TYPE_THUMBNAIL (taper_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (TaperThumbnail, taper_thumbnail, TAPER, THUMBNAIL, GtkWidget)

/* @side: in pixels; @name: of the picture, for those who do not see it */
GtkWidget *taper_thumbnail_new (const char *path, int side, const char *name);

G_END_DECLS
