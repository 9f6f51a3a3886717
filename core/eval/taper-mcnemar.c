/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-mcnemar.h"

#include <math.h>

double
taper_mcnemar_exact (guint only_a, guint only_b)
{
  guint n = only_a + only_b, fewer = MIN (only_a, only_b);
  double sum = 0;

  for (guint k = 0; k <= fewer; k++)
    sum += exp (lgamma (n + 1.0) - lgamma (k + 1.0) - lgamma (n - k + 1.0) - n * G_LN2);
  return MIN (2 * sum, 1);
}
