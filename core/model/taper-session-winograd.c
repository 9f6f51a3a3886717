/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-parameters-private.h"
#include "core/model/taper-session-private.h"
#include "core/threads/taper-pool.h"

#define PLACES 36

/* The transformed input is (places, in-blocks, tiles, lanes), the products of one group of output
 * blocks (places, blocks, tiles, lanes), the transformed weights per group (places, in-channels,
 * blocks, lanes). From one place to the next there is a line more than needed: see
 * winograd_scratch(). */
typedef struct {
  const TaperStep *step;
  const TaperNodePlan *plan;
  const float *weights, *bias;
  float *transformed; /* weights */
  guint index;        /* of the node */
  guint n_across;     /* tiles in a row of a picture */
  guint n_tiles;      /* of all pictures */
  guint n_parts;
} Winograd;

static const float zeros[TAPER_MAX_TILE_BLOCKS * 16] __attribute__ ((aligned (64)));

static gsize
weight_place (const Winograd *self, guint group)
{
  const TaperLayerLayout *layout = &self->plan->layout;
  return (gsize) layout->in_channels * taper_layer_layout_group_blocks (layout, group) *
             layout->lanes +
         layout->lanes;
}

static float *
transformed_group (const Winograd *self, guint group)
{
  return self->plan->whole_weights ? self->transformed + PLACES * group * weight_place (self, 0)
                                   : self->transformed;
}

static void
transform_weights (guint group, gpointer data)
{
  const Winograd *self = data;
  const TaperLayerLayout *layout = &self->plan->layout;
  const gsize row = (gsize) taper_layer_layout_group_blocks (layout, group) * layout->lanes;
  const float *from = self->weights + taper_layer_layout_group (layout, group);
  float *to = transformed_group (self, group);
  for (guint first = 0; first < layout->in_channels; first += layout->lanes)
    {
      const guint n = MIN (layout->lanes, layout->in_channels - first);
      self->step->plan->kernels->winograd_weights (from + first * 9 * row, n,
                                                   (guint) (row / layout->lanes), to + first * row,
                                                   weight_place (self, group));
    }
}

/* Where tile number @index of the step lies. */
static void
locate (const Winograd *self, guint index, guint *picture, guint *y, guint *x)
{
  const guint per_picture = taper_node_plan_tiles (self->plan);
  *picture = index / per_picture;
  *y = index % per_picture / self->n_across * 4;
  *x = index % per_picture % self->n_across * 4;
}

static void
transform_input (const Winograd *self, guint first, guint n, float *to, gsize place)
{
  const TaperNode *node = self->plan->node;
  const TaperValues *in = &self->step->plan->values[node->input + 1];
  TaperTile tile = { .block = in->block, .row = in->row, .blocks = in->blocks };
  for (guint i = 0; i < n; i++, to += in->lanes)
    {
      guint picture, y, x;
      locate (self, first + i, &picture, &y, &x);
      tile.rows = node->in_height + 2 * node->padding - y;
      tile.columns = node->in_width + 2 * node->padding - x;
      self->step->plan->kernels->winograd_input (
          &tile,
          taper_step_values (self->step, node->input, picture) +
              ((gssize) y - node->padding) * (gssize) in->row +
              ((gssize) x - node->padding) * (gssize) in->lanes,
          to, place, (gsize) n * in->lanes);
    }
}

static void
multiply (const Winograd *self, guint group, guint n, const float *in, gsize in_place, float *out,
          gsize out_place)
{
  const TaperLayerLayout *layout = &self->plan->layout;
  const gsize lanes = layout->lanes, place = weight_place (self, group);
  const float *weights = transformed_group (self, group);
  TaperConvRows rows = {
    .bias = zeros,
    .in_block = n * lanes,
    .pixel = lanes,
    .step = lanes,
    .channel = 1,
    .out_block = n * lanes,
    .n_channels = layout->in_channels,
    .block_channels = layout->lanes,
    .kernel = 1,
    .stride = 1,
    .blocks = taper_layer_layout_group_blocks (layout, group),
    .rows = 1,
    .columns = n,
    .first = TRUE,
  };
  for (guint p = 0; p < PLACES; p++)
    {
      rows.in = in + p * in_place;
      rows.weights = weights + p * place;
      rows.out = out + p * out_place;
      self->step->plan->kernels->conv_rows (&rows);
    }
}

