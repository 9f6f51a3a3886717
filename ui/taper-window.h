/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TaperWindow:
 *
 * The window: classes, mix and pictures of one document side by side. It places the parts, owns
 * the actions and takes what is dropped or pasted; what is shown is the document's.
 */
#define TAPER_TYPE_WINDOW (taper_window_get_type ())
G_DECLARE_FINAL_TYPE (TaperWindow, taper_window, TAPER, WINDOW, AdwApplicationWindow)

TaperWindow *taper_window_new (GtkApplication *application);
TaperDocument *taper_window_get_document (TaperWindow *self);

/**
 * taper_window_open_files:
 * @files: bundles, pictures and folders
 * @with_bundle: open the shipped bundle first, so that pictures alone find one
 */
void taper_window_open_files (TaperWindow *self, GFile *const *files, guint n,
                              gboolean with_bundle);

/* Plain text; escaped here. */
void taper_window_show_toast (TaperWindow *self, const char *text);
/* A toast with a button that stays until it is answered. @action: in full, "app.x" */
void taper_window_offer (TaperWindow *self, const char *text, const char *button,
                         const char *action);

G_END_DECLS
