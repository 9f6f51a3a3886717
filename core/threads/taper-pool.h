/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperPoolFunc:
 * @index: which of the @n items, each is called exactly once
 * @data: the caller's
 */
typedef void (*TaperPoolFunc) (guint index, gpointer data);

/* One fork-join pool per process; OpenBLAS is pinned to one thread inside it. */

/**
 * taper_pool_set_threads:
 * @n_threads: 1 or more; 0 = the number of physical cores
 *
 * May be called at any time from any thread; takes effect at the next taper_pool_run().
 */
void taper_pool_set_threads (guint n_threads);
guint taper_pool_get_threads (void);

/**
 * taper_pool_run:
 *
 * Calls @func for 0..@n-1, spread over the pool, and returns when all are done. The caller works
 * too. Items are handed out in an order that does not influence results: two calls never write the
 * same place. A call from inside an item, or while another thread uses the pool, runs serially on
 * the calling thread. Allocates nothing after the pool has started.
 */
void taper_pool_run (guint n, TaperPoolFunc func, gpointer data);

G_END_DECLS
