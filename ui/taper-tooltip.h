/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For tooltips that change while the window is used: gtk_widget_set_tooltip_text() asks the display
 * where the pointer is and waits for the answer, each time. @text: (nullable) */
void taper_tooltip_set (GtkWidget *widget, const char *text);

G_END_DECLS
