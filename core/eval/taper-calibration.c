/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-calibration.h"

#include <math.h>

#define COLDEST 0.05
#define HOTTEST 20.0

/* log sum_c exp (logits_c / T) */
static double
log_sum (const float *logits, guint n_classes, double temperature)
{
  double largest = logits[0], sum = 0;

  for (guint c = 1; c < n_classes; c++)
    largest = MAX (largest, logits[c]);
  for (guint c = 0; c < n_classes; c++)
    sum += exp ((logits[c] - largest) / temperature);
  return largest / temperature + log (sum);
}

static void
add_answer (TaperCalibration *self, const float *logits, guint n_classes, guint right,
            double temperature)
{
  double norm = log_sum (logits, n_classes, temperature), top, squares = 0;
  guint best = 0, bin;

  for (guint c = 0; c < n_classes; c++)
    {
      double p = exp (logits[c] / temperature - norm);

      if (logits[c] > logits[best])
        best = c;
      squares += (p - (c == right)) * (p - (c == right));
    }
  top = exp (logits[best] / temperature - norm);
  bin = MIN ((guint) (top * TAPER_RELIABILITY_BINS), TAPER_RELIABILITY_BINS - 1);
  self->bins[bin].n++;
  self->bins[bin].correct += best == right;
  self->bins[bin].mean_score += top;
  self->brier += squares;
  self->nll += norm - logits[right] / temperature;
  self->n++;
}

void
taper_calibration_measure (TaperCalibration *self, const float *logits, guint n_classes,
                           const guint *right, const guint *indices, guint n_indices,
                           double temperature)
{
  *self = (TaperCalibration){ 0 };
  for (guint i = 0; i < n_indices && n_classes > 0; i++)
    {
      guint row = indices != NULL ? indices[i] : i;

      add_answer (self, logits + (gsize) row * n_classes, n_classes, right[row], temperature);
    }
  if (self->n == 0)
    return;
  self->brier /= self->n;
  self->nll /= self->n;
  for (guint b = 0; b < TAPER_RELIABILITY_BINS; b++)
    {
      TaperReliabilityBin *bin = &self->bins[b];

      if (bin->n == 0)
        continue;
      self->ece += fabs (bin->correct - bin->mean_score) / self->n;
      bin->mean_score /= bin->n;
    }
}

typedef struct {
  const float *logits;
  guint n_classes;
  const guint *right, *indices;
  guint n;
} Fit;

static double
mean_nll (const Fit *fit, double inverse)
{
  double sum = 0;

  for (guint i = 0; i < fit->n; i++)
    {
      guint row = fit->indices != NULL ? fit->indices[i] : i;
      const float *logits = fit->logits + (gsize) row * fit->n_classes;

      sum += log_sum (logits, fit->n_classes, 1 / inverse) - logits[fit->right[row]] * inverse;
    }
  return sum / fit->n;
}

double
taper_calibration_fit_temperature (const float *logits, guint n_classes, const guint *right,
                                   const guint *indices, guint n_indices)
{
  const double golden = (sqrt (5) - 1) / 2;
  Fit fit = { logits, n_classes, right, indices, n_indices };
  double low = log (1 / HOTTEST), high = log (1 / COLDEST), a, b, at_a, at_b;

  if (n_indices == 0 || n_classes < 2)
    return 1;
  a = high - golden * (high - low);
  b = low + golden * (high - low);
  at_a = mean_nll (&fit, exp (a));
  at_b = mean_nll (&fit, exp (b));
  while (high - low > 1e-6)
    if (at_a <= at_b)
      {
        high = b;
        b = a;
        at_b = at_a;
        a = high - golden * (high - low);
        at_a = mean_nll (&fit, exp (a));
      }
    else
      {
        low = a;
        a = b;
        at_a = at_b;
        b = low + golden * (high - low);
        at_b = mean_nll (&fit, exp (b));
      }
  return exp (-(low + high) / 2);
}
