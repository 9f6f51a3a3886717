/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The training step with batch normalisation. Its statistics are of the whole batch, so the blocks
 * meet after each layer; between two meetings each block does as much as it can while its values
 * are in the cache. */
#include "core/train/taper-train-net-private.h"

#include "core/threads/taper-pool.h"

#include <math.h>
#include <string.h>

#define NORM_EPS 1e-5
#define NORM_MOMENTUM 0.1

/* One meeting: what each block does before it. */
typedef struct {
  TaperTrainNet *net;
  guint node;      /* forward: computed now; backward: finished now */
  guint outer;     /* backward: begun after that */
  guint normalize; /* forward: normalised before that; n_nodes = none */
  gboolean first, last;
  /* Per channel of all normalisations. */
  float *scale, *shift;  /* forward */
  float *mean, *inv_std; /* of this batch */
  float *a, *b, *c;      /* gradient = a g + b x + c */
} Pass;

static double *
block_sums (TaperTrainNet *self, guint block)
{
  return self->sums + (gsize) block * self->plan->max_channels * 2;
}

static void
apply_norm (Pass *pass, const TaperTrainNode *n, float *workspace)
{
  TaperTrainNet *self = pass->net;
  const TaperTrainNode *add = n->node->add >= 0 ? &self->plan->nodes[n->node->add] : NULL;

  for (guint ch = 0; ch < n->shape.channels; ch++)
    {
      gsize at = ch * taper_block_plane (&n->shape) + taper_block_origin (&n->shape);
      TaperPlane plane = {
        .height = n->shape.height,
        .width = n->shape.width,
        .row = taper_block_row (&n->shape),
        .x = workspace + n->raw + at,
        .g = workspace + n->value + at,
      };

      if (add != NULL)
        {
          plane.add_row = taper_block_row (&add->shape);
          plane.add = workspace + add->value + ch * taper_block_plane (&add->shape) +
                      taper_block_origin (&add->shape);
        }
      self->kernels->scale (&plane, pass->scale[n->norm + ch], pass->shift[n->norm + ch],
                            n->node->relu);
    }
}

static void
forward_block (guint block, gpointer data)
{
  Pass *pass = data;
  TaperTrainNet *self = pass->net;
  float *workspace = g_ptr_array_index (self->norm_workspaces, block);
  double *sums = block_sums (self, block);

  if (pass->first)
    self->calls->fill (block, workspace, self->calls->data);
  if (pass->normalize < self->plan->n_nodes)
    apply_norm (pass, &self->plan->nodes[pass->normalize], workspace);
  if (pass->node < self->plan->n_nodes)
    {
      const TaperTrainNode *n = &self->plan->nodes[pass->node];

      taper_train_net_forward_node (self, pass->node, workspace, TRUE);
      for (guint ch = 0; n->has_norm && ch < n->shape.channels; ch++)
        {
          TaperPlane plane = {
            .height = n->shape.height,
            .width = n->shape.width,
            .row = taper_block_row (&n->shape),
            .x = workspace + n->raw + ch * taper_block_plane (&n->shape) +
                 taper_block_origin (&n->shape),
          };

          self->kernels->moments (&plane, sums + 2 * ch);
        }
    }
}

/* Sums of one channel over the blocks, in their order. */
static void
total (const TaperTrainNet *self, guint n_blocks, guint channel, double sums[2])
{
  sums[0] = sums[1] = 0;
  for (guint b = 0; b < n_blocks; b++)
    for (guint i = 0; i < 2; i++)
      sums[i] += self->sums[((gsize) b * self->plan->max_channels + channel) * 2 + i];
}

static double
count_of (const TaperTrainNode *n, guint n_blocks)
{
  return (double) n_blocks * TAPER_LANES * n->shape.height * n->shape.width;
}

