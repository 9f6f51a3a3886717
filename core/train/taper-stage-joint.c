/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stage 3: tasks are sampled, their classes blend the bases into one network, and its gradient
 * trains bases and mixer together. */
#include "core/train/taper-train-batch-private.h"
#include "core/train/taper-trainer-private.h"

#include <math.h>
#include <string.h>

#define STREAM 0x301703

/* Log-uniform number of classes; related or random ones. */
static guint
sample_task (TaperTrainer *self, guint64 number, guint *classes)
{
  const TaperTrainConfig *config = self->config;
  TaperRandom random = taper_random_stream (config->seed, STREAM, number);
  double low = log (config->min_classes), high = log (config->max_classes + 1.0);
  guint n = (guint) exp (taper_random_between (&random, low, high));

  n = CLAMP (n, 2, self->n_classes);
  if (taper_random_uniform (&random) < config->related)
    taper_sample_related (&self->grouping, &random, n, classes);
  else
    taper_sample_any (&random, self->n_classes, n, classes);
  return n;
}

static TaperTrainMixer *
new_mixer (TaperTrainer *self)
{
  const TaperTrainConfig *config = self->config;
  TaperTrainMixer *mixer =
      taper_train_mixer_new (self->n_classes, self->n_text, config->learned, config->hidden,
                             taper_network_get_n_layers (self->network), self->n_bases);
  TaperRandom random = taper_random_stream (config->seed, STREAM, G_MAXUINT64);

  taper_train_mixer_init (mixer, &random, 0.1, config->prior_scale);
  if (self->text != NULL)
    memcpy (mixer->text, self->text, (gsize) self->n_classes * self->n_text * sizeof (float));
  for (guint c = 0; c < self->n_classes; c++)
    {
      float *row = mixer->prior + (gsize) c * self->n_bases;

      row[(guint) self->clusters[c]] = 1;
      if (self->n_bases > config->bases)
        row[config->bases] = (float) config->generic_basis;
    }
  return mixer;
}

/* All tasks of one step; the mixer may have pictures of its own to learn from. */
static guint
train_tasks (TaperTrainer *self, TaperBatch *batch, guint *classes)
{
  const TaperTrainConfig *config = self->config;
  TaperTrainCalls calls = taper_batch_calls (batch);
  double loss = 0, accuracy = 0;
  guint trained = 0;

  taper_joint_begin (self->joint);
  for (guint t = 0; t < config->tasks; t++)
    {
      guint64 number = self->step * config->tasks + t;
      gboolean held = self->mixer_only.n > 0;
      TaperLearn learn = TAPER_LEARN_BASES | (held ? 0 : TAPER_LEARN_MIXER);

      batch->loss.n_allowed = sample_task (self, number, classes);
      if (!taper_batch_draw (batch, &self->learn, classes, batch->loss.n_allowed,
                             config->seed ^ (STREAM * (number + 1))))
        continue;
      taper_batch_ask_teacher (batch);
      taper_joint_task (self->joint, classes, batch->loss.n_allowed, batch->n_blocks, &calls,
                        learn);
      loss += taper_batch_get_loss (batch);
      accuracy += taper_batch_get_accuracy (batch);
      trained++;
      if (held && t == 0 &&
          taper_batch_draw (batch, &self->mixer_only, classes, batch->loss.n_allowed,
                            config->seed ^ (STREAM * (number + 1) + 1)))
        {
          taper_batch_ask_teacher (batch);
          taper_joint_task (self->joint, classes, batch->loss.n_allowed, batch->n_blocks, &calls,
                            TAPER_LEARN_MIXER);
        }
    }
  taper_trainer_count (self, loss / MAX (trained, 1), accuracy / MAX (trained, 1),
                       batch->n * config->tasks);
  return trained;
}

static gboolean
run_steps (TaperTrainer *self, const TaperSlot *slots, guint n_slots, GError **error)
{
  const TaperTrainConfig *config = self->config;
  g_autoptr (TaperBatch) batch = taper_batch_new (self, taper_trainer_joint_batch (self));
  g_autofree guint *classes = g_new (guint, self->n_classes);

  batch->loss.allowed = classes;
  batch->loss.smoothing = (float) config->joint_smoothing;
  batch->scale /= config->tasks;
  while (self->step < self->n_steps)
    {
      double share =
          taper_schedule_rate (TAPER_SCHEDULE_WARMUP_COSINE, 1, self->step, self->n_steps);

      train_tasks (self, batch, classes);
      taper_joint_update (self->joint, share * config->joint_rate, share * config->mixer_rate,
                          config->clip);
      if (!taper_trainer_after_step (self, share * config->joint_rate, self->joint->coefficients,
                                     slots, n_slots, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
taper_stage_joint (TaperTrainer *self, GError **error)
{
  const TaperTrainConfig *config = self->config;
  TaperTrainMixer *mixer = new_mixer (self);
  gsize n_bases = (gsize) config->bases * self->n_params;
  TaperJoint *joint = taper_joint_new (self->net, mixer, self->n_bases, self->bases, config->decay);
  const TaperSlot slots[] = {
    { "joint.mixer", mixer->params, mixer->n_params },
    { "joint.mean", joint->bases_optimizer->first, n_bases },
    { "joint.square", joint->bases_optimizer->second, n_bases },
    { "joint.mixer.mean", joint->mixer_optimizer->first, mixer->n_params },
    { "joint.mixer.square", joint->mixer_optimizer->second, mixer->n_params }
  };

  self->joint = joint;
  joint->n_frozen = self->n_bases - config->bases;
  joint->anchor = self->generic;
  joint->pull = config->pull;
  taper_trainer_begin_stage (self, TAPER_TRAIN_JOINT, 0,
                             (guint64) ceil (config->joint_epochs * self->learn.n /
                                             taper_trainer_joint_batch (self) / config->tasks));
  if (self->resumed != NULL)
    {
      if (!taper_checkpoint_take (self, slots, G_N_ELEMENTS (slots), error))
        return FALSE;
      joint->bases_optimizer->step = joint->mixer_optimizer->step = self->step;
    }
  return run_steps (self, slots, G_N_ELEMENTS (slots), error);
}
