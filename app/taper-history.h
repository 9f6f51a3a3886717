/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-mix-edit.h"
#include "app/taper-picture-labels.h"

G_BEGIN_DECLS

/**
 * TaperState: what undo goes back to: the task, the pictures, what they are known to show, and
 * what was set by hand in the mix. Immutable; the parts that did not change are shared between
 * states. Main thread only.
 * @task: (nullable): %NULL without a bundle
 * @pictures: (element-type TaperPicture)
 * @labels: (nullable): labels of pictures, of these and of some that other states hold
 * @edit: (nullable): layers of the mix that were set by hand
 */
typedef struct {
  TaperTask *task;
  GPtrArray *pictures;
  TaperPictureLabels *labels;
  TaperMixEdit *edit;
  int ref_count; /* private */
} TaperState;

TaperState *taper_state_new (TaperTask *task, GPtrArray *pictures, TaperPictureLabels *labels,
                             TaperMixEdit *edit);
TaperState *taper_state_ref (TaperState *self);
void taper_state_unref (TaperState *self);

/**
 * TaperHistory:
 *
 * The states the document has been in and which of them is the present one.
 */
typedef struct _TaperHistory TaperHistory;

/**
 * taper_history_new:
 * @present: the state to start from
 * @max_steps: what can be undone at most; older steps are forgotten
 * @max_pictures: pictures that only the history holds, at most: memory stays bounded when many are
 *   added and removed again and again. The last step can always be undone.
 */
TaperHistory *taper_history_new (TaperState *present, guint max_steps, guint max_pictures);
void taper_history_free (TaperHistory *self);

TaperState *taper_history_get_present (TaperHistory *self); /* transfer none */
/* Replaces the present and forgets all steps. */
void taper_history_reset (TaperHistory *self, TaperState *present);
/* A step from the present to @state, called @label; what was undone before is forgotten. */
void taper_history_push (TaperHistory *self, TaperState *state, const char *label);
/* Puts @state in the present one's place: the last step goes on, as a drag does. */
void taper_history_amend (TaperHistory *self, TaperState *state);
gboolean taper_history_undo (TaperHistory *self); /* FALSE: nothing to undo */
gboolean taper_history_redo (TaperHistory *self);
/* (nullable): label of the step that would be undone or redone */
const char *taper_history_get_undo_label (TaperHistory *self);
const char *taper_history_get_redo_label (TaperHistory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperState, taper_state_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperHistory, taper_history_free)

G_END_DECLS