static void
finish_moments (Pass *pass, const TaperTrainNode *n, guint n_blocks, float *params,
                TaperNormState *state)
{
  TaperTrainNet *self = pass->net;
  double count = count_of (n, n_blocks);

  for (guint ch = 0; ch < n->shape.channels; ch++)
    {
      guint at = n->norm + ch;
      float *factor = &params[self->plan->n_params + at], *shift = &params[n->bias + ch];
      double sums[2], mean, variance, inv_std, momentum = NORM_MOMENTUM;

      total (self, n_blocks, ch, sums);
      mean = sums[0] / count;
      variance = MAX (sums[1] / count - mean * mean, 0);
      inv_std = 1 / sqrt (variance + NORM_EPS);
      if (state->calibrate)
        {
          *factor = (float) (1 / inv_std);
          *shift = (float) (*shift + mean);
          momentum = 1;
        }
      state->mean[at] += (float) (momentum * (mean - state->mean[at]));
      state->variance[at] +=
          (float) (momentum * (variance * count / (count - 1) - state->variance[at]));
      pass->mean[at] = (float) mean;
      pass->inv_std[at] = (float) inv_std;
      pass->scale[at] = (float) (*factor * inv_std);
      pass->shift[at] = (float) (*shift - *factor * inv_std * mean);
    }
}

/* ReLU, addition, and the sums that the normalisation's gradient needs. */
static void
outer_block (Pass *pass, const TaperTrainNode *n, float *workspace, double *sums)
{
  TaperTrainNet *self = pass->net;

  taper_train_net_prepare_add (self, n, workspace);
  for (guint ch = 0; ch < n->shape.channels; ch++)
    {
      TaperPlane plane = taper_train_net_plane (self, n, workspace, ch);

      if (n->has_norm)
        plane.x = workspace + n->raw + ch * taper_block_plane (&n->shape) +
                  taper_block_origin (&n->shape);
      self->kernels->mask (&plane, !n->add_first, n->has_norm ? pass->mean[n->norm + ch] : 0,
                           sums + 2 * ch);
    }
}

static void
inner_block (Pass *pass, const TaperTrainNode *n, float *workspace, float *gradient)
{
  TaperTrainNet *self = pass->net;

  for (guint ch = 0; n->has_norm && ch < n->shape.channels; ch++)
    {
      TaperPlane plane = taper_train_net_plane (self, n, workspace, ch);

      plane.x =
          workspace + n->raw + ch * taper_block_plane (&n->shape) + taper_block_origin (&n->shape);
      self->kernels->combine (&plane, pass->a[n->norm + ch], pass->b[n->norm + ch],
                              pass->c[n->norm + ch]);
    }
  taper_train_net_backward_inner (self, n, workspace, gradient);
}

static void
backward_block (guint block, gpointer data)
{
  Pass *pass = data;
  TaperTrainNet *self = pass->net;
  float *workspace = g_ptr_array_index (self->norm_workspaces, block);
  float *gradient = g_ptr_array_index (self->block_gradients, block);

  if (pass->first)
    {
      memset (gradient, 0, self->plan->n_params * sizeof (float));
      taper_train_net_call_loss (self, block, workspace);
    }
  else if (self->plan->nodes[pass->node].reached)
    inner_block (pass, &self->plan->nodes[pass->node], workspace, gradient);
  if (!pass->last && self->plan->nodes[pass->outer].has_params &&
      self->plan->nodes[pass->outer].reached)
    outer_block (pass, &self->plan->nodes[pass->outer], workspace, block_sums (self, block));
}

/* dx = f r (g - sum g / M - (x - mean) r^2 sum (g (x - mean)) / M), f the factor, r = 1 / std */
static void
finish_sums (Pass *pass, const TaperTrainNode *n, guint n_blocks, const float *params,
             float *biases, float *factors)
{
  TaperTrainNet *self = pass->net;
  double count = count_of (n, n_blocks);

  for (guint ch = 0; ch < n->shape.channels; ch++)
    {
      double sums[2], f, r, a, b;
      guint at = n->norm + ch;

      total (self, n_blocks, ch, sums);
      biases[ch] = (float) sums[0];
      if (!n->has_norm)
        continue;
      f = params[self->plan->n_params + at];
      r = pass->inv_std[at];
      a = f * r;
      b = -a * r * r * sums[1] / count;
      factors[at] = (float) (sums[1] * r);
      pass->a[at] = (float) a;
      pass->b[at] = (float) b;
      pass->c[at] = (float) (-a * sums[0] / count - b * pass->mean[at]);
    }
}

static void
forward_passes (Pass *pass, guint n_blocks, float *params, TaperNormState *state)
{
  TaperTrainNet *self = pass->net;

  pass->normalize = self->plan->n_nodes;
  for (guint i = 0; i <= self->plan->n_nodes; i++)
    {
      gboolean norm = i < self->plan->n_nodes && self->plan->nodes[i].has_norm;

      pass->first = i == 0;
      pass->node = i;
      taper_pool_run (n_blocks, forward_block, pass);
      if (norm)
        finish_moments (pass, &self->plan->nodes[i], n_blocks, params, state);
      pass->normalize = norm ? i : self->plan->n_nodes;
    }
}

