/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/taper-loss.h"

#include <math.h>
#include <string.h>

/* log softmax of the allowed classes of one lane at temperature @t, into @out (n_allowed). */
static void
log_softmax (const TaperLoss *self, const float *values, guint lane, double t, double *out)
{
  double top = -INFINITY, sum = 0;

  for (guint i = 0; i < self->n_allowed; i++)
    {
      out[i] = (double) values[(gsize) self->allowed[i] * TAPER_LANES + lane] / t;
      top = MAX (top, out[i]);
    }
  for (guint i = 0; i < self->n_allowed; i++)
    sum += exp (out[i] - top);
  for (guint i = 0; i < self->n_allowed; i++)
    out[i] -= top + log (sum);
}

static double
cross_entropy (const TaperLoss *self, const double *log_p, guint label, double scale,
               double *gradient)
{
  double loss = 0, floor = self->smoothing / self->n_allowed;

  for (guint i = 0; i < self->n_allowed; i++)
    {
      double target = floor + (self->allowed[i] == label ? 1.0 - self->smoothing : 0.0);

      loss -= target * log_p[i];
      gradient[i] += scale * (exp (log_p[i]) - target);
    }
  return loss;
}

static double
distillation (const TaperLoss *self, const double *log_q, const double *log_p, double scale,
              double *gradient)
{
  double loss = 0, t = self->temperature;

  for (guint i = 0; i < self->n_allowed; i++)
    {
      double p = exp (log_p[i]);

      if (p > 0)
        loss += p * (log_p[i] - log_q[i]);
      /* d/dlogit of T^2 KL: T^2 (q - p) / T */
      gradient[i] += scale * t * (exp (log_q[i]) - p);
    }
  return loss * t * t;
}

static gboolean
is_correct (const TaperLoss *self, const double *log_p, guint label)
{
  guint best = 0;

  for (guint i = 1; i < self->n_allowed; i++)
    if (log_p[i] > log_p[best])
      best = i;
  return self->n_allowed > 0 && self->allowed[best] == label;
}

double
taper_loss_block (const TaperLoss *self, guint n_classes, const float *logits, const guint *labels,
                  const float *teacher, guint n, double scale, float *gradient, guint *correct)
{
  g_autofree double *work = g_new (double, (gsize) self->n_allowed * 3);
  double *log_p = work, *log_t = work + self->n_allowed, *g = log_t + self->n_allowed;
  double w = self->teacher_weight, sum = 0;

  if (gradient != NULL)
    memset (gradient, 0, (gsize) n_classes * TAPER_LANES * sizeof (float));
  for (guint lane = 0; lane < n; lane++)
    {
      memset (g, 0, self->n_allowed * sizeof (double));
      log_softmax (self, logits, lane, 1, log_p);
      sum += (1 - w) * cross_entropy (self, log_p, labels[lane], (1 - w) * scale, g);
      if (correct != NULL)
        *correct += is_correct (self, log_p, labels[lane]);
      if (w > 0)
        {
          log_softmax (self, logits, lane, self->temperature, log_p);
          log_softmax (self, teacher, lane, self->temperature, log_t);
          sum += w * distillation (self, log_p, log_t, w * scale, g);
        }
      if (gradient != NULL)
        for (guint i = 0; i < self->n_allowed; i++)
          gradient[(gsize) self->allowed[i] * TAPER_LANES + lane] = (float) g[i];
    }
  return sum;
}
