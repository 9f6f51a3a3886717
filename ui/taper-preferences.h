/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes what is set true for the whole process, now and whenever it changes: colours, motion,
 * threads. What concerns a window is bound by the window. Lives as long as @settings. */
void taper_preferences_apply (GSettings *settings);

/* The window of preferences: each takes effect at once and can be reset by itself. */
void taper_preferences_present (GtkApplication *application, GSettings *settings);

G_END_DECLS
