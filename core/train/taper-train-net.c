/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-net-private.h"

#include "core/ops/taper-pool-training.h"
#include "core/threads/taper-pool.h"

#include <string.h>

#define REDUCE_CHUNK 8192

TaperTrainNet *
taper_train_net_new (TaperNetwork *network, GError **error)
{
  g_autoptr (TaperTrainPlan) plan = taper_train_plan_new (network, error);
  TaperTrainNet *self;

  if (plan == NULL)
    return NULL;
  self = g_new0 (TaperTrainNet, 1);
  self->plan = g_steal_pointer (&plan);
  self->kernels = taper_block_kernels ();
  self->packed = taper_block_alloc (self->plan->packed_size);
  self->block_gradients = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_block_free);
  self->free_workspaces = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_block_free);
  self->free_scratch = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_block_free);
  self->norm_workspaces = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_block_free);
  pthread_mutex_init (&self->lock, NULL);
  return self;
}

void
taper_train_net_free (TaperTrainNet *self)
{
  if (self == NULL)
    return;
  taper_train_plan_free (self->plan);
  taper_block_free (self->packed);
  g_ptr_array_unref (self->block_gradients);
  g_ptr_array_unref (self->free_workspaces);
  g_ptr_array_unref (self->free_scratch);
  g_ptr_array_unref (self->norm_workspaces);
  g_free (self->sums);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}

TaperNetwork *
taper_train_net_get_network (const TaperTrainNet *self)
{
  return self->plan->network;
}

gsize
taper_train_net_get_n_params (const TaperTrainNet *self)
{
  return self->plan->n_params;
}

guint
taper_train_net_get_n_norms (const TaperTrainNet *self)
{
  return self->plan->n_norms;
}

const TaperBlockShape *
taper_train_net_get_image_shape (const TaperTrainNet *self)
{
  return &self->plan->image;
}

gsize
taper_train_net_get_offset (const TaperTrainNet *self, guint row)
{
  return self->plan->offsets[row];
}

/* --- weights in the kernels' order --------------------------------------------------------------
 */

static void
pack_node (guint index, gpointer data)
{
  TaperTrainNet *self = data;
  const TaperTrainNode *n = &self->plan->nodes[index];

  if (!n->has_params)
    return;
  taper_conv_pack_forward (&n->conv, self->params + n->weight, self->packed + n->packed_forward);
  if (self->training)
    taper_conv_pack_backward (&n->conv, self->params + n->weight,
                              self->packed + n->packed_backward);
}

void
taper_train_net_begin (TaperTrainNet *self, const float *params, gboolean training, guint n_blocks,
                       const TaperTrainCalls *calls)
{
  self->params = params;
  self->training = training;
  self->calls = calls;
  taper_pool_run (self->plan->n_nodes, pack_node, self);
  while (training && self->block_gradients->len < n_blocks)
    g_ptr_array_add (self->block_gradients, taper_block_alloc (self->plan->n_params));
}

/* --- memory that a thread needs for a while
 * ----------------------------------------------------------------------------------- */

static float *
take (TaperTrainNet *self, GPtrArray *unused, gsize n_floats)
{
  float *memory = NULL;

  pthread_mutex_lock (&self->lock);
  if (unused->len > 0)
    memory = g_ptr_array_steal_index_fast (unused, unused->len - 1);
  pthread_mutex_unlock (&self->lock);
  return memory != NULL ? memory : taper_block_alloc (n_floats);
}

static void
give_back (TaperTrainNet *self, GPtrArray *unused, float *memory)
{
  pthread_mutex_lock (&self->lock);
  g_ptr_array_add (unused, memory);
  pthread_mutex_unlock (&self->lock);
}

/* --- one block
 * ------------------------------------------------------------------------------------ */

const float *
taper_train_net_input_value (const TaperTrainNet *self, const TaperTrainNode *n,
                             const float *workspace)
{
  return n->node->input == TAPER_NODE_IMAGE ? workspace
                                            : workspace + self->plan->nodes[n->node->input].value;
}

