/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/eval/taper-calibration.h"
#include "core/eval/taper-paired.h"
#include "core/eval/taper-refusal.h"
#include "core/eval/taper-trial.h"

G_BEGIN_DECLS

/* Right answers of each method among @n pictures. */
typedef struct {
  guint n;
  guint correct[TAPER_N_METHODS];
} TaperTally;

/**
 * TaperDisagreement: a picture that selection and personalized answer differently.
 * @picture: among the summary's pictures
 * @gain: -1: personalized loses it; 1: it wins it; 0: both are wrong
 * @margin: how far the loser of the two preferred its answer to the right one, in score (0..1);
 *   the personalized model's when both are wrong
 */
typedef struct {
  guint picture;
  int gain;
  double margin;
} TaperDisagreement;

/**
 * TaperScoreQuality: one method's scores, as they are and with the temperature fitted to every
 * other picture; both measured on the remaining ones.
 */
typedef struct {
  guint n_fit;
  double temperature;
  TaperCalibration before, after;
} TaperScoreQuality;

/**
 * TaperTrialSummary: everything that is said of a trial. Immutable, atomically reference counted.
 * @pictures: (n): as in the trial
 * @tally: over the pictures of the task
 * @by_class: (m)
 * @paired: class selection first, personalized second
 * @chance: accuracy of guessing; @majority: of always naming the most frequent class, which is
 *   @majority_class
 * @confusion: for generic, selection and personalized (m, m + 1): counts by label and answer; the
 *   last column holds answers outside of the task
 * @disagreements: (n_disagreements): losses first, then both wrong, then wins; largest margin first
 * @quality: for selection and personalized, by TaperMethod - TAPER_METHOD_SELECTION
 */
typedef struct {
  TaperBundle *bundle;
  TaperTask *task, *other;
  guint m, n;
  const guint *classes;
  TaperTrialPicture *pictures;
  guint n_all, generic_all, n_copies;
  TaperTally tally;
  TaperTally *by_class;
  TaperPaired paired;
  double chance, majority;
  guint majority_class;
  guint *confusion[3];
  guint n_disagreements;
  TaperDisagreement *disagreements;
  TaperScoreQuality quality[2];
  TaperRefusal refusal;
} TaperTrialSummary;

TaperTrialSummary *taper_trial_summarize (const TaperTrial *trial, guint64 seed);
TaperTrialSummary *taper_trial_summary_ref (TaperTrialSummary *self);
void taper_trial_summary_unref (TaperTrialSummary *self);

/* @method: generic, selection or personalized; @label below m, @answer up to m */
guint taper_trial_summary_get_confusion (const TaperTrialSummary *self, TaperMethod method,
                                         guint label, guint answer);
/* (element-type guint) (transfer full): the pictures behind a cell of the confusion matrix */
GArray *taper_trial_summary_find (const TaperTrialSummary *self, TaperMethod method, guint label,
                                  guint answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrialSummary, taper_trial_summary_unref)

G_END_DECLS
