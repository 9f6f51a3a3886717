/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TAPER_TYPE_HELP_WINDOW (taper_help_window_get_type ())
G_DECLARE_FINAL_TYPE (TaperHelpWindow, taper_help_window, TAPER, HELP_WINDOW, AdwWindow)

/* The one window that explains the method, the answers and the keys, in words and small pictures.
 */
void taper_help_window_present (GtkApplication *application);

G_END_DECLS
