/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-joint.h"

#include "core/threads/taper-pool.h"

#include <string.h>

TaperJoint *
taper_joint_new (TaperTrainNet *net, TaperTrainMixer *mixer, guint n_bases, float *bases,
                 double weight_decay)
{
  TaperJoint *self = g_new0 (TaperJoint, 1);
  gsize p = taper_train_net_get_n_params (net);
  guint n_coefficients = mixer->n_layers * n_bases;

  self->net = net;
  self->mixer = mixer;
  self->n_bases = n_bases;
  self->bases = bases;
  self->bases_optimizer =
      taper_optimizer_new (TAPER_OPTIMIZER_ADAMW, (gsize) n_bases * p, weight_decay);
  self->mixer_optimizer =
      taper_optimizer_new (TAPER_OPTIMIZER_ADAMW, mixer->n_params, weight_decay);
  self->bases_gradient = g_new0 (float, (gsize) n_bases *p);
  self->mixer_gradient = g_new0 (float, mixer->n_params);
  self->blended = g_new0 (float, p);
  self->blended_gradient = g_new0 (float, p);
  self->coefficients = g_new0 (float, n_coefficients);
  self->coefficient_gradient = g_new0 (float, n_coefficients);
  return self;
}

void
taper_joint_free (TaperJoint *self)
{
  if (self == NULL)
    return;
  taper_train_mixer_free (self->mixer);
  g_free (self->bases);
  taper_optimizer_free (self->bases_optimizer);
  taper_optimizer_free (self->mixer_optimizer);
  g_free (self->bases_gradient);
  g_free (self->mixer_gradient);
  g_free (self->blended);
  g_free (self->blended_gradient);
  g_free (self->coefficients);
  g_free (self->coefficient_gradient);
  g_free (self);
}

typedef struct {
  TaperJoint *self;
  const float *coefficients;
  float *blended;
  gboolean learn_bases;
} Work;

static gsize
layer_size (const TaperJoint *self, guint layer)
{
  return taper_network_get_layer (taper_train_net_get_network (self->net), layer)->n_params;
}

static void
blend_layer (guint layer, gpointer data)
{
  const Work *w = data;
  gsize at = taper_train_net_get_offset (w->self->net, layer), n = layer_size (w->self, layer);
  gsize p = taper_train_net_get_n_params (w->self->net);
  float *out = w->blended + at;

  memset (out, 0, n * sizeof (float));
  for (guint k = 0; k < w->self->n_bases; k++)
    {
      float alpha = w->coefficients[layer * w->self->n_bases + k];
      const float *basis = w->self->bases + k * p + at;

      for (gsize i = 0; i < n; i++)
        out[i] += alpha * basis[i];
    }
}

void
taper_joint_blend (TaperJoint *self, const float *coefficients, float *blended)
{
  Work work = { .self = self, .coefficients = coefficients, .blended = blended };

  taper_pool_run (self->mixer->n_layers, blend_layer, &work);
}

/* Layer and basis of @index: the basis' gradient, and the coefficient's. */
static void
unblend (guint index, gpointer data)
{
  const Work *w = data;
  TaperJoint *self = w->self;
  guint layer = index / self->n_bases, k = index % self->n_bases;
  gsize at = taper_train_net_get_offset (self->net, layer), n = layer_size (self, layer);
  gsize p = taper_train_net_get_n_params (self->net);
  const float *basis = self->bases + k * p + at, *g = self->blended_gradient + at;
  float *out = self->bases_gradient + k * p + at, alpha = self->coefficients[index];
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (double) g[i] * basis[i];
  self->coefficient_gradient[index] = (float) sum;
  if (w->learn_bases && k < self->n_bases - self->n_frozen)
    for (gsize i = 0; i < n; i++)
      out[i] += alpha * g[i];
}

void
taper_joint_begin (TaperJoint *self)
{
  gsize p = taper_train_net_get_n_params (self->net);

  memset (self->bases_gradient, 0, (gsize) self->n_bases * p * sizeof (float));
  memset (self->mixer_gradient, 0, self->mixer->n_params * sizeof (float));
}

void
taper_joint_task (TaperJoint *self, const guint *classes, guint n, guint n_blocks,
                  const TaperTrainCalls *calls, TaperLearn learn)
{
  g_autoptr (TaperMixerTrace) trace =
      taper_train_mixer_forward (self->mixer, classes, n, self->coefficients);
  Work work = { .self = self, .learn_bases = (learn & TAPER_LEARN_BASES) != 0 };

  taper_joint_blend (self, self->coefficients, self->blended);
  taper_train_net_step (self->net, self->blended, n_blocks, calls, self->blended_gradient);
  taper_pool_run (self->mixer->n_layers * self->n_bases, unblend, &work);
  if (learn & TAPER_LEARN_MIXER)
    taper_train_mixer_backward (self->mixer, trace, self->coefficient_gradient,
                                self->mixer_gradient);
}

static void
pull_basis (guint k, gpointer data)
{
  TaperJoint *self = data;
  gsize p = taper_train_net_get_n_params (self->net);
  const float *basis = self->bases + k * p;
  float *g = self->bases_gradient + k * p, pull = (float) self->pull;

  for (gsize i = 0; i < p; i++)
    g[i] += pull * (basis[i] - self->anchor[i]);
}

double
taper_joint_update (TaperJoint *self, double bases_rate, double mixer_rate, double clip)
{
  gsize p = taper_train_net_get_n_params (self->net);
  guint trained = self->n_bases - self->n_frozen;
  float *gradients[2] = { self->bases_gradient, self->mixer_gradient };
  gsize sizes[2] = { trained * p, self->mixer->n_params };
  double norm;

  if (self->anchor != NULL && self->pull > 0)
    taper_pool_run (trained, pull_basis, self);
  norm = taper_clip_gradient (gradients, sizes, 2, clip);
  self->bases_optimizer->n = trained * p;
  taper_optimizer_step (self->bases_optimizer, self->bases, self->bases_gradient, bases_rate);
  taper_optimizer_step (self->mixer_optimizer, self->mixer->params, self->mixer_gradient,
                        mixer_rate);
  return norm;
}
