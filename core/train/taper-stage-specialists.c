/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stage 2: classes are clustered by what the generic confuses and by their names; each basis
 * starts as the generic and is trained on one cluster. */
#include "core/train/taper-train-batch-private.h"
#include "core/train/taper-clusters.h"
#include "core/train/taper-trainer-private.h"

#include <math.h>
#include <string.h>

#define STREAM 0x5bec02

/* Mean softmax of the generic over each class's pictures, (C, C). */
static double *
confusion (TaperTrainer *self)
{
  guint c = self->n_classes, n = self->learn.n;
  g_autofree float *logits = g_new0 (float, (gsize) n *c);
  double *rows = g_new0 (double, (gsize) c *c);

  taper_predict (self, self->net, self->generic, self->train_cache, self->learn.index, n, FALSE,
                 logits);
  for (guint i = 0; i < n; i++)
    {
      const float *z = logits + (gsize) i * c;
      guint label = g_array_index (self->data->train.labels, guint, self->learn.index[i]);
      double top = z[0], sum = 0;

      for (guint k = 1; k < c; k++)
        top = MAX (top, z[k]);
      for (guint k = 0; k < c; k++)
        sum += exp (z[k] - top);
      for (guint k = 0; k < c; k++)
        rows[(gsize) label * c + k] += exp (z[k] - top) / sum;
    }
  return rows;
}

/* [square root of the confusion row, unit length; names' embedding]. */
static void
make_clusters (TaperTrainer *self)
{
  guint c = self->n_classes, d = c + self->n_text;
  g_autofree double *rows = confusion (self);
  g_autofree float *features = g_new0 (float, (gsize) c *d);
  g_autofree guint *of = g_new (guint, c);
  TaperRandom random = taper_random_stream (self->config->seed, STREAM, 0);

  for (guint i = 0; i < c; i++)
    {
      double sum = 0;

      for (guint k = 0; k < c; k++)
        sum += rows[(gsize) i * c + k];
      for (guint k = 0; k < c; k++)
        features[(gsize) i * d + k] = (float) sqrt (rows[(gsize) i * c + k] / MAX (sum, 1e-300));
      for (guint k = 0; k < self->n_text; k++)
        features[(gsize) i * d + c + k] =
            (float) (self->config->text_weight * self->text[(gsize) i * self->n_text + k]);
    }
  taper_cluster (&random, features, c, d, self->config->bases, of);
  self->clusters = g_new (float, c);
  for (guint i = 0; i < c; i++)
    self->clusters[i] = of[i];
}

/* Pictures and classes of one cluster. */
static void
select_cluster (TaperTrainer *self, guint basis, TaperPool *pool, guint *classes, guint *n_classes)
{
  *n_classes = 0;
  for (guint c = 0; c < self->n_classes; c++)
    if ((guint) self->clusters[c] == basis)
      classes[(*n_classes)++] = c;
  pool->n = 0;
  for (guint i = 0; i < self->learn.n; i++)
    {
      guint label = g_array_index (self->data->train.labels, guint, self->learn.index[i]);

      if ((guint) self->clusters[label] == basis)
        pool->index[pool->n++] = self->learn.index[i];
    }
}

typedef struct {
  float *params, *gradient;
  TaperOptimizer *adamw;
  TaperBatch *batch;
  TaperPool pool;
  guint *classes;
} Specialist;

static gboolean
train_basis (TaperTrainer *self, Specialist *s, const TaperSlot *slots, guint n_slots,
             GError **error)
{
  const TaperTrainConfig *config = self->config;
  TaperTrainCalls calls = taper_batch_calls (s->batch);

  select_cluster (self, self->basis, &s->pool, s->classes, &s->batch->loss.n_allowed);
  s->batch->loss.allowed = s->classes;
  s->batch->loss.smoothing = (float) config->joint_smoothing;
  while (self->step < self->n_steps)
    {
      /* Without a warm-up AdamW's first steps, as long for weak gradients as for strong ones, can
       * kill a folded network: all ReLUs at 0, for good. */
      double rate = taper_schedule_rate (TAPER_SCHEDULE_WARMUP_LINEAR, config->specialist_rate,
                                         self->step, self->n_steps);

      taper_batch_next (s->batch, &s->pool, config->seed ^ (STREAM + 1 + self->basis),
                        self->step * config->batch);
      taper_batch_ask_teacher (s->batch);
      taper_train_net_step (self->net, s->params, s->batch->n_blocks, &calls, s->gradient);
      taper_clip_gradient (&s->gradient, &self->n_params, 1, config->clip);
      taper_optimizer_step (s->adamw, s->params, s->gradient, rate);
      taper_trainer_count (self, taper_batch_get_loss (s->batch),
                           taper_batch_get_accuracy (s->batch), config->batch);
      if (!taper_trainer_after_step (self, rate, NULL, slots, n_slots, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
train_all (TaperTrainer *self, Specialist *s, GError **error)
{
  const TaperTrainConfig *config = self->config;
  const TaperSlot slots[] = { { "specialist.params", s->params, self->n_params },
                              { "specialist.mean", s->adamw->first, self->n_params },
                              { "specialist.square", s->adamw->second, self->n_params } };
  guint64 n_steps =
      (guint64) ceil (config->specialist_epochs * self->learn.n / config->batch / config->bases);

  for (; self->basis < config->bases; self->basis++, self->step = 0)
    {
      taper_trainer_begin_stage (self, TAPER_TRAIN_SPECIALISTS, self->basis, n_steps);
      memcpy (s->params, self->generic, self->n_params * sizeof (float));
      memset (s->adamw->first, 0, self->n_params * sizeof (float));
      memset (s->adamw->second, 0, self->n_params * sizeof (float));
      s->adamw->step = self->step;
      if (self->resumed != NULL &&
          !taper_checkpoint_take (self, slots, G_N_ELEMENTS (slots), error))
        return FALSE;
      if (!train_basis (self, s, slots, G_N_ELEMENTS (slots), error))
        return FALSE;
      memcpy (self->bases + self->basis * self->n_params, s->params,
              self->n_params * sizeof (float));
    }
  return TRUE;
}

gboolean
taper_stage_specialists (TaperTrainer *self, GError **error)
{
  g_autofree float *params = g_new (float, self->n_params);
  g_autofree float *gradient = g_new (float, self->n_params);
  g_autofree guint *index = g_new (guint, self->learn.n);
  g_autofree guint *classes = g_new (guint, self->n_classes);
  g_autoptr (TaperOptimizer) adamw =
      taper_optimizer_new (TAPER_OPTIMIZER_ADAMW, self->n_params, self->config->decay);
  g_autoptr (TaperBatch) batch = taper_batch_new (self, self->config->batch);
  Specialist specialist = { params, gradient, adamw, batch, { index, 0 }, classes };

  if (self->clusters == NULL)
    make_clusters (self);
  if (self->bases == NULL)
    self->bases = g_new0 (float, self->n_bases * self->n_params);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
      !train_all (self, &specialist, error))
    return FALSE;
  if (self->n_bases > self->config->bases)
    memcpy (self->bases + self->config->bases * self->n_params, self->generic,
            self->n_params * sizeof (float));
  return TRUE;
}
