/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): %NULL when the schema is not installed, as in a build that was
 * started by hand: everything works, nothing is remembered. */
GSettings *taper_settings_new (void);

G_END_DECLS
