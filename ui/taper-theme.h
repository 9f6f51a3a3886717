/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-palette.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The palette for drawing on @widget: light or dark, contrast and colours of its theme. */
void taper_theme_get_palette (GtkWidget *widget, TaperPalette *palette);

G_END_DECLS