void
taper_train_net_forward_node (TaperTrainNet *self, guint index, float *workspace,
                              gboolean normalized)
{
  const TaperTrainNode *n = &self->plan->nodes[index];
  const TaperNode *node = n->node;
  const TaperBlockShape *in_shape = taper_train_plan_shape (self->plan, node->input);
  const float *in = taper_train_net_input_value (self, n, workspace);
  float *out = workspace + n->value;
  float *scratch;

  if (node->op == TAPER_OP_MAX_POOL)
    taper_max_pool_forward (in_shape, &n->shape, node->kernel, node->stride, node->padding, in,
                            out);
  else if (node->op == TAPER_OP_GLOBAL_AVG_POOL)
    taper_average_pool_forward (in_shape, &n->shape, in, out);
  else
    {
      const gboolean raw = normalized && n->has_norm;
      const TaperTrainNode *add = !raw && node->add >= 0 ? &self->plan->nodes[node->add] : NULL;

      scratch = take (self, self->free_scratch, self->plan->scratch_size);
      taper_conv_forward (&n->conv, self->kernels, in, self->packed + n->packed_forward,
                          raw ? NULL : self->params + n->bias,
                          add == NULL ? NULL : workspace + add->value,
                          add == NULL ? NULL : &add->shape, !raw && node->relu, scratch,
                          raw ? workspace + n->raw : out);
      give_back (self, self->free_scratch, scratch);
    }
}

TaperPlane
taper_train_net_plane (const TaperTrainNet *self, const TaperTrainNode *n, float *workspace,
                       guint channel)
{
  gsize at = channel * taper_block_plane (&n->shape) + taper_block_origin (&n->shape);
  TaperPlane plane = {
    .height = n->shape.height,
    .width = n->shape.width,
    .row = taper_block_row (&n->shape),
    .g = workspace + n->gradient + at,
    .y = n->node->relu ? workspace + n->value + at : NULL,
  };

  if (n->node->add >= 0)
    {
      const TaperTrainNode *add = &self->plan->nodes[n->node->add];

      plane.add_row = taper_block_row (&add->shape);
      plane.add_out = workspace + add->gradient + channel * taper_block_plane (&add->shape) +
                      taper_block_origin (&add->shape);
    }
  return plane;
}

void
taper_train_net_prepare_add (const TaperTrainNet *self, const TaperTrainNode *n, float *workspace)
{
  if (n->node->add >= 0 && n->add_first)
    {
      const TaperTrainNode *add = &self->plan->nodes[n->node->add];

      taper_block_clear_border (&add->shape, workspace + add->gradient);
    }
}

/* ReLU, addition and bias. */
static void
backward_outer (TaperTrainNet *self, const TaperTrainNode *n, float *workspace, float *gradient)
{
  taper_train_net_prepare_add (self, n, workspace);
  for (guint c = 0; c < n->shape.channels; c++)
    {
      TaperPlane plane = taper_train_net_plane (self, n, workspace, c);
      double sums[2];

      self->kernels->mask (&plane, !n->add_first, 0, sums);
      gradient[n->bias + c] += (float) sums[0];
    }
}

static void
backward_pool (TaperTrainNet *self, const TaperTrainNode *n, float *workspace)
{
  const TaperTrainNode *in = &self->plan->nodes[n->node->input];
  float *gradient = workspace + in->gradient;

  if (n->node->op == TAPER_OP_GLOBAL_AVG_POOL)
    {
      if (n->input_first)
        taper_block_clear_border (&in->shape, gradient);
      taper_average_pool_backward (&in->shape, &n->shape, workspace + n->gradient, !n->input_first,
                                   gradient);
      return;
    }
  if (n->input_first)
    taper_block_clear (&in->shape, gradient);
  taper_max_pool_backward (&in->shape, &n->shape, n->node->kernel, n->node->stride,
                           n->node->padding, workspace + in->value, workspace + n->gradient,
                           gradient);
}

