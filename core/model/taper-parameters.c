/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-parameters-private.h"
#include "core/tensor/taper-buffer.h"

#include <string.h>

struct _TaperParameters {
  gatomicrefcount ref_count;
  TaperNetwork *network;
  TaperLayerLayout *layouts;
  float **weights; /* per layer, in its layout, aligned */
  float **biases;
};

TaperParameters *
taper_parameters_new (TaperNetwork *network)
{
  const guint n_layers = taper_network_get_n_layers (network);
  TaperParameters *self = g_new0 (TaperParameters, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->network = taper_network_ref (network);
  self->layouts = g_new (TaperLayerLayout, n_layers);
  self->weights = g_new (float *, n_layers);
  self->biases = g_new (float *, n_layers);
  for (guint i = 0; i < n_layers; i++)
    {
      self->layouts[i] = taper_layer_layout (network, i);
      self->weights[i] = taper_buffer_new_floats (self->layouts[i].n_weights);
      self->biases[i] = taper_buffer_new_floats (self->layouts[i].n_biases);
    }
  return self;
}

TaperParameters *
taper_parameters_ref (TaperParameters *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_parameters_unref (TaperParameters *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  const guint n_layers = taper_network_get_n_layers (self->network);
  for (guint i = 0; i < n_layers; i++)
    {
      taper_buffer_free (self->weights[i]);
      taper_buffer_free (self->biases[i]);
    }
  g_free (self->layouts);
  g_free (self->weights);
  g_free (self->biases);
  taper_network_unref (self->network);
  g_free (self);
}

TaperNetwork *
taper_parameters_get_network (const TaperParameters *self)
{
  return self->network;
}

const TaperLayerLayout *
taper_parameters_get_layout (const TaperParameters *self, guint layer)
{
  return &self->layouts[layer];
}

float *
taper_parameters_get_weight (const TaperParameters *self, guint layer)
{
  return self->weights[layer];
}

float *
taper_parameters_get_bias (const TaperParameters *self, guint layer)
{
  return self->biases[layer];
}

void
taper_parameters_set_layer (TaperParameters *self, guint layer, const float *weight,
                            const float *bias)
{
  const TaperLayer *info = taper_network_get_layer (self->network, layer);
  taper_layer_layout_pack (&self->layouts[layer], weight, self->weights[layer]);
  memcpy (self->biases[layer], bias, info->out_channels * sizeof (float));
}

void
taper_parameters_get_layer (const TaperParameters *self, guint layer, float *weight, float *bias)
{
  const TaperLayer *info = taper_network_get_layer (self->network, layer);
  if (weight != NULL)
    taper_layer_layout_unpack (&self->layouts[layer], self->weights[layer], weight);
  if (bias != NULL)
    memcpy (bias, self->biases[layer], info->out_channels * sizeof (float));
}
