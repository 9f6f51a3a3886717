/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Widest vector register and cache line: buffers begin on this many bytes. */
#define TAPER_ALIGNMENT 64

/**
 * taper_buffer_new:
 * @n_bytes: size; 0 is allowed
 *
 * Returns: (transfer full): zeroed memory that begins at a multiple of %TAPER_ALIGNMENT; free with
 *   taper_buffer_free(). Like g_malloc() it never returns %NULL, so check sizes from files first.
 */
gpointer taper_buffer_new (gsize n_bytes);
void taper_buffer_free (gpointer buffer);

/* n floats, zeroed, aligned. */
#define taper_buffer_new_floats(n) ((float *) taper_buffer_new ((gsize) (n) * sizeof (float)))

/* n rounded up to the next multiple of a power of two. */
#define taper_round_up(n, multiple) (((n) + (multiple) -1) & ~((gsize) (multiple) -1))

G_END_DECLS
