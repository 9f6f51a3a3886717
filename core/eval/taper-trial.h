/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/eval/taper-predictor.h"

G_BEGIN_DECLS

/**
 * TaperMethod: who answers the pictures of a trial.
 * @TAPER_METHOD_GENERIC: the generic model, all classes allowed
 * @TAPER_METHOD_SELECTION: the generic model, only the task's classes allowed
 * @TAPER_METHOD_PERSONALIZED: the network blended for the task; the same masking
 * @TAPER_METHOD_UNIFORM: all bases in equal parts; the same masking
 * @TAPER_METHOD_OTHER: the network blended for another task's description; the same masking
 */
typedef enum {
  TAPER_METHOD_GENERIC,
  TAPER_METHOD_SELECTION,
  TAPER_METHOD_PERSONALIZED,
  TAPER_METHOD_UNIFORM,
  TAPER_METHOD_OTHER,
  TAPER_N_METHODS
} TaperMethod;

/**
 * TaperTrialPicture: a picture whose label is in the task.
 * @item: the caller's number
 * @truth: place of its label in the task's classes
 * @answers: class of each method's answer
 */
typedef struct {
  guint item;
  guint truth;
  guint answers[TAPER_N_METHODS];
} TaperTrialPicture;

/**
 * TaperTrial: one task over pictures that arrive in parts, answered by all methods.
 * @m, @classes: of the task, ascending
 * @other: whose description %TAPER_METHOD_OTHER got: as many classes, none of the task's if there
 *   are enough
 * @pictures: TaperTrialPicture, (n)
 * @selection, @personalized: float, (n, m): logits of the task's classes
 * @inside, @outside: float: which share of its score the generic gives to the task's classes, for
 *   pictures of the task and for the others
 * @n_all, @generic_all: pictures of any class, and right answers of the generic among them
 * @n_copies: pictures of the task whose pixels are those of an earlier one
 */
typedef struct {
  TaperBundle *bundle;
  TaperTask *task, *other;
  guint m;
  const guint *classes;
  GArray *pictures;
  GArray *selection, *personalized;
  GArray *inside, *outside;
  guint n_all, generic_all, n_copies;
  /*< private >*/
  TaperParameters *blends[TAPER_N_METHODS]; /* NULL: the generic */
  GHashTable *seen;
} TaperTrial;

/* @seed: of the other task */
TaperTrial *taper_trial_new (TaperBundle *bundle, TaperTask *task, guint64 seed);
void taper_trial_free (TaperTrial *self);

/**
 * taper_trial_add:
 * @predictor: of the same bundle, over the pictures to add
 * @items: (nullable): the caller's numbers of its pictures; %NULL: their indices
 *
 * Returns: %FALSE when cancelled; then nothing of this part is added
 */
gboolean taper_trial_add (TaperTrial *self, TaperPredictor *predictor, const guint *items,
                          TaperProgressFunc progress, gpointer progress_data,
                          GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrial, taper_trial_free)

G_END_DECLS
