/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperAccel: keys of an action of the application or of a window, in GTK's notation.
 * @late: bound by the window, after the focused widget had its turn: while one types they belong to
 *   the text
 */
typedef struct {
  const char *action;
  const char *const accels[3];
  gboolean late;
} TaperAccel;

/* All of them; ui/shortcuts.ui tells people, and a test that it tells each. */
const TaperAccel *taper_accels_get (guint *n);

G_END_DECLS
