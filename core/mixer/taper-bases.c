/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-bases.h"
#include "core/model/taper-parameters-private.h"
#include "core/tensor/taper-buffer.h"
#include "core/tensor/taper-half.h"
#include "core/threads/taper-pool.h"

#include <string.h>

#define CHUNK 512 /* parameters converted at a time; stays in the first cache */

struct _TaperBases {
  gatomicrefcount ref_count;
  TaperNetwork *network;
  guint n_bases;
  guint16 **layers; /* per layer (K, P), P = weights then biases */
};

TaperBases *
taper_bases_new (TaperNetwork *network, guint n_bases)
{
  const guint n_layers = taper_network_get_n_layers (network);
  TaperBases *self = g_new0 (TaperBases, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->network = taper_network_ref (network);
  self->n_bases = n_bases;
  self->layers = g_new (guint16 *, n_layers);
  for (guint i = 0; i < n_layers; i++)
    self->layers[i] = taper_buffer_new (n_bases * sizeof (guint16) *
                                        taper_network_get_layer (network, i)->n_params);
  return self;
}

TaperBases *
taper_bases_ref (TaperBases *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_bases_unref (TaperBases *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < taper_network_get_n_layers (self->network); i++)
    taper_buffer_free (self->layers[i]);
  g_free (self->layers);
  taper_network_unref (self->network);
  g_free (self);
}

guint
taper_bases_get_n_bases (const TaperBases *self)
{
  return self->n_bases;
}

TaperNetwork *
taper_bases_get_network (const TaperBases *self)
{
  return self->network;
}

static guint16 *
get_basis (const TaperBases *self, guint basis, guint layer)
{
  return self->layers[layer] + basis * taper_network_get_layer (self->network, layer)->n_params;
}

void
taper_bases_set_layer (TaperBases *self, guint basis, guint layer, const float *weight,
                       const float *bias)
{
  const TaperLayer *info = taper_network_get_layer (self->network, layer);
  guint16 *to = get_basis (self, basis, layer);
  taper_float_to_half (weight, to, info->n_weights);
  taper_float_to_half (bias, to + info->n_weights, info->out_channels);
}

void
taper_bases_get_layer (const TaperBases *self, guint basis, guint layer, float *weight, float *bias)
{
  const TaperLayer *info = taper_network_get_layer (self->network, layer);
  const guint16 *from = get_basis (self, basis, layer);
  if (weight != NULL)
    taper_half_to_float (from, weight, info->n_weights);
  if (bias != NULL)
    taper_half_to_float (from + info->n_weights, bias, info->out_channels);
}

/* to += scale * from */
static void
add_scaled (const guint16 *from, float scale, float *to, gsize n)
{
  float values[CHUNK];
  for (gsize at = 0; at < n; at += CHUNK)
    {
      const gsize count = MIN (n - at, CHUNK);
      taper_half_to_float (from + at, values, count);
      for (gsize i = 0; i < count; i++)
        to[at + i] += scale * values[i];
    }
}

void
taper_bases_blend_add (const TaperBases *self, guint layer, guint basis, float delta,
                       TaperParameters *out)
{
  const TaperLayer *info = taper_network_get_layer (self->network, layer);
  const guint16 *from = get_basis (self, basis, layer);
  add_scaled (from, delta, taper_parameters_get_weight (out, layer), info->n_weights);
  add_scaled (from + info->n_weights, delta, taper_parameters_get_bias (out, layer),
              info->out_channels);
}

void
taper_bases_blend_layer (const TaperBases *self, guint layer, const float *coefficients,
                         TaperParameters *out)
{
  const TaperLayer *info = taper_network_get_layer (self->network, layer);
  memset (taper_parameters_get_weight (out, layer), 0, info->n_weights * sizeof (float));
  memset (taper_parameters_get_bias (out, layer), 0, info->out_channels * sizeof (float));
  for (guint k = 0; k < self->n_bases; k++)
    taper_bases_blend_add (self, layer, k, coefficients[k], out);
}

typedef struct {
  const TaperBases *self;
  const float *coefficients;
  TaperParameters *out;
} Job;

static void
blend_item (guint layer, gpointer data)
{
  const Job *job = data;
  taper_bases_blend_layer (job->self, layer, job->coefficients + (gsize) layer * job->self->n_bases,
                           job->out);
}

void
taper_bases_blend (const TaperBases *self, const float *coefficients, TaperParameters *out)
{
  Job job = { self, coefficients, out };
  taper_pool_run (taper_network_get_n_layers (self->network), blend_item, &job);
}
