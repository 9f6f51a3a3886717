/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/kernels/taper-conv-layout.h"
#include "core/tensor/taper-buffer.h"

#include <string.h>

TaperLayerLayout
taper_layer_layout (const TaperNetwork *network, guint index)
{
  const TaperKernels *kernels = taper_kernels ();
  const TaperLayer *layer = taper_network_get_layer (network, index);
  const TaperNode *node = taper_network_get_node (network, layer->node);
  TaperLayerLayout self = {
    .blocked = node->op == TAPER_OP_CONV2D,
    .lanes = kernels->lanes,
    .out_channels = layer->out_channels,
    .in_channels = layer->in_channels,
    .kernel = layer->kernel,
    .n_weights = taper_round_up (layer->n_weights, 64),
    .n_biases = taper_round_up (layer->out_channels, 64),
  };
  if (!self.blocked)
    return self;
  self.in_blocks = (self.in_channels + self.lanes - 1) / self.lanes;
  self.out_blocks = (self.out_channels + self.lanes - 1) / self.lanes;
  /* As few groups as can be, of equal size. */
  self.n_groups = (self.out_blocks + kernels->max_blocks - 1) / kernels->max_blocks;
  self.group_blocks = (self.out_blocks + self.n_groups - 1) / self.n_groups;
  self.n_groups = (self.out_blocks + self.group_blocks - 1) / self.group_blocks;
  self.n_weights = taper_round_up (
      (gsize) self.out_blocks * self.lanes * self.in_channels * self.kernel * self.kernel, 64);
  return self;
}

gsize
taper_layer_layout_group (const TaperLayerLayout *self, guint group)
{
  return (gsize) group * self->group_blocks * self->lanes * self->in_channels * self->kernel *
         self->kernel;
}

guint
taper_layer_layout_group_blocks (const TaperLayerLayout *self, guint group)
{
  return MIN (self->group_blocks, self->out_blocks - group * self->group_blocks);
}

/* Calls for each (in-block, tap, channel) of @out's place: a walk over one output channel. */
static void
walk (const TaperLayerLayout *self, guint out, float *packed, float *plain, gboolean packing)
{
  const guint taps = self->kernel * self->kernel;
  const guint block = out / self->lanes, group = block / self->group_blocks;
  const gsize step = (gsize) taper_layer_layout_group_blocks (self, group) * self->lanes;
  float *at = packed + taper_layer_layout_group (self, group) +
              (gsize) (block % self->group_blocks) * self->lanes + out % self->lanes;
  for (guint first = 0; first < self->in_channels; first += self->lanes)
    {
      const guint n = MIN (self->lanes, self->in_channels - first);
      for (guint t = 0; t < taps; t++)
        for (guint c = 0; c < n; c++, at += step)
          {
            float *value = plain + (gsize) (first + c) * taps + t;
            if (packing)
              *at = *value;
            else
              *value = *at;
          }
    }
}

void
taper_layer_layout_pack (const TaperLayerLayout *self, const float *plain, float *packed)
{
  const gsize n = (gsize) self->in_channels * self->kernel * self->kernel;
  if (!self->blocked)
    {
      memcpy (packed, plain, self->out_channels * n * sizeof *plain);
      return;
    }
  memset (packed, 0, self->n_weights * sizeof *packed);
  for (guint o = 0; o < self->out_channels; o++)
    walk (self, o, packed, (float *) plain + o * n, TRUE);
}

void
taper_layer_layout_unpack (const TaperLayerLayout *self, const float *packed, float *plain)
{
  const gsize n = (gsize) self->in_channels * self->kernel * self->kernel;
  if (!self->blocked)
    {
      memcpy (plain, packed, self->out_channels * n * sizeof *plain);
      return;
    }
  for (guint o = 0; o < self->out_channels; o++)
    walk (self, o, (float *) packed, plain + o * n, FALSE);
}
