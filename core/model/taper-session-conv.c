/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-parameters-private.h"
#include "core/model/taper-session-private.h"
#include "core/threads/taper-pool.h"

typedef struct {
  const TaperStep *step;
  const TaperNodePlan *plan;
  TaperConvRows rows; /* of any picture: strides, sizes, flags */
  const float *weights, *bias;
  guint n_bands;
} Direct;

static TaperConvRows
describe (const TaperStep *step, const TaperNodePlan *plan)
{
  const TaperNode *node = plan->node;
  const TaperValues *in = &step->plan->values[node->input + 1];
  const TaperValues *out = &step->plan->values[plan - step->plan->nodes + 1];
  const gboolean planes = in->lanes != step->plan->kernels->lanes;
  TaperConvRows rows = {
    .in_block = in->block,
    .in_row = in->row,
    .pixel = in->lanes,
    .step = (gsize) in->lanes * node->stride,
    .channel = planes ? in->block : 1,
    .out_block = out->block,
    .out_row = out->row,
    .block_channels = planes ? in->channels : in->lanes,
    .kernel = node->kernel,
    .stride = node->stride,
    .columns = node->out_width,
  };
  if (node->add >= 0)
    {
      rows.add_block = step->plan->values[node->add + 1].block;
      rows.add_row = step->plan->values[node->add + 1].row;
    }
  return rows;
}

/* Where the first tap of the first output lies. */
static const float *
first_tap (const TaperStep *step, const TaperNode *node, guint picture)
{
  const TaperValues *in = &step->plan->values[node->input + 1];
  return taper_step_values (step, node->input, picture) - node->padding * in->row -
         node->padding * in->lanes;
}

/* One band of one group of one picture, input blocks @from up to @to. */
static void
run_band (const Direct *self, guint picture, guint group, guint band, guint from, guint to)
{
  const TaperNode *node = self->plan->node;
  const TaperLayerLayout *layout = &self->plan->layout;
  const guint y = band * self->plan->band_rows;
  const guint block = group * layout->group_blocks;
  const guint first = from * self->rows.block_channels;
  TaperConvRows rows = self->rows;
  rows.blocks = taper_layer_layout_group_blocks (layout, group);
  rows.rows = MIN (self->plan->band_rows, node->out_height - y);
  rows.n_channels = MIN (to * rows.block_channels, layout->in_channels) - first;
  rows.first = from == 0;
  rows.last = first + rows.n_channels == layout->in_channels;
  rows.relu = rows.last && node->relu;
  rows.in = first_tap (self->step, node, picture) + from * rows.in_block +
            (gsize) y * node->stride * rows.in_row;
  rows.weights = self->weights + taper_layer_layout_group (layout, group) +
                 (gsize) first * layout->kernel * layout->kernel * rows.blocks * layout->lanes;
  rows.bias = self->bias + block * layout->lanes;
  rows.out = taper_step_values (self->step, (int) (self->plan - self->step->plan->nodes), picture) +
             block * rows.out_block + y * rows.out_row;
  if (rows.last && node->add >= 0)
    rows.add = taper_step_values (self->step, node->add, picture) + block * rows.add_block +
               y * rows.add_row;
  self->step->plan->kernels->conv_rows (&rows);
}

static guint
n_input_blocks (const Direct *self)
{
  return (self->plan->layout.in_channels + self->rows.block_channels - 1) /
         self->rows.block_channels;
}

static void
run_chunks (const Direct *self, guint picture, guint group, guint band)
{
  const guint n = n_input_blocks (self), chunk = self->plan->chunk_blocks;
  for (guint from = 0; from < n; from += chunk)
    run_band (self, picture, group, band, from, MIN (from + chunk, n));
}

static void
run_item (guint item, gpointer data)
{
  const Direct *self = data;
  const guint n_groups = self->plan->layout.n_groups;
  run_chunks (self, item / (self->n_bands * n_groups), item % n_groups,
              item / n_groups % self->n_bands);
}

/* A picture that is one band: its sums wait while a chunk's weights serve all pictures. */
static void
run_small_pictures (const Direct *self)
{
  const guint n = n_input_blocks (self), chunk = self->plan->chunk_blocks;
  for (guint group = 0; group < self->plan->layout.n_groups; group++)
    for (guint from = 0; from < n; from += chunk)
      for (guint picture = 0; picture < self->step->n; picture++)
        run_band (self, picture, group, 0, from, MIN (from + chunk, n));
}

void
taper_step_conv (const TaperStep *step, guint index)
{
  const TaperNodePlan *plan = &step->plan->nodes[index];
  Direct self = {
    .step = step,
    .plan = plan,
    .rows = describe (step, plan),
    .weights = taper_parameters_get_weight (step->parameters, plan->node->layer),
    .bias = taper_parameters_get_bias (step->parameters, plan->node->layer),
    .n_bands = (plan->node->out_height + plan->band_rows - 1) / plan->band_rows,
  };
  const guint n_items = step->n * plan->layout.n_groups * self.n_bands;
  if (step->n_lanes > 1)
    taper_pool_run (n_items, run_item, &self);
  else if (self.n_bands == 1)
    run_small_pictures (&self);
  else
    for (guint item = 0; item < n_items; item++)
      run_item (item, &self);
}
