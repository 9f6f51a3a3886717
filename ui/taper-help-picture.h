/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAPER_TYPE_HELP_PICTURE (taper_help_picture_get_type ())
G_DECLARE_FINAL_TYPE (TaperHelpPicture, taper_help_picture, TAPER, HELP_PICTURE, GtkWidget)

/**
 * TaperHelpPicture: one step of the method as a small drawing without words.
 * @step: property; 0 = the ticks, 1 = the mixer's table, 2 = the blend, 3 = the one model, 4 = the
 *   three answers
 */

G_END_DECLS
