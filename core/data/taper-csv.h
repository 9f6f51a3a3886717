/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * taper_csv_next:
 * @text: (inout): advanced behind the record that was read
 * @separator: ',', ';' or '\t'
 *
 * One record of RFC 4180: fields may be quoted, quotes inside are doubled, and a quoted field may
 * hold separators and line ends.
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): its fields without surrounding
 *   space; %NULL at the end
 */
char **taper_csv_next (const char **text, char separator);

/* The separator that the first line holds most of: tab, semicolon or comma. */
char taper_csv_guess_separator (const char *text);

G_END_DECLS
