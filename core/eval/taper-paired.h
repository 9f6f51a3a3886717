/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/eval/taper-interval.h"

G_BEGIN_DECLS

/**
 * TaperVerdict:
 * @TAPER_VERDICT_NOTHING: no picture at all
 * @TAPER_VERDICT_SAME: both methods are right on the same pictures
 * @TAPER_VERDICT_TOO_FEW: not enough pictures to tell
 *
 * What a paired comparison says about the second method against the first.
 */
typedef enum {
  TAPER_VERDICT_NOTHING,
  TAPER_VERDICT_SAME,
  TAPER_VERDICT_TOO_FEW,
  TAPER_VERDICT_BETTER,
  TAPER_VERDICT_WORSE,
} TaperVerdict;

/**
 * TaperPaired: two methods on the same pictures.
 * @first_correct, @second_correct: right answers among @n
 * @only_first, @only_second: right there and wrong with the other
 * @difference: (second - first) / n, a share
 * @interval: of the difference, paired bootstrap
 * @p_value: exact McNemar
 * @verdict: better or worse only if the p value is below 0.05 and the interval does not hold 0
 */
typedef struct {
  guint n, first_correct, second_correct;
  guint only_first, only_second;
  double difference;
  TaperInterval interval;
  double p_value;
  TaperVerdict verdict;
} TaperPaired;

/* @first, @second: (n): non-zero where right */
void taper_paired_compare (TaperPaired *self, const guint8 *first, const guint8 *second, guint n,
                           guint64 seed);

/* A word for data files: "nothing", "same", "too-few", "better", "worse". */
const char *taper_verdict_to_string (TaperVerdict verdict);

G_END_DECLS
