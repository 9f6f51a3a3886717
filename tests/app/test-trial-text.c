/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-trial-text.h"

#include <string.h>

static void
check (char *text, const char *expected)
{
  if (strstr (text, expected) == NULL)
    g_error ("“%s” is not in “%s”", expected, text);
  g_free (text);
}

static void
test_verdicts (void)
{
  guint8 first[200] = { 0 }, second[200] = { 0 };
  TaperTrialSummary summary = { 0 };

  check (taper_trial_text_verdict (&summary), "None of the pictures");
  check (taper_trial_text_paired (&summary), "Tick classes");
  taper_paired_compare (&summary.paired, first, second, 200, 1);
  check (taper_trial_text_verdict (&summary), "same 0 of 200 pictures");
  second[0] = 1;
  taper_paired_compare (&summary.paired, first, second, 200, 1);
  check (taper_trial_text_verdict (&summary), "Not enough pictures to tell");
  memset (second, 1, 50);
  taper_paired_compare (&summary.paired, first, second, 200, 1);
  check (taper_trial_text_verdict (&summary), "better: 25.0 % against 0.0 %");
  check (taper_trial_text_paired (&summary), "+25.0 points");
  check (taper_trial_text_paired (&summary), "only personalized: 50, only class selection: 0");
  taper_paired_compare (&summary.paired, second, first, 200, 1);
  check (taper_trial_text_verdict (&summary), "worse: 0.0 % against 25.0 %");
}

static void
test_numbers (void)
{
  TaperTrialSummary summary = { .refusal = { TRUE, 0.25, 100, 10, 200, 30 } };

  check (taper_trial_text_refusal (&summary), "below a score of 0.25");
  check (taper_trial_text_refusal (&summary), "10 of 100");
  check (taper_trial_text_refusal (&summary), "30 of 200");
  summary.refusal.valid = FALSE;
  check (taper_trial_text_refusal (&summary), "at least two pictures");
  check (taper_trial_text_quality (&summary, TAPER_METHOD_PERSONALIZED), "Too few");
  summary.quality[1].n_fit = 4;
  summary.quality[1].before.n = 5;
  summary.quality[1].temperature = 1.5;
  check (taper_trial_text_quality (&summary, TAPER_METHOD_PERSONALIZED), "temperature 1.50");
  check (taper_trial_text_share (0, 0), "no picture");
  check (taper_trial_text_share (3, 10), "3 of 10 · 30 % (11–60)");
  for (guint method = 0; method < TAPER_N_METHODS; method++)
    g_assert_cmpuint (strlen (taper_trial_text_method (method)), >, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trial-text/verdicts", test_verdicts);
  g_test_add_func ("/trial-text/numbers", test_numbers);
  return g_test_run ();
}
