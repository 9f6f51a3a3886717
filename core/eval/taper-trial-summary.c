/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-trial-summary.h"

#include <math.h>
#include <stdlib.h>

/* --- counts ----------------------------------------------------------------------------------- */

static gboolean
is_right (const TaperTrialSummary *self, const TaperTrialPicture *picture, TaperMethod method)
{
  return picture->answers[method] == self->classes[picture->truth];
}

/* Place of an answer among the task's classes; m: outside. */
static guint
find_answer (const TaperTrialSummary *self, guint answer)
{
  for (guint j = 0; j < self->m; j++)
    if (self->classes[j] == answer)
      return j;
  return self->m;
}

static void
count (TaperTrialSummary *self)
{
  self->tally.n = self->n;
  self->by_class = g_new0 (TaperTally, MAX (self->m, 1));
  for (guint lane = 0; lane < G_N_ELEMENTS (self->confusion); lane++)
    self->confusion[lane] = g_new0 (guint, MAX ((gsize) self->m * (self->m + 1), 1));
  for (guint i = 0; i < self->n; i++)
    {
      const TaperTrialPicture *picture = &self->pictures[i];

      self->by_class[picture->truth].n++;
      for (guint method = 0; method < TAPER_N_METHODS; method++)
        {
          gboolean right = is_right (self, picture, method);

          self->tally.correct[method] += right;
          self->by_class[picture->truth].correct[method] += right;
          if (method < G_N_ELEMENTS (self->confusion))
            self->confusion[method][(gsize) picture->truth * (self->m + 1) +
                                    find_answer (self, picture->answers[method])]++;
        }
    }
  for (guint j = 0; j < self->m; j++)
    if (self->by_class[j].n > self->by_class[self->majority_class].n)
      self->majority_class = j;
  if (self->m > 0)
    self->chance = 1.0 / self->m;
  if (self->n > 0)
    self->majority = (double) self->by_class[self->majority_class].n / self->n;
}

static void
compare_pairs (TaperTrialSummary *self, guint64 seed)
{
  g_autofree guint8 *first = g_new (guint8, MAX (self->n, 1));
  g_autofree guint8 *second = g_new (guint8, MAX (self->n, 1));

  for (guint i = 0; i < self->n; i++)
    {
      first[i] = is_right (self, &self->pictures[i], TAPER_METHOD_SELECTION);
      second[i] = is_right (self, &self->pictures[i], TAPER_METHOD_PERSONALIZED);
    }
  taper_paired_compare (&self->paired, first, second, self->n, seed);
}

/* --- disagreements ---------------------------------------------------------------------------- */

/* score of class @a - score of class @b, softmax over (m). */
static double
get_margin (const float *logits, guint m, guint a, guint b)
{
  double largest = logits[0], sum = 0;

  for (guint j = 1; j < m; j++)
    largest = MAX (largest, logits[j]);
  for (guint j = 0; j < m; j++)
    sum += exp (logits[j] - largest);
  return (exp (logits[a] - largest) - exp (logits[b] - largest)) / sum;
}

static int
compare_disagreements (const void *a, const void *b)
{
  const TaperDisagreement *x = a, *y = b;

  if (x->gain != y->gain)
    return x->gain - y->gain;
  if (x->margin != y->margin)
    return x->margin < y->margin ? 1 : -1;
  return (x->picture > y->picture) - (x->picture < y->picture);
}

static void
find_disagreements (TaperTrialSummary *self, const TaperTrial *trial)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (TaperDisagreement));

  for (guint i = 0; i < self->n; i++)
    {
      const TaperTrialPicture *picture = &self->pictures[i];
      guint selection = picture->answers[TAPER_METHOD_SELECTION];
      guint personalized = picture->answers[TAPER_METHOD_PERSONALIZED];
      TaperDisagreement one = { i, 0, 0 };
      const float *logits;

      if (selection == personalized)
        continue;
      one.gain = is_right (self, picture, TAPER_METHOD_PERSONALIZED) -
                 is_right (self, picture, TAPER_METHOD_SELECTION);
      logits = &g_array_index (one.gain > 0 ? trial->selection : trial->personalized, float,
                               (gsize) i * self->m);
      one.margin =
          get_margin (logits, self->m, find_answer (self, one.gain > 0 ? selection : personalized),
                      picture->truth);
      g_array_append_val (found, one);
    }
  self->n_disagreements = found->len;
  if (found->len > 0)
    qsort (found->data, found->len, sizeof (TaperDisagreement), compare_disagreements);
  self->disagreements = (TaperDisagreement *) g_array_free (found, FALSE);
}

