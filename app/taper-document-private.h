/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include "app/taper-history.h"

G_BEGIN_DECLS

/* For the document's own files. */

/* (transfer none): what undo steps start from */
TaperState *taper_document_get_state (TaperDocument *self);

/* Makes @state the present one, as an undo step called @label. */
void taper_document_commit (TaperDocument *self, TaperState *state, const char *label);

/* The same without a step of its own: the last step goes on. */
void taper_document_amend (TaperDocument *self, TaperState *state);

/* Asks for a new result soon. */
void taper_document_request (TaperDocument *self);

/**
 * taper_document_adopt_bundle:
 * @task: (nullable): %NULL carries the ticks over by class id
 * @pictures: (nullable) (element-type TaperPicture): %NULL keeps the present ones
 *
 * Replaces the bundle and forgets the history.
 */
void taper_document_adopt_bundle (TaperDocument *self, TaperBundle *bundle, TaperTask *task,
                                  GPtrArray *pictures);

guint taper_document_get_max_pictures (TaperDocument *self);

/* Emits "problem". */
void taper_document_report (TaperDocument *self, const char *title, const char *message);

/* Between them the document is busy. */
void taper_document_begin_work (TaperDocument *self);
void taper_document_end_work (TaperDocument *self);

G_END_DECLS
