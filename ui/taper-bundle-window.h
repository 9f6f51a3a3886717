/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-bundle-library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * taper_bundle_window_present:
 * @parent: has the action "win.bundle", which opens what is chosen
 *
 * The library of bundles: size, place, last used, memory; remove from the list apart from moving to
 * the trash, both with undo.
 */
void taper_bundle_window_present (GtkWindow *parent, TaperBundleLibrary *library);

G_END_DECLS
