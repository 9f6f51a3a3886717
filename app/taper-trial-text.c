/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/taper-trial-text.h"

#include <glib/gi18n-lib.h>

const char *
taper_trial_text_method (TaperMethod method)
{
  switch (method)
    {
    case TAPER_METHOD_GENERIC:
      return _ ("Generic, all classes");
    case TAPER_METHOD_SELECTION:
      return _ ("Class selection");
    case TAPER_METHOD_PERSONALIZED:
      return _ ("Personalized");
    case TAPER_METHOD_UNIFORM:
      return _ ("Uniform mix");
    case TAPER_METHOD_OTHER:
      return _ ("Another task’s description");
    case TAPER_N_METHODS:
      break;
    }
  g_return_val_if_reached ("");
}

static double
percent (guint correct, guint n)
{
  return 100.0 * correct / MAX (n, 1);
}

char *
taper_trial_text_verdict (const TaperTrialSummary *summary)
{
  const TaperPaired *paired = &summary->paired;
  double first = percent (paired->first_correct, paired->n);
  double second = percent (paired->second_correct, paired->n);

  switch (paired->verdict)
    {
    case TAPER_VERDICT_NOTHING:
      return g_strdup (_ ("None of the pictures shows a class of this task"));
    case TAPER_VERDICT_SAME:
      return g_strdup_printf (
          ngettext ("No difference: personalized and class selection agree on the only picture",
                    "No difference: both are right on the same %u of %u pictures", paired->n),
          paired->first_correct, paired->n);
    case TAPER_VERDICT_TOO_FEW:
      /* Translators: two percentages */
      return g_strdup_printf (_ ("Not enough pictures to tell: personalized %.1f %%, class "
                                 "selection %.1f %%"),
                              second, first);
    case TAPER_VERDICT_BETTER:
      return g_strdup_printf (_ ("Personalized is better: %.1f %% against %.1f %% with class "
                                 "selection"),
                              second, first);
    case TAPER_VERDICT_WORSE:
      return g_strdup_printf (_ ("Personalized is worse: %.1f %% against %.1f %% with class "
                                 "selection"),
                              second, first);
    }
  g_return_val_if_reached (NULL);
}

char *
taper_trial_text_paired (const TaperTrialSummary *summary)
{
  const TaperPaired *paired = &summary->paired;

  if (paired->n == 0)
    return g_strdup (_ ("Tick classes that the pictures show, or choose other pictures."));
  /* Translators: difference and its interval in points, number of pictures, two counts, p value */
  return g_strdup_printf (_ ("%+.1f points, 95 %% interval %+.1f to %+.1f, on %u pictures. Right "
                             "only personalized: %u, only class selection: %u; exact McNemar "
                             "p = %.2g."),
                          100 * paired->difference, 100 * paired->interval.low,
                          100 * paired->interval.high, paired->n, paired->only_second,
                          paired->only_first, paired->p_value);
}

char *
taper_trial_text_refusal (const TaperTrialSummary *summary)
{
  const TaperRefusal *refusal = &summary->refusal;
  TaperInterval refused, missed;

  if (!refusal->valid)
    return g_strdup (_ ("A threshold needs at least two pictures of the task and two of other "
                        "classes."));
  refused = taper_interval_wilson (refusal->refused, refusal->inside);
  missed = taper_interval_wilson (refusal->missed, refusal->outside);
  /* Translators: a score, then twice: percentage, its interval, counts */
  return g_strdup_printf (
      _ ("“Not in this task” below a score of %.2f for the task’s classes together: refuses %.0f "
         "%% "
         "of the task’s own pictures (%.0f–%.0f, %u of %u) and misses %.0f %% of the others "
         "(%.0f–%.0f, %u of %u). The threshold is from every other picture, the rates from the "
         "rest."),
      refusal->threshold, percent (refusal->refused, refusal->inside), 100 * refused.low,
      100 * refused.high, refusal->refused, refusal->inside,
      percent (refusal->missed, refusal->outside), 100 * missed.low, 100 * missed.high,
      refusal->missed, refusal->outside);
}

char *
taper_trial_text_quality (const TaperTrialSummary *summary, TaperMethod method)
{
  const TaperScoreQuality *quality = &summary->quality[method - TAPER_METHOD_SELECTION];

  g_return_val_if_fail (method == TAPER_METHOD_SELECTION || method == TAPER_METHOD_PERSONALIZED,
                        NULL);
  if (quality->before.n == 0 || quality->n_fit == 0)
    return g_strdup (_ ("Too few pictures to compare scores with what is right."));
  /* Translators: two calibration errors, two Brier scores, a temperature, two counts */
  return g_strdup_printf (_ ("Calibration error %.3f → %.3f, Brier %.3f → %.3f with temperature "
                             "%.2f, fitted on %u pictures and measured on %u others"),
                          quality->before.ece, quality->after.ece, quality->before.brier,
                          quality->after.brier, quality->temperature, quality->n_fit,
                          quality->before.n);
}

char *
taper_trial_text_share (guint correct, guint n)
{
  TaperInterval interval = taper_interval_wilson (correct, n);

  if (n == 0)
    return g_strdup (_ ("no picture"));
  /* Translators: counts, percentage, its 95 % interval */
  return g_strdup_printf (_ ("%u of %u · %.0f %% (%.0f–%.0f)"), correct, n, percent (correct, n),
                          100 * interval.low, 100 * interval.high);
}
