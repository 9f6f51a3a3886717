/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-optimizer.h"

#include "core/threads/taper-pool.h"

#include <math.h>

#define CHUNK 16384
#define MOMENTUM 0.9f
#define BETA1 0.9
#define BETA2 0.999
#define EPSILON 1e-8

TaperOptimizer *
taper_optimizer_new (TaperOptimizerKind kind, gsize n, double weight_decay)
{
  TaperOptimizer *self = g_new0 (TaperOptimizer, 1);

  self->kind = kind;
  self->n = n;
  self->weight_decay = (float) weight_decay;
  self->first = g_new0 (float, n);
  self->second = kind == TAPER_OPTIMIZER_ADAMW ? g_new0 (float, n) : NULL;
  return self;
}

void
taper_optimizer_free (TaperOptimizer *self)
{
  if (self == NULL)
    return;
  g_free (self->first);
  g_free (self->second);
  g_free (self);
}

typedef struct {
  TaperOptimizer *self;
  float *params;
  const float *gradient;
  double rate;
} Update;

static void
sgd_chunk (const Update *u, gsize from, gsize to)
{
  float rate = (float) u->rate, decay = u->self->weight_decay;

  for (gsize i = from; i < to; i++)
    {
      float g = u->gradient[i] + decay * u->params[i];
      float m = MOMENTUM * u->self->first[i] + g;

      u->self->first[i] = m;
      u->params[i] -= rate * (g + MOMENTUM * m);
    }
}

static void
adamw_chunk (const Update *u, gsize from, gsize to)
{
  double step = (double) u->self->step;
  float keep = (float) (1 - u->rate * u->self->weight_decay);
  float rate = (float) (u->rate / (1 - pow (BETA1, step)));
  float root = (float) (1 / sqrt (1 - pow (BETA2, step)));

  for (gsize i = from; i < to; i++)
    {
      float g = u->gradient[i];
      float m = u->self->first[i] = (float) BETA1 * u->self->first[i] + (float) (1 - BETA1) * g;
      float v = u->self->second[i] =
          (float) BETA2 * u->self->second[i] + (float) (1 - BETA2) * g * g;

      u->params[i] = u->params[i] * keep - rate * m / (sqrtf (v) * root + (float) EPSILON);
    }
}

static void
update_chunk (guint index, gpointer data)
{
  const Update *u = data;
  gsize from = (gsize) index * CHUNK, to = MIN (from + CHUNK, u->self->n);

  if (u->self->kind == TAPER_OPTIMIZER_SGD)
    sgd_chunk (u, from, to);
  else
    adamw_chunk (u, from, to);
}

void
taper_optimizer_step (TaperOptimizer *self, float *params, const float *gradient,
                      double learning_rate)
{
  Update update = { self, params, gradient, learning_rate };

  self->step++;
  taper_pool_run ((guint) ((self->n + CHUNK - 1) / CHUNK), update_chunk, &update);
}

double
taper_clip_gradient (float *const *gradients, const gsize *sizes, guint n_parts, double limit)
{
  double sum = 0, norm;

  for (guint p = 0; p < n_parts; p++)
    for (gsize i = 0; i < sizes[p]; i++)
      sum += (double) gradients[p][i] * gradients[p][i];
  norm = sqrt (sum);
  if (limit > 0 && norm > limit)
    {
      float factor = (float) (limit / (norm + 1e-6));

      for (guint p = 0; p < n_parts; p++)
        for (gsize i = 0; i < sizes[p]; i++)
          gradients[p][i] *= factor;
    }
  return norm;
}
