/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-training.h"
#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TaperTrainWindow:
 *
 * From a folder of pictures to a bundle. A window of its own, so that the other goes on working
 * meanwhile; closing it while it trains asks first. When the bundle is there it is opened, and if
 * the window is not in front a notification says so.
 *
 * Actions on the widget: "train.start", "train.continue", "train.pause" (and goes on),
 * "train.stop", "train.settings", "train.show".
 */
#define TAPER_TYPE_TRAIN_WINDOW (taper_train_window_get_type ())
G_DECLARE_FINAL_TYPE (TaperTrainWindow, taper_train_window, TAPER, TRAIN_WINDOW, AdwWindow)

/**
 * taper_train_window_present:
 * @bundle: (nullable): the open one, proposed to be started from
 *
 * There is one for the application: the one there is comes to the front.
 */
TaperTrainWindow *taper_train_window_present (GtkApplication *application, TaperBundle *bundle);

/* As if chosen by hand. */
void taper_train_window_set_folder (TaperTrainWindow *self, const char *path);

G_END_DECLS