static void
backward_passes (Pass *pass, guint n_blocks, const float *params, float *biases, float *factors)
{
  TaperTrainNet *self = pass->net;

  for (guint step = 0; step <= self->plan->n_nodes; step++)
    {
      pass->first = step == 0;
      pass->last = step == self->plan->n_nodes;
      pass->node = self->plan->n_nodes - step;
      pass->outer = pass->last ? 0 : pass->node - 1;
      taper_pool_run (n_blocks, backward_block, pass);
      if (!pass->last && self->plan->nodes[pass->outer].has_params &&
          self->plan->nodes[pass->outer].reached)
        finish_sums (pass, &self->plan->nodes[pass->outer], n_blocks, params,
                     biases + self->plan->nodes[pass->outer].bias, factors);
    }
}

void
taper_train_net_step_normalized (TaperTrainNet *self, float *params, TaperNormState *state,
                                 guint n_blocks, const TaperTrainCalls *calls, float *gradient)
{
  guint n = self->plan->n_norms;
  g_autofree float *channels = g_new0 (float, (gsize) MAX (n, 1) * 7);
  g_autofree float *biases = g_new0 (float, self->plan->n_params);
  Pass pass = { .net = self,
                .scale = channels,
                .shift = channels + n,
                .mean = channels + 2 * n,
                .inv_std = channels + 3 * n,
                .a = channels + 4 * n,
                .b = channels + 5 * n,
                .c = channels + 6 * n };

  taper_train_net_begin (self, params, TRUE, n_blocks, calls);
  while (self->norm_workspaces->len < n_blocks)
    g_ptr_array_add (self->norm_workspaces,
                     taper_block_alloc (self->plan->values_size + self->plan->gradient_size +
                                        self->plan->raw_size));
  self->sums = g_renew (double, self->sums, (gsize) n_blocks * self->plan->max_channels * 2);
  memset (self->sums, 0, (gsize) n_blocks * self->plan->max_channels * 2 * sizeof (double));

  forward_passes (&pass, n_blocks, params, state);
  state->calibrate = FALSE;
  backward_passes (&pass, n_blocks, params, biases, gradient + self->plan->n_params);
  taper_train_net_reduce (self, n_blocks, gradient);
  for (guint i = 0; i < self->plan->n_nodes; i++)
    if (self->plan->nodes[i].has_params)
      memcpy (gradient + self->plan->nodes[i].bias, biases + self->plan->nodes[i].bias,
              self->plan->nodes[i].shape.channels * sizeof (float));
}

void
taper_train_net_fold (const TaperTrainNet *self, const float *params, const TaperNormState *state,
                      float *folded)
{
  memcpy (folded, params, self->plan->n_params * sizeof (float));
  for (guint i = 0; i < self->plan->n_nodes; i++)
    {
      const TaperTrainNode *n = &self->plan->nodes[i];
      gsize per_channel;

      if (!n->has_norm)
        continue;
      per_channel = (gsize) n->node->in_channels * n->node->kernel * n->node->kernel;
      for (guint ch = 0; ch < n->shape.channels; ch++)
        {
          guint at = n->norm + ch;
          double factor =
              params[self->plan->n_params + at] / sqrt ((double) state->variance[at] + NORM_EPS);

          for (gsize k = 0; k < per_channel; k++)
            folded[n->weight + ch * per_channel + k] *= (float) factor;
          folded[n->bias + ch] -= (float) (factor * state->mean[at]);
        }
    }
}

TaperNormState *
taper_norm_state_new (const TaperTrainNet *net)
{
  TaperNormState *self = g_new0 (TaperNormState, 1);

  self->n = net->plan->n_norms;
  self->mean = g_new0 (float, self->n);
  self->variance = g_new (float, self->n);
  for (guint i = 0; i < self->n; i++)
    self->variance[i] = 1;
  return self;
}

void
taper_norm_state_free (TaperNormState *self)
{
  if (self == NULL)
    return;
  g_free (self->mean);
  g_free (self->variance);
  g_free (self);
}
