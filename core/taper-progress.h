/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperProgressFunc:
 * @done: steps finished, never fewer than before
 * @total: steps in all, the same in every call
 *
 * Called from the thread that does the work, between two steps.
 */
typedef void (*TaperProgressFunc) (guint done, guint total, gpointer data);

G_END_DECLS
