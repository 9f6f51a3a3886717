/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include "app/taper-session-file.h"

G_BEGIN_DECLS

/**
 * TaperKeeper:
 *
 * Writes down what a document shows a moment after each change, on another thread, so that a crash
 * loses nothing but that moment. Signal "kept": it is on disk (or could not be written).
 */
#define TAPER_TYPE_KEEPER (taper_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TaperKeeper, taper_keeper, TAPER, KEEPER, GObject)

/* How long after a change, in ms. */
#define TAPER_KEEPER_MOMENT 600

/* @dir, @slot: see taper_session_file_write(). Follows @document until it is let go. */
TaperKeeper *taper_keeper_new (TaperDocument *document, const char *dir, guint slot);
/* A change of the view is a change, too. */
void taper_keeper_set_view (TaperKeeper *self, const char *view);
/* Writes now what was not written yet, and waits for it. */
void taper_keeper_flush (TaperKeeper *self);
/* Writes nothing any more, and forgets what was written. */
void taper_keeper_forget (TaperKeeper *self);

typedef void (*TaperRestoredFunc) (TaperDocument *document, const GError *error, gpointer data);

/**
 * taper_document_restore_session:
 * @done: when the document shows it, or with what went wrong
 *
 * Finds the bundle (or takes what lies in its place) and restores all of @session.
 */
void taper_document_restore_session (TaperDocument *document, const TaperSessionFile *session,
                                     TaperRestoredFunc done, gpointer data);

G_END_DECLS
