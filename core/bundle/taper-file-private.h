/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperFileCheck:
 * @start: the first @n bytes of the file, 16 unless it has fewer
 *
 * Decides from a file's beginning and size whether the rest is worth reading.
 */
typedef gboolean (*TaperFileCheck) (const guint8 *start, gsize n, gsize file_size, GError **error);

/**
 * taper_file_read:
 *
 * Reads a regular file into memory. A pipe is refused, not waited for; a file that shrinks
 * meanwhile is an error, where touching a mapping of it would kill the process.
 *
 * Returns: (transfer full) (nullable): %NULL with %TAPER_ERROR_IO, _LIMIT, or what @check set
 */
GBytes *taper_file_read (const char *path, TaperFileCheck check, GError **error);

G_END_DECLS
