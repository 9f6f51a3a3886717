/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"

G_BEGIN_DECLS

/**
 * taper_cli_load_pictures:
 * @data: labelled pictures, as --data names them
 * @mappings: (nullable): see taper_cli_map_labels()
 * @problems: (out) (optional) (transfer full): what was left out, one line each, besides pictures
 *   that cannot be read; all of it has been said on standard error
 *
 * Returns: (transfer full) (nullable): %NULL after saying why on standard error, also when there is
 *   nothing to count
 */
TaperPictureSet *taper_cli_load_pictures (const char *data, TaperBundle *bundle, char **mappings,
                                          GStrv *problems);

/* (transfer full): answers kept in the user's cache folder, at most 512 MB */
TaperLogitCache *taper_cli_open_cache (void);

/**
 * taper_cli_parse_sizes:
 * @text: "5,10,20"
 *
 * Returns: (element-type guint) (transfer full) (nullable): numbers of classes from 2 to
 *   @n_classes; %NULL after saying why on standard error
 */
GArray *taper_cli_parse_sizes (const char *text, guint n_classes);

G_END_DECLS
