/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"

G_BEGIN_DECLS

/**
 * TaperChangedAnswer: a picture that the other model answers differently.
 * @before, @after: class indices, -1: no answer
 */
typedef struct {
  guint64 picture;
  int before, after;
} TaperChangedAnswer;

/**
 * TaperWhatIf: what one class more or less does: computed, not guessed.
 * @class_index: the class
 * @without: it was ticked: this is the task without it
 * @snapshot: the other task's result; it belongs to the result @before it was asked beside
 * @changed: (element-type TaperChangedAnswer): pictures whose personalized answer changes
 * @layer, @basis: the cell that moves most
 */
typedef struct {
  guint class_index;
  gboolean without;
  TaperSnapshot *snapshot;
  GArray *changed;
  guint layer, basis;
  float from, to;
  int ref_count; /* private */
} TaperWhatIf;

#define TAPER_TYPE_WHAT_IF (taper_what_if_get_type ())
GType taper_what_if_get_type (void);

/* (nullable): %NULL when the two do not belong to the same bundle or do not differ in
 * @class_index. */
TaperWhatIf *taper_what_if_new (guint class_index, TaperSnapshot *before, TaperSnapshot *after);
TaperWhatIf *taper_what_if_ref (TaperWhatIf *self);
void taper_what_if_unref (TaperWhatIf *self);

/* "Without “Lemon”, 2 of 6 answers change; most moves “Apple” in head: 0.42 → 0.12." */
char *taper_what_if_describe (const TaperWhatIf *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperWhatIf, taper_what_if_unref)

G_END_DECLS