void
taper_train_net_backward_inner (TaperTrainNet *self, const TaperTrainNode *n, float *workspace,
                                float *gradient)
{
  float *scratch;

  if (!n->has_params)
    {
      if (n->node->input != TAPER_NODE_IMAGE)
        backward_pool (self, n, workspace);
      return;
    }
  scratch = take (self, self->free_scratch, self->plan->scratch_size);
  taper_conv_backward_weights (&n->conv, self->kernels, workspace + n->gradient,
                               taper_train_net_input_value (self, n, workspace), scratch,
                               gradient + n->weight);
  if (n->node->input != TAPER_NODE_IMAGE)
    {
      const TaperTrainNode *in = &self->plan->nodes[n->node->input];

      if (n->input_first)
        taper_block_clear_border (&in->shape, workspace + in->gradient);
      taper_conv_backward_data (&n->conv, self->kernels, workspace + n->gradient,
                                self->packed + n->packed_backward, !n->input_first, scratch,
                                workspace + in->gradient);
    }
  give_back (self, self->free_scratch, scratch);
}

void
taper_train_net_call_loss (TaperTrainNet *self, guint block, float *workspace)
{
  const TaperTrainNode *last = &self->plan->nodes[self->plan->n_nodes - 1];

  self->calls->loss (block, workspace + last->value,
                     self->training ? workspace + last->gradient : NULL, self->calls->data);
}

static void
run_block (guint block, gpointer data)
{
  TaperTrainNet *self = data;
  float *workspace =
      take (self, self->free_workspaces, self->plan->values_size + self->plan->gradient_size);

  self->calls->fill (block, workspace, self->calls->data);
  for (guint i = 0; i < self->plan->n_nodes; i++)
    taper_train_net_forward_node (self, i, workspace, FALSE);
  taper_train_net_call_loss (self, block, workspace);
  if (self->training)
    {
      float *gradient = g_ptr_array_index (self->block_gradients, block);

      memset (gradient, 0, self->plan->n_params * sizeof (float));
      for (guint i = self->plan->n_nodes; i-- > 0;)
        {
          const TaperTrainNode *n = &self->plan->nodes[i];

          if (!n->reached)
            continue;
          if (n->has_params)
            backward_outer (self, n, workspace, gradient);
          taper_train_net_backward_inner (self, n, workspace, gradient);
        }
    }
  give_back (self, self->free_workspaces, workspace);
}

/* --- all blocks
 * ----------------------------------------------------------------------------------- */

static void
reduce_chunk (guint index, gpointer data)
{
  TaperTrainNet *self = data;
  gsize from = (gsize) index * REDUCE_CHUNK;
  gsize n = MIN (REDUCE_CHUNK, self->plan->n_params - from);
  float *out = self->reduced + from;

  memcpy (out, (float *) g_ptr_array_index (self->block_gradients, 0) + from, n * sizeof (float));
  for (guint b = 1; b < self->n_blocks; b++)
    {
      const float *in = (float *) g_ptr_array_index (self->block_gradients, b) + from;

      for (gsize i = 0; i < n; i++)
        out[i] += in[i];
    }
}

/* In the order of the blocks, so threads do not change the sum. */
void
taper_train_net_reduce (TaperTrainNet *self, guint n_blocks, float *gradient)
{
  self->reduced = gradient;
  self->n_blocks = n_blocks;
  taper_pool_run ((self->plan->n_params + REDUCE_CHUNK - 1) / REDUCE_CHUNK, reduce_chunk, self);
}

void
taper_train_net_forward (TaperTrainNet *self, const float *params, guint n_blocks,
                         const TaperTrainCalls *calls)
{
  taper_train_net_begin (self, params, FALSE, n_blocks, calls);
  taper_pool_run (n_blocks, run_block, self);
}

void
taper_train_net_step (TaperTrainNet *self, const float *params, guint n_blocks,
                      const TaperTrainCalls *calls, float *gradient)
{
  taper_train_net_begin (self, params, TRUE, n_blocks, calls);
  taper_pool_run (n_blocks, run_block, self);
  taper_train_net_reduce (self, n_blocks, gradient);
}
