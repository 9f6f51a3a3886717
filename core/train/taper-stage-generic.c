/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stage 1: one network for all classes, with batch normalisation, which is folded at the end. */
#include "core/train/taper-train-batch-private.h"
#include "core/train/taper-trainer-private.h"

#include <math.h>
#include <string.h>

#define STREAM 0x6e6e01

/* Convolutions as He et al. 2015 (normal, fan out), factors 1, shifts 0; the last layer as
 * PyTorch's Linear. */
static void
initialize (TaperTrainer *self, float *params)
{
  guint n_layers = taper_network_get_n_layers (self->network);

  memset (params, 0, self->n_params * sizeof (float));
  for (guint l = 0; l < n_layers; l++)
    {
      const TaperLayer *layer = taper_network_get_layer (self->network, l);
      float *weight = params + taper_train_net_get_offset (self->net, l);
      TaperRandom random = taper_random_stream (self->config->seed, STREAM, l);
      double deviation = sqrt (2.0 / (layer->out_channels * layer->kernel * layer->kernel));
      double limit = 1 / sqrt (layer->in_channels);
      gboolean head = l == n_layers - 1;

      for (gsize i = 0; i < layer->n_weights; i++)
        weight[i] = (float) (head ? taper_random_between (&random, -limit, limit)
                                  : deviation * taper_random_normal (&random));
    }
  for (guint i = 0; i < taper_train_net_get_n_norms (self->net); i++)
    params[self->n_params + i] = 1;
}

static gboolean
same_classes (const TaperTrainer *self)
{
  TaperClassList *theirs = taper_bundle_get_classes (self->init);

  if (taper_class_list_get_n_classes (theirs) != self->n_classes)
    return FALSE;
  for (guint c = 0; c < self->n_classes; c++)
    if (!g_str_equal (taper_class_list_get_class (theirs, c)->id,
                      taper_class_list_get_class (self->data->classes, c)->id))
      return FALSE;
  return TRUE;
}

/* Every layer of the bundle's generic; the last only when it knows the same classes. */
static void
take_over (TaperTrainer *self, float *params)
{
  TaperNetwork *theirs = taper_bundle_get_network (self->init);
  TaperParameters *generic = taper_bundle_get_generic (self->init);
  guint n_layers = taper_network_get_n_layers (self->network);
  gboolean with_head = same_classes (self);

  for (guint l = 0; l < n_layers; l++)
    for (guint m = 0; m < n_layers; m++)
      {
        const TaperLayer *layer = taper_network_get_layer (self->network, l);
        float *at = params + taper_train_net_get_offset (self->net, l);

        if (g_str_equal (layer->name, taper_network_get_layer (theirs, m)->name) &&
            (with_head || l + 1 < n_layers))
          taper_parameters_get_layer (generic, m, at, at + layer->n_weights);
      }
}

static gboolean
run_steps (TaperTrainer *self, float *params, TaperNormState *norm, TaperOptimizer *sgd,
           float *gradient, const TaperSlot *slots, guint n_slots, GError **error)
{
  const TaperTrainConfig *config = self->config;
  g_autoptr (TaperBatch) batch = taper_batch_new (self, config->batch);
  g_autofree guint *all = g_new (guint, self->n_classes);
  TaperTrainCalls calls = taper_batch_calls (batch);

  for (guint c = 0; c < self->n_classes; c++)
    all[c] = c;
  batch->loss.allowed = all;
  batch->loss.n_allowed = self->n_classes;
  batch->loss.smoothing = (float) config->smoothing;
  while (self->step < self->n_steps)
    {
      double rate =
          taper_schedule_rate (TAPER_SCHEDULE_ONE_CYCLE, config->generic_rate * config->batch / 256,
                               self->step, self->n_steps);

      taper_batch_next (batch, &self->learn, config->seed ^ STREAM, self->step * config->batch);
      taper_batch_ask_teacher (batch);
      taper_train_net_step_normalized (self->net, params, norm, batch->n_blocks, &calls, gradient);
      taper_optimizer_step (sgd, params, gradient, rate);
      taper_trainer_count (self, taper_batch_get_loss (batch), taper_batch_get_accuracy (batch),
                           config->batch);
      if (!taper_trainer_after_step (self, rate, NULL, slots, n_slots, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
taper_stage_generic (TaperTrainer *self, GError **error)
{
  const TaperTrainConfig *config = self->config;
  gsize n_all = self->n_params + taper_train_net_get_n_norms (self->net);
  g_autofree float *params = g_new0 (float, n_all);
  g_autofree float *gradient = g_new0 (float, n_all);
  g_autoptr (TaperNormState) norm = taper_norm_state_new (self->net);
  g_autoptr (TaperOptimizer) sgd =
      taper_optimizer_new (TAPER_OPTIMIZER_SGD, n_all, config->generic_decay);
  const TaperSlot slots[] = { { "generic.params", params, n_all },
                              { "generic.momentum", sgd->first, n_all },
                              { "generic.mean", norm->mean, norm->n },
                              { "generic.variance", norm->variance, norm->n } };

  initialize (self, params);
  if (self->init != NULL)
    {
      take_over (self, params);
      norm->calibrate = TRUE;
    }
  taper_trainer_begin_stage (
      self, TAPER_TRAIN_GENERIC, 0,
      (guint64) ceil (config->generic_epochs * self->learn.n / config->batch));
  if (self->resumed != NULL)
    {
      if (!taper_checkpoint_take (self, slots, G_N_ELEMENTS (slots), error))
        return FALSE;
      sgd->step = self->step;
      norm->calibrate = norm->calibrate && self->step == 0;
    }
  if (!run_steps (self, params, norm, sgd, gradient, slots, G_N_ELEMENTS (slots), error))
    return FALSE;
  self->generic = g_new (float, self->n_params);
  if (self->n_steps == 0) /* nothing was normalised */
    memcpy (self->generic, params, self->n_params * sizeof (float));
  else
    taper_train_net_fold (self->net, params, norm, self->generic);
  return TRUE;
}
