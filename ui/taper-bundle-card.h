/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * taper_bundle_card_present:
 *
 * Shows the bundle's card: what it was made from and how, what it knows, what its maker measured,
 * what it cannot do, and which file it is.
 */
void taper_bundle_card_present (TaperBundle *bundle, GtkWindow *parent);

G_END_DECLS
