/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperBundleMenu:
 *
 * The button that names the bundle and the menu behind it: the shipped bundles and those opened
 * in this window (action win.bundle with the path), Open Bundle, About This Bundle.
 */
#define TAPER_TYPE_BUNDLE_MENU (taper_bundle_menu_get_type ())
G_DECLARE_FINAL_TYPE (TaperBundleMenu, taper_bundle_menu, TAPER, BUNDLE_MENU, GtkWidget)

GtkWidget *taper_bundle_menu_new (void);

/* Once; referenced. */
void taper_bundle_menu_set_document (TaperBundleMenu *self, TaperDocument *document);

G_END_DECLS