/* --- scores ----------------------------------------------------------------------------------- */

/* Every other picture of each class, so that both halves have all of them. */
static void
measure_quality (TaperTrialSummary *self, const TaperTrial *trial)
{
  g_autofree guint *truth = g_new (guint, MAX (self->n, 1));
  g_autofree guint *fitted = g_new (guint, MAX (self->n, 1));
  g_autofree guint *measured = g_new (guint, MAX (self->n, 1));
  guint *const halves[2] = { fitted, measured };
  g_autofree guint *n_seen = g_new0 (guint, MAX (self->m, 1));
  guint n[2] = { 0, 0 };

  for (guint i = 0; i < self->n; i++)
    {
      guint half;

      truth[i] = self->pictures[i].truth;
      half = n_seen[truth[i]]++ % 2;
      halves[half][n[half]++] = i;
    }
  for (guint lane = 0; lane < G_N_ELEMENTS (self->quality); lane++)
    {
      const float *logits =
          (const float *) (lane == 0 ? trial->selection : trial->personalized)->data;
      TaperScoreQuality *quality = &self->quality[lane];

      quality->n_fit = n[0];
      quality->temperature =
          taper_calibration_fit_temperature (logits, self->m, truth, halves[0], n[0]);
      taper_calibration_measure (&quality->before, logits, self->m, truth, halves[1], n[1], 1);
      taper_calibration_measure (&quality->after, logits, self->m, truth, halves[1], n[1],
                                 quality->temperature);
    }
}

/* --- object ----------------------------------------------------------------------------------- */

TaperTrialSummary *
taper_trial_summarize (const TaperTrial *trial, guint64 seed)
{
  TaperTrialSummary *self = g_atomic_rc_box_new0 (TaperTrialSummary);

  self->bundle = taper_bundle_ref (trial->bundle);
  self->task = taper_task_ref (trial->task);
  self->other = taper_task_ref (trial->other);
  self->classes = taper_task_get_selected (self->task, &self->m);
  self->n = trial->pictures->len;
  self->pictures = g_memdup2 (trial->pictures->data, (gsize) self->n * sizeof (TaperTrialPicture));
  self->n_all = trial->n_all;
  self->generic_all = trial->generic_all;
  self->n_copies = trial->n_copies;
  count (self);
  compare_pairs (self, seed);
  find_disagreements (self, trial);
  measure_quality (self, trial);
  taper_refusal_measure (&self->refusal, (const float *) trial->inside->data, trial->inside->len,
                         (const float *) trial->outside->data, trial->outside->len);
  return self;
}

TaperTrialSummary *
taper_trial_summary_ref (TaperTrialSummary *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TaperTrialSummary *self = data;

  taper_bundle_unref (self->bundle);
  taper_task_unref (self->task);
  taper_task_unref (self->other);
  g_free (self->pictures);
  g_free (self->by_class);
  for (guint lane = 0; lane < G_N_ELEMENTS (self->confusion); lane++)
    g_free (self->confusion[lane]);
  g_free (self->disagreements);
}

void
taper_trial_summary_unref (TaperTrialSummary *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

guint
taper_trial_summary_get_confusion (const TaperTrialSummary *self, TaperMethod method, guint label,
                                   guint answer)
{
  g_return_val_if_fail (method < G_N_ELEMENTS (self->confusion), 0);
  g_return_val_if_fail (label < self->m && answer <= self->m, 0);

  return self->confusion[method][(gsize) label * (self->m + 1) + answer];
}

GArray *
taper_trial_summary_find (const TaperTrialSummary *self, TaperMethod method, guint label,
                          guint answer)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->n; i++)
    if (self->pictures[i].truth == label &&
        find_answer (self, self->pictures[i].answers[method]) == answer)
      g_array_append_val (found, i);
  return found;
}
