/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-parameters-private.h"
#include "core/model/taper-session-private.h"
#include "core/tensor/taper-blas.h"

#include <string.h>

static const TaperValues *
values_of (const TaperStep *self, int node)
{
  return &self->plan->values[node + 1];
}

/* Values for a part of the pictures only have that part in memory. */
static float *
picture_of (const TaperStep *self, int node, guint picture)
{
  const TaperValues *v = values_of (self, node);
  const guint place = v->pictures == self->plan->pictures ? self->first + picture : picture;
  return self->arena + v->offset + place * v->picture;
}

float *
taper_step_values (const TaperStep *self, int node, guint picture)
{
  const TaperValues *v = values_of (self, node);
  return picture_of (self, node, picture) + v->border * v->row + (gsize) v->border * v->lanes;
}

/* Other values may have lain there. */
void
taper_step_clear_border (const TaperStep *self, int node)
{
  const TaperValues *v = values_of (self, node);
  const gsize side = (gsize) v->border * v->lanes * sizeof (float);
  const gsize outside = v->border * v->row * sizeof (float);
  if (v->border == 0)
    return;
  for (guint n = 0; n < self->n; n++)
    for (guint b = 0; b < v->blocks; b++)
      {
        float *row = picture_of (self, node, n) + b * v->block;
        memset (row, 0, outside);
        row += v->border * v->row;
        for (guint y = 0; y < v->height; y++, row += v->row)
          {
            memset (row, 0, side);
            memset (row + v->row - (gsize) v->border * v->lanes, 0, side);
          }
        memset (row, 0, outside);
      }
}

void
taper_step_load (const TaperStep *self, const float *pictures)
{
  const TaperValues *v = values_of (self, TAPER_NODE_IMAGE);
  taper_step_clear_border (self, TAPER_NODE_IMAGE);
  for (guint n = 0; n < self->n; n++)
    for (guint c = 0; c < v->blocks * v->lanes; c++)
      {
        float *to =
            taper_step_values (self, TAPER_NODE_IMAGE, n) + c / v->lanes * v->block + c % v->lanes;
        for (guint y = 0; y < v->height; y++, to += v->row)
          if (c >= v->channels)
            for (guint x = 0; x < v->width; x++)
              to[x * v->lanes] = 0;
          else if (v->lanes == 1)
            {
              memcpy (to, pictures, v->width * sizeof *to);
              pictures += v->width;
            }
          else
            for (guint x = 0; x < v->width; x++)
              to[x * v->lanes] = *pictures++;
      }
}

static void
max_pool_row (const TaperStep *self, const TaperNode *node, const float *in, guint y, float *out)
{
  const TaperValues *v = values_of (self, node->input);
  const int top = (int) (y * node->stride) - (int) node->padding;
  const int above = MAX (-top, 0), rows = MIN ((int) node->kernel, (int) node->in_height - top);
  for (guint x = 0; x < node->out_width; x++, out += v->lanes)
    {
      const int left = (int) (x * node->stride) - (int) node->padding;
      const int before = MAX (-left, 0);
      const int columns = MIN ((int) node->kernel, (int) node->in_width - left);
      self->plan->kernels->max_window (in + (top + above) * (gssize) v->row +
                                           (left + before) * (gssize) v->lanes,
                                       v->row, rows - above, columns - before, out);
    }
}

static void
pool (const TaperStep *self, guint index)
{
  const TaperNode *node = self->plan->nodes[index].node;
  const TaperValues *in = values_of (self, node->input), *out = values_of (self, (int) index);
  for (guint n = 0; n < self->n; n++)
    for (guint b = 0; b < in->blocks; b++)
      {
        const float *from = taper_step_values (self, node->input, n) + b * in->block;
        float *to = taper_step_values (self, (int) index, n) + b * out->block;
        if (node->op == TAPER_OP_GLOBAL_AVG_POOL)
          self->plan->kernels->mean (from, in->row, node->in_height, node->in_width, to);
        else
          for (guint y = 0; y < node->out_height; y++)
            max_pool_row (self, node, from, y, to + y * out->row);
      }
}

/* One vector of @node's output, which is one pixel, in plain order. */
static void
gather (const TaperStep *self, int node, guint picture, float *to)
{
  const TaperValues *v = values_of (self, node);
  const float *from = taper_step_values (self, node, picture);
  for (guint c = 0; c < v->channels; c += v->lanes, from += v->block)
    memcpy (to + c, from, MIN (v->lanes, v->channels - c) * sizeof *to);
}

static void
linear (const TaperStep *self, guint index)
{
  const TaperNode *node = self->plan->nodes[index].node;
  const TaperValues *v = values_of (self, (int) index);
  const gsize in = node->in_channels, out = node->out_channels;
  const float *weight = taper_parameters_get_weight (self->parameters, node->layer);
  const float *bias = taper_parameters_get_bias (self->parameters, node->layer);
  float *inputs = self->lanes[0].scratch, *outputs = inputs + self->n * in;
  for (guint n = 0; n < self->n; n++)
    {
      gather (self, node->input, n, inputs + n * in);
      memcpy (outputs + n * out, bias, out * sizeof *bias);
    }
  if (self->n == 1)
    taper_blas_gemv (out, in, weight, inputs, 1, outputs);
  else
    taper_blas_gemm (FALSE, TRUE, self->n, out, in, 1, inputs, in, weight, in, 1, outputs, out);
  for (guint n = 0; n < self->n; n++)
    {
      float *to = taper_step_values (self, (int) index, n);
      for (gsize c = 0; c < out; c += v->lanes, to += v->block)
        {
          const gsize count = MIN (v->lanes, out - c);
          memcpy (to, outputs + n * out + c, count * sizeof *to);
          memset (to + count, 0, (v->lanes - count) * sizeof *to);
        }
    }
}

void
taper_step_run (const TaperStep *self, guint index)
{
  const TaperNodePlan *plan = &self->plan->nodes[index];
  taper_step_clear_border (self, (int) index);
  switch (plan->node->op)
    {
    case TAPER_OP_CONV2D:
      if (plan->winograd_from > 0 &&
          self->n * taper_node_plan_tiles (plan) >= plan->winograd_from &&
          (plan->whole_weights || self->n_lanes == 1))
        taper_step_winograd (self, index);
      else
        taper_step_conv (self, index);
      break;
    case TAPER_OP_LINEAR:
      linear (self, index);
      break;
    case TAPER_OP_MAX_POOL:
    case TAPER_OP_GLOBAL_AVG_POOL:
      pool (self, index);
      break;
    }
}

void
taper_step_store (const TaperStep *self, float *logits)
{
  const int last = (int) self->plan->n_nodes - 1;
  for (guint n = 0; n < self->n; n++, logits += values_of (self, last)->channels)
    gather (self, last, n, logits);
}