static void
transform_output (const Winograd *self, guint group, guint first, guint n, const float *from,
                  gsize place)
{
  const TaperNode *node = self->plan->node;
  const TaperLayerLayout *layout = &self->plan->layout;
  const guint block = group * layout->group_blocks;
  const TaperValues *out = &self->step->plan->values[self->index + 1];
  const TaperValues *add = &self->step->plan->values[node->add + 1];
  TaperTile tile = { .block = out->block,
                     .row = out->row,
                     .blocks = taper_layer_layout_group_blocks (layout, group) };
  const TaperTile add_tile = { .block = add->block, .row = add->row };
  for (guint i = 0; i < n; i++, from += layout->lanes)
    {
      guint picture, y, x;
      const float *more = NULL;
      locate (self, first + i, &picture, &y, &x);
      tile.rows = node->out_height - y;
      tile.columns = node->out_width - x;
      if (node->add >= 0)
        more = taper_step_values (self->step, node->add, picture) + block * add->block +
               y * add->row + x * add->lanes;
      self->step->plan->kernels->winograd_output (
          &tile, from, place, (gsize) n * layout->lanes, self->bias + block * layout->lanes, more,
          &add_tile, node->relu,
          taper_step_values (self->step, (int) self->index, picture) + block * out->block +
              y * out->row + x * out->lanes);
    }
}

static void
run_tiles (const Winograd *self, guint first, guint n, float *scratch)
{
  const TaperLayerLayout *layout = &self->plan->layout;
  const gsize in_place = (gsize) layout->in_blocks * n * layout->lanes + layout->lanes;
  const gsize out_place = (gsize) layout->group_blocks * n * layout->lanes + layout->lanes;
  float *in = scratch, *out = scratch + PLACES * in_place;
  transform_input (self, first, n, in, in_place);
  for (guint group = 0; group < layout->n_groups; group++)
    {
      if (!self->plan->whole_weights)
        transform_weights (group, (gpointer) self);
      multiply (self, group, n, in, in_place, out, out_place);
      transform_output (self, group, first, n, out, out_place);
    }
}

/* The share of one thread, in its own scratch. */
static void
run_part (guint part, gpointer data)
{
  const Winograd *self = data;
  const guint n_rounds = (self->n_tiles + self->plan->tiles - 1) / self->plan->tiles;
  const guint rounds = MAX (n_rounds, self->n_parts);
  const guint tiles = (self->n_tiles + rounds - 1) / rounds;
  const guint per_part = (rounds + self->n_parts - 1) / self->n_parts;
  for (guint round = part * per_part; round < MIN ((part + 1) * per_part, rounds); round++)
    if (round * tiles < self->n_tiles)
      run_tiles (self, round * tiles, MIN (tiles, self->n_tiles - round * tiles),
                 self->step->lanes[part].scratch);
}

/* At the end of the first thread's scratch. */
static float *
place_of_weights (const Winograd *self)
{
  const TaperLayerLayout *layout = &self->plan->layout;
  const gsize tiles = (gsize) self->plan->tiles * layout->lanes;
  return self->step->lanes[0].scratch +
         PLACES * ((layout->in_blocks + layout->group_blocks) * tiles + 2 * layout->lanes);
}

void
taper_step_winograd (const TaperStep *step, guint index)
{
  const TaperNodePlan *plan = &step->plan->nodes[index];
  Winograd self = {
    .step = step,
    .plan = plan,
    .weights = taper_parameters_get_weight (step->parameters, plan->node->layer),
    .bias = taper_parameters_get_bias (step->parameters, plan->node->layer),
    .index = index,
    .n_across = (plan->node->out_width + 3) / 4,
    .n_tiles = step->n * taper_node_plan_tiles (plan),
    .n_parts = step->n_lanes,
  };
  self.transformed = place_of_weights (&self);
  if (plan->whole_weights && step->n_lanes > 1)
    taper_pool_run (plan->layout.n_groups, transform_weights, &self);
  else if (plan->whole_weights)
    for (guint group = 0; group < plan->layout.n_groups; group++)
      transform_weights (group, &self);
  if (step->n_lanes > 1)
    taper_pool_run (self.n_parts, run_part, &self);
  else
    run_part (0, &self);
}
