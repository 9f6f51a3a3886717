/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <adwaita.h>

G_BEGIN_DECLS

/* Rows with the accuracies that the bundle's card states. @rows: (element-type GtkWidget): those
 * added, for taking them away again. */
void taper_train_results_add (AdwPreferencesGroup *group, TaperBundle *bundle, GPtrArray *rows);

G_END_DECLS
