/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-session-private.h"
#include "core/tensor/taper-buffer.h"

#include <math.h>

/* Floats of each cache level that a step may count on. */
#define FIRST_CACHE (8 * 1024)
#define SECOND_CACHE (128 * 1024)
#define BIG_SCRATCH (4 * 1024 * 1024)

guint
taper_node_plan_tiles (const TaperNodePlan *self)
{
  return ((self->node->out_height + 3) / 4) * ((self->node->out_width + 3) / 4);
}

static TaperValues *
values_of (const TaperPlan *self, int node)
{
  return &self->values[node + 1];
}

static void
init_values (TaperPlan *self)
{
  const TaperInputSpec *spec = taper_network_get_input (self->network);
  *values_of (self, TAPER_NODE_IMAGE) = (TaperValues){
    .channels = spec->channels, .height = spec->height, .width = spec->width, .lanes = 1
  };
  for (guint i = 0; i < self->n_nodes; i++)
    {
      const TaperNode *node = self->nodes[i].node;
      TaperValues *input = values_of (self, node->input);
      *values_of (self, i) = (TaperValues){ .channels = node->out_channels,
                                            .height = node->out_height,
                                            .width = node->out_width,
                                            .lanes = self->kernels->lanes };
      if (node->op == TAPER_OP_CONV2D)
        input->border = MAX (input->border, node->padding);
      else
        input->lanes = self->kernels->lanes; /* only a convolution reads planes */
    }
  for (guint i = 0; i <= self->n_nodes; i++)
    {
      TaperValues *v = &self->values[i];
      v->blocks = (v->channels + v->lanes - 1) / v->lanes;
      v->row = (gsize) (v->width + 2 * v->border) * v->lanes;
      v->block = v->row * (v->height + 2 * v->border);
      v->picture = taper_round_up (v->block * v->blocks, 16);
    }
}

/* Cycles of the direct and of Winograd's method are compared; the latter's transform of the
 * weights is paid once per step, so it takes a number of tiles to be worth it. */
static guint
winograd_threshold (const TaperPlan *self, const TaperNodePlan *plan)
{
  const TaperKernels *k = self->kernels;
  const TaperNode *node = plan->node;
  const double products = 0.5 * node->in_channels * plan->layout.out_blocks;
  const double pixels = (double) node->out_height * node->out_width / taper_node_plan_tiles (plan);
  const double direct = 9 * products * pixels;
  const double winograd = 36 * products * k->product_slowness +
                          plan->layout.in_blocks * k->tile_input_cycles +
                          plan->layout.out_blocks * k->tile_output_cycles;
  if (node->kernel != 3 || node->stride != 1 || winograd >= direct ||
      values_of (self, node->input)->lanes != k->lanes)
    return 0;
  return (guint) MIN (ceil (2 * products * k->weight_cycles / (direct - winograd)) + 1, G_MAXINT32);
}

static void
plan_conv (TaperPlan *self, TaperNodePlan *plan)
{
  const TaperLayerLayout *layout = &plan->layout;
  const gsize out_floats = (gsize) layout->group_blocks * layout->lanes;
  const gsize block_weights = layout->lanes * layout->kernel * layout->kernel * out_floats;
  const gsize all_weights = 36 * (gsize) layout->in_channels * layout->out_blocks * layout->lanes;
  const gsize tile_floats = 36 * ((gsize) layout->in_blocks * layout->lanes + out_floats);
  const guint columns = self->kernels->max_columns[layout->group_blocks - 1];
  guint tiles;
  plan->chunk_blocks = (guint) CLAMP (FIRST_CACHE / block_weights, 1, layout->in_blocks);
  plan->band_rows = (guint) CLAMP (FIRST_CACHE * 2 / (out_floats * plan->node->out_width), 1,
                                   plan->node->out_height);
  plan->winograd_from = winograd_threshold (self, plan);
  plan->whole_weights = all_weights <= BIG_SCRATCH / 4;
  tiles = (guint) ((plan->whole_weights ? SECOND_CACHE : BIG_SCRATCH) / tile_floats);
  tiles = MAX (tiles / columns, 1) * columns;
  plan->tiles = tiles;
}

/* Pictures that a node should do at once. */
static guint
wanted_pictures (const TaperPlan *self, const TaperNodePlan *plan)
{
  const TaperNode *node = plan->node;
  const TaperValues *in = values_of (self, node->input);
  const TaperValues *out = values_of (self, (int) (plan - self->nodes));
  const gsize floats = in->picture + out->picture + (node->add >= 0 ? out->picture : 0);
  const gsize weights = node->layer >= 0 ? plan->layout.n_weights : 0;
  const gsize wanted = MAX (SECOND_CACHE / floats, weights / floats);
  return (guint) CLAMP (wanted, 1, self->pictures);
}

