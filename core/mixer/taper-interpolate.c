/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-interpolate.h"

#include "core/threads/taper-pool.h"

typedef struct {
  const TaperParameters *from, *to;
  double position;
  TaperParameters *out;
} Job;

static void
interpolate (float *from, const float *to, gsize n, double position)
{
  for (gsize i = 0; i < n; i++)
    from[i] = (float) ((1 - position) * from[i] + position * to[i]);
}

/* Through the plain order: right whatever layout the kernels like. */
static void
interpolate_layer (guint layer, gpointer data)
{
  const Job *job = data;
  const TaperLayer *info =
      taper_network_get_layer (taper_parameters_get_network (job->from), layer);
  g_autofree float *weight = g_new (float, info->n_weights), *bias = NULL;
  g_autofree float *other = g_new (float, info->n_weights), *other_bias = NULL;

  bias = g_new (float, info->out_channels);
  other_bias = g_new (float, info->out_channels);
  taper_parameters_get_layer (job->from, layer, weight, bias);
  taper_parameters_get_layer (job->to, layer, other, other_bias);
  interpolate (weight, other, info->n_weights, job->position);
  interpolate (bias, other_bias, info->out_channels, job->position);
  taper_parameters_set_layer (job->out, layer, weight, bias);
}

void
taper_parameters_interpolate (const TaperParameters *from, const TaperParameters *to,
                              double position, TaperParameters *out)
{
  Job job = { from, to, position, out };

  taper_pool_run (taper_network_get_n_layers (taper_parameters_get_network (from)),
                  interpolate_layer, &job);
}
