/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"

G_BEGIN_DECLS

/* What a trial says, in words with its numbers; the window and the command line say the same. All
 * translated and (transfer full). */

/* "Personalized is better: 82.1 % against 78.2 % with class selection", or "Not enough pictures to
 * tell: ...". */
char *taper_trial_text_verdict (const TaperTrialSummary *summary);
/* Difference, interval, discordant pictures, p value. */
char *taper_trial_text_paired (const TaperTrialSummary *summary);
/* Threshold and both error rates of "not in this task", or why there are none. */
char *taper_trial_text_refusal (const TaperTrialSummary *summary);
/* ECE, Brier and temperature of selection or personalized. */
char *taper_trial_text_quality (const TaperTrialSummary *summary, TaperMethod method);
/* "74 of 96 · 77 % (68–84)" */
char *taper_trial_text_share (guint correct, guint n);
/* (transfer none) */
const char *taper_trial_text_method (TaperMethod method);

G_END_DECLS
