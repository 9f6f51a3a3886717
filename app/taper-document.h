/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-class-item.h"
#include "app/taper-engine.h"
#include "app/taper-mix-tools.h"

G_BEGIN_DECLS

/* By default; bounds the memory of previews (up to 0.3 MB each) and the time of an answer. */
#define TAPER_DOCUMENT_MAX_PICTURES 1000

/**
 * TaperDocument:
 *
 * The window's state and the only place it lives: bundle, task, pictures, with undo. Every change
 * goes through a call here, asks the engine for a new result and is bound to by widgets.
 *
 * Properties (all notified): "bundle" (pointer), "snapshot" (TaperSnapshot, the newest result, may
 * be NULL: none yet for this bundle), "n-ticked" (uint), "can-undo", "can-redo" (boolean),
 * "undo-label", "redo-label" (string, NULL if there is nothing: what would be undone, such as
 * "Tick “Lemon”"), "busy" (boolean: something is being loaded or computed), "max-pictures"
 * (uint, writable; those beyond it that are there stay).
 *
 * Signals:
 * "problem" (char *title, char *message): something failed and the state is what it was before;
 * "message" (char *text): something went as it should, in one sentence;
 * "removed" (uint n): pictures were removed, for a toast with Undo;
 * "story" (GFile): a story was among the added files, for who shows stories.
 */
#define TAPER_TYPE_DOCUMENT (taper_document_get_type ())
G_DECLARE_FINAL_TYPE (TaperDocument, taper_document, TAPER, DOCUMENT, GObject)

TaperDocument *taper_document_new (void);

/* --- bundle ---------------------------------------------------------------------------------- */
/* On failure the former bundle stays and "problem" is emitted. Ticks are carried over by class id.
 * The undo history starts anew. */
void taper_document_open_bundle (TaperDocument *self, GFile *file);
TaperBundle *taper_document_get_bundle (TaperDocument *self); /* nullable, transfer none */

/**
 * taper_document_open_demo: the shipped default bundle, two related groups ticked, six fitting
 * sample pictures. Found under the installed or the source data directory.
 */
void taper_document_open_demo (TaperDocument *self);
/* (transfer full): the directory with bundles/ and samples/; $TAPER_DATADIR wins */
char *taper_document_find_data_dir (void);

/* --- task ------------------------------------------------------------------------------------- */
/* (element-type TaperClassItem): the groups, their children are the classes. Same object for the
 * document's life; its items are replaced with the bundle. */
GListModel *taper_document_get_groups (TaperDocument *self);
TaperTask *taper_document_get_task (TaperDocument *self); /* transfer none; NULL without bundle */
guint taper_document_get_n_ticked (TaperDocument *self);
void taper_document_set_ticked (TaperDocument *self, guint class_index, gboolean ticked);
/* One undo step for all. */
void taper_document_set_many_ticked (TaperDocument *self, const guint *classes, guint n,
                                     gboolean ticked);
void taper_document_tick_none (TaperDocument *self);
void taper_document_tick_all (TaperDocument *self);
void taper_document_set_task (TaperDocument *self, TaperTask *task);

/* --- pictures ----------------------------------------------------------------------------------
 */
GListModel *taper_document_get_pictures (TaperDocument *self); /* (element-type TaperPicture) */
/* Files, whatever they are (what is no picture becomes a failed one that says why), and folders
 * (recursive, pictures by name only); bundles among the files are opened. One undo step. Folders
 * are walked off the main thread. What does not fit is reported by "problem". */
void taper_document_add_files (TaperDocument *self, GFile *const *files, guint n);
void taper_document_add_bytes (TaperDocument *self, const char *name, GBytes *bytes);
void taper_document_remove_picture (TaperDocument *self, guint position);
/* One undo step for all. */
void taper_document_remove_pictures (TaperDocument *self, TaperPicture *const *pictures, guint n);
void taper_document_remove_all_pictures (TaperDocument *self);
/* Removes those that are still loading; undo goes on with them. */
void taper_document_stop_loading (TaperDocument *self);
/* What these pictures show, in words; %NULL: not known. One undo step. Pictures found in
 * folders get the folder's name as their label. */
void taper_document_set_label (TaperDocument *self, TaperPicture *const *pictures, guint n,
                               const char *label);

/* --- scenes -------------------------------------------------------------------------------------
 */
/**
 * taper_document_show_scene:
 * @pictures: (element-type TaperPicture)
 * @labels: (element-type utf8): one for each of @pictures, may be %NULL
 * @label: of the undo step
 *
 * Task and pictures at once, and nothing set by hand. Scenes that follow each other are one undo
 * step, so that undo brings back what was there before the first.
 */
void taper_document_show_scene (TaperDocument *self, TaperTask *task, GPtrArray *pictures,
                                GPtrArray *labels, const char *label);

/* --- results -----------------------------------------------------------------------------------
 */
TaperSnapshot *taper_document_get_snapshot (TaperDocument *self); /* nullable, transfer none */
TaperEngine *taper_document_get_engine (TaperDocument *self);
/* Compare, edit, what if: transfer none; lives as long as the document. */
TaperMixTools *taper_document_get_mix_tools (TaperDocument *self);
gboolean taper_document_is_settled (TaperDocument *self); /* nothing loading, newest shown */

/* --- undo: 100 steps ----------------------------------------------------------------------------
 */
gboolean taper_document_undo (TaperDocument *self);
gboolean taper_document_redo (TaperDocument *self);

G_END_DECLS