static void
plan_segments (TaperPlan *self)
{
  TaperSegment *segment = NULL;
  self->segments = g_new0 (TaperSegment, self->n_nodes);
  for (guint i = 0; i < self->n_nodes; i++)
    {
      const guint wanted = wanted_pictures (self, &self->nodes[i]);
      const gboolean pool = self->nodes[i].node->layer < 0;
      if (segment == NULL || (!pool && wanted >= 3 * segment->pictures))
        {
          segment = &self->segments[self->n_segments++];
          *segment = (TaperSegment){ .first = i, .pictures = wanted };
        }
      segment->n_nodes++;
    }
}

static guint
segment_of (const TaperPlan *self, guint node)
{
  guint s = 0;
  while (node >= self->segments[s].first + self->segments[s].n_nodes)
    s++;
  return s;
}

/* Values that another segment reads are kept for all pictures, and as long as both segments run;
 * the others for the pictures of one round, from the node that writes them to the last reader. */
static void
plan_lifetimes (TaperPlan *self)
{
  for (guint i = 0; i <= self->n_nodes; i++)
    {
      TaperValues *v = &self->values[i];
      v->first = v->last = i == 0 ? 0 : i - 1;
      v->pictures = self->segments[segment_of (self, v->first)].pictures;
    }
  for (guint i = 0; i < self->n_nodes; i++)
    {
      const int inputs[] = { self->nodes[i].node->input, self->nodes[i].node->add };
      for (guint j = 0; j < (inputs[1] >= 0 ? 2 : 1); j++)
        {
          TaperValues *v = values_of (self, inputs[j]);
          const TaperSegment *from = &self->segments[segment_of (self, v->first)];
          const TaperSegment *to = &self->segments[segment_of (self, i)];
          v->last = MAX (v->last, i);
          if (from != to)
            {
              v->pictures = self->pictures;
              v->first = MIN (v->first, from->first);
              v->last = MAX (v->last, to->first + to->n_nodes - 1);
            }
        }
    }
  values_of (self, (int) self->n_nodes - 1)->last = self->n_nodes;
}

/* First fit: each value at the lowest place that no value alive at the same time covers. */
static void
plan_arena (TaperPlan *self)
{
  for (guint i = 0; i <= self->n_nodes; i++)
    {
      TaperValues *v = &self->values[i];
      const gsize size = v->picture * v->pictures;
      gboolean moved = TRUE;
      v->offset = 0;
      while (moved)
        {
          moved = FALSE;
          for (guint j = 0; j < i; j++)
            {
              const TaperValues *other = &self->values[j];
              const gsize end = other->offset + other->picture * other->pictures;
              if (other->last >= v->first && v->last >= other->first && v->offset < end &&
                  other->offset < v->offset + size)
                {
                  v->offset = end;
                  moved = TRUE;
                }
            }
        }
      self->arena_size = MAX (self->arena_size, v->offset + size);
    }
}

/* A line more from one place to the next keeps the 36 of them out of each other's cache sets. */
static gsize
winograd_scratch (const TaperPlan *self, const TaperNodePlan *plan)
{
  const TaperLayerLayout *layout = &plan->layout;
  const gsize lanes = layout->lanes;
  const gsize tiles = plan->tiles;
  const gsize values = (layout->in_blocks + layout->group_blocks) * tiles * lanes + 2 * lanes;
  const gsize weights = layout->in_channels * layout->group_blocks * lanes + lanes;
  return 36 * (values + weights * (plan->whole_weights ? layout->n_groups : 1));
}

static void
plan_scratch (TaperPlan *self)
{
  for (guint i = 0; i < self->n_nodes; i++)
    {
      const TaperNodePlan *plan = &self->nodes[i];
      gsize size = 0;
      if (plan->node->op == TAPER_OP_CONV2D && plan->winograd_from > 0)
        size = winograd_scratch (self, plan);
      else if (plan->node->op == TAPER_OP_LINEAR)
        size = (gsize) self->pictures * (plan->node->in_channels + plan->node->out_channels);
      self->scratch_size = MAX (self->scratch_size, size);
    }
}

TaperPlan *
taper_plan_new (TaperNetwork *network, guint pictures)
{
  TaperPlan *self = g_new0 (TaperPlan, 1);
  self->network = taper_network_ref (network);
  self->kernels = taper_kernels ();
  self->pictures = pictures;
  self->n_nodes = taper_network_get_n_nodes (network);
  self->nodes = g_new0 (TaperNodePlan, self->n_nodes);
  self->values = g_new0 (TaperValues, self->n_nodes + 1);
  for (guint i = 0; i < self->n_nodes; i++)
    {
      TaperNodePlan *plan = &self->nodes[i];
      plan->node = taper_network_get_node (network, i);
      if (plan->node->layer >= 0)
        plan->layout = taper_layer_layout (network, plan->node->layer);
    }
  init_values (self);
  for (guint i = 0; i < self->n_nodes; i++)
    if (self->nodes[i].node->op == TAPER_OP_CONV2D)
      plan_conv (self, &self->nodes[i]);
  plan_segments (self);
  plan_lifetimes (self);
  plan_arena (self);
  plan_scratch (self);
  return self;
}

void
taper_plan_free (TaperPlan *self)
{
  taper_network_unref (self->network);
  g_free (self->nodes);
  g_free (self->values);
  g_free (self->segments);
  g_free (self);
}
