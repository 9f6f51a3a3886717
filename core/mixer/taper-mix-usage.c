/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-mix-usage.h"

#include "core/mixer/taper-coverage.h"
#include "core/task/taper-random-task.h"

#include <math.h>
#include <string.h>

#define DEAD_SHARE 0.1

double
taper_entropy (const double *values, guint n)
{
  double sum = 0, entropy = 0;

  for (guint i = 0; i < n; i++)
    sum += MAX (values[i], 0);
  for (guint i = 0; i < n && sum > 0; i++)
    if (values[i] > 0)
      entropy -= values[i] / sum * log (values[i] / sum);
  return entropy;
}

void
taper_mix_get_shares (TaperNetwork *network, guint n_bases, const float *coefficients,
                      double *shares)
{
  double total = 0;

  memset (shares, 0, n_bases * sizeof *shares);
  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const double n_params = taper_network_get_layer (network, l)->n_params;

      total += n_params;
      for (guint k = 0; k < n_bases; k++)
        shares[k] += n_params * coefficients[(gsize) l * n_bases + k];
    }
  for (guint k = 0; k < n_bases; k++)
    shares[k] /= total;
}

double
taper_mix_compare (TaperNetwork *network, guint n_bases, const float *a, const float *b)
{
  double ab = 0, aa = 0, bb = 0;

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const double n_params = taper_network_get_layer (network, l)->n_params;

      for (guint k = 0; k < n_bases; k++)
        {
          const double x = a[(gsize) l * n_bases + k], y = b[(gsize) l * n_bases + k];

          ab += n_params * x * y;
          aa += n_params * x * x;
          bb += n_params * y * y;
        }
    }
  return aa > 0 && bb > 0 ? ab / sqrt (aa * bb) : 0;
}

TaperUsage *
taper_usage_new (const TaperMixer *mixer, TaperNetwork *network, TaperClassList *classes,
                 guint n_tasks, guint64 seed)
{
  TaperUsage *self = g_new0 (TaperUsage, 1);
  const guint n_bases = taper_mixer_get_n_bases (mixer);
  g_autofree float *coefficients =
      g_new (float, (gsize) taper_mixer_get_n_layers (mixer) * n_bases);
  g_autofree double *shares = g_new (double, n_bases);

  self->n_tasks = n_tasks;
  self->n_bases = n_bases;
  self->mean_share = g_new0 (double, n_bases);
  self->max_share = g_new0 (double, n_bases);
  self->dead = g_new0 (gboolean, n_bases);
  for (guint i = 0; i < n_tasks; i++)
    {
      g_autoptr (TaperTask) task =
          taper_random_task_draw_trained (classes, TAPER_COVERAGE_MIN, TAPER_COVERAGE_MAX, seed, i);

      taper_mixer_predict (mixer, task, coefficients);
      taper_mix_get_shares (network, n_bases, coefficients, shares);
      self->effective += exp (taper_entropy (shares, n_bases)) / n_tasks;
      for (guint k = 0; k < n_bases; k++)
        {
          self->mean_share[k] += shares[k] / n_tasks;
          self->max_share[k] = MAX (self->max_share[k], shares[k]);
        }
    }
  for (guint k = 0; k < n_bases; k++)
    {
      self->dead[k] = self->max_share[k] < DEAD_SHARE / n_bases;
      self->n_dead += self->dead[k];
    }
  return self;
}

void
taper_usage_free (TaperUsage *self)
{
  g_free (self->mean_share);
  g_free (self->max_share);
  g_free (self->dead);
  g_free (self);
}
