/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * taper_locale_init:
 *
 * Takes the user's language and finds the translations: in $TAPER_LOCALEDIR, in the build folder
 * when run from there, in ../share/locale beside the program (so an installation may be moved), or
 * where the build was told to install them.
 */
void taper_locale_init (void);

G_END_DECLS
