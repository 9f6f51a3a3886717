/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-interval.h"

#include "core/data/taper-random.h"

#include <math.h>
#include <stdlib.h>

/* The 97.5 % point of the normal distribution. */
#define Z 1.959963984540054

#define STREAM 0xb0075

TaperInterval
taper_interval_wilson (guint successes, guint n)
{
  double p, denominator, middle, half;

  if (n == 0)
    return (TaperInterval){ 0, 1 };
  p = (double) MIN (successes, n) / n;
  denominator = 1 + Z * Z / n;
  middle = (p + Z * Z / (2.0 * n)) / denominator;
  half = Z * sqrt (p * (1 - p) / n + Z * Z / (4.0 * n * n)) / denominator;
  return (TaperInterval){ p == 0 ? 0 : MAX (middle - half, 0),
                          p == 1 ? 1 : MIN (middle + half, 1) };
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* @sorted: (n), ascending, n > 0 */
static double
quantile (const double *sorted, guint n, double q)
{
  double place = q * (n - 1);
  guint below = (guint) place;

  if (below + 1 >= n)
    return sorted[n - 1];
  return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
}

TaperInterval
taper_interval_bootstrap (const double *values, guint n, guint rounds, guint64 seed)
{
  g_autofree double *means = g_new (double, MAX (rounds, 1));

  if (n == 0 || rounds == 0)
    return (TaperInterval){ 0, 0 };
  for (guint round = 0; round < rounds; round++)
    {
      TaperRandom random = taper_random_stream (seed, STREAM, round);
      double sum = 0;

      for (guint i = 0; i < n; i++)
        sum += values[taper_random_below (&random, n)];
      means[round] = sum / n;
    }
  qsort (means, rounds, sizeof (double), compare_doubles);
  return (TaperInterval){ quantile (means, rounds, 0.025), quantile (means, rounds, 0.975) };
}
