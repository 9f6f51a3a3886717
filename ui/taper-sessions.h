/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/taper-window.h"

G_BEGIN_DECLS

/**
 * TaperSessions: what the windows show, kept from one start to the next.
 *
 * Each window's state is on disk a moment after each change. A start restores all windows of the
 * last one, if the preference says so; after a crash it says that it did, or offers it: if
 * restoring was what crashed, nothing is restored unasked. A process beside another one keeps
 * nothing.
 */
typedef struct _TaperSessions TaperSessions;

TaperSessions *taper_sessions_new (GtkApplication *application, GSettings *settings);
void taper_sessions_free (TaperSessions *self);

/**
 * taper_sessions_start:
 * @restore: whether the last session may come back; else it is put aside
 *
 * Before the first window is made.
 *
 * Returns: whether windows were made
 */
gboolean taper_sessions_start (TaperSessions *self, gboolean restore);
/* From now on what the window shows is kept. */
void taper_sessions_keep (TaperSessions *self, TaperWindow *window);
/* All windows are about to be closed, and all of them are to come back. */
void taper_sessions_quit (TaperSessions *self);

G_END_DECLS
