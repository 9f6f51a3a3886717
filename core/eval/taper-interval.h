/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An interval of 95 % confidence. */
typedef struct {
  double low, high;
} TaperInterval;

/**
 * taper_interval_wilson:
 * @n: 0 gives 0..1: nothing is known
 *
 * The interval of a proportion of @successes among @n (E. B. Wilson, "Probable inference, the law
 * of succession, and statistical inference", JASA 22, 1927), without continuity correction.
 */
TaperInterval taper_interval_wilson (guint successes, guint n);

/**
 * taper_interval_bootstrap:
 * @values: (n)
 * @rounds: resamples, e.g. %TAPER_BOOTSTRAP_ROUNDS
 *
 * The percentile interval of the mean of @values: @rounds means of @n values drawn with
 * replacement, their 2.5 % and 97.5 % points (linear interpolation). Given the paired differences
 * of two methods it is the paired bootstrap of their difference. Same seed, same interval. With
 * @n = 0 both ends are 0; with one value, that value.
 */
TaperInterval taper_interval_bootstrap (const double *values, guint n, guint rounds, guint64 seed);

#define TAPER_BOOTSTRAP_ROUNDS 2000

G_END_DECLS
