/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * taper_batch_window_choose:
 * @snapshot: the models that are to answer; the task is not empty
 *
 * Asks for a folder of pictures and for a table to write, then answers them in a window of its own
 * with the progress, what could not be read and a way to stop and to go on.
 */
void taper_batch_window_choose (GtkWindow *parent, TaperSnapshot *snapshot);

/* The second half: what was chosen. */
void taper_batch_window_present (GtkWindow *parent, TaperSnapshot *snapshot, GFile *folder,
                                 GFile *table);

G_END_DECLS
