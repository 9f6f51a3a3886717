/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * taper_data_dirs:
 *
 * The places of shipped data, best first: $TAPER_DATADIR, ../share/taper beside the program (so a
 * tree that was moved or unpacked elsewhere than it was built for finds its own), where it was to
 * be installed, and the source tree it was built from.
 *
 * Returns: (transfer full) (array zero-terminated=1): folders, which may not exist
 */
char **taper_data_dirs (void);

/* (transfer full) (nullable): the first file or folder @name below these places */
char *taper_data_find (const char *name);

G_END_DECLS
