/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-mixer.h"

#include <math.h>
#include <string.h>

struct _TaperMixerTrace {
  guint n, n_embedding;
  guint *classes;
  float *embedding; /* (n, D) */
  float *hidden;    /* (n, H): relu (encoder.0) */
  float *set;       /* (H): h, before the ReLU */
  float *set_relu;  /* (H) */
  float *middle;    /* (H): relu (predictor.0) */
  float *alpha;     /* (L, K) */
  float *prior;     /* (K): sum_c w_c prior_ck */
};

TaperTrainMixer *
taper_train_mixer_new (guint n_classes, guint n_text, guint n_learned, guint n_hidden,
                       guint n_layers, guint n_bases)
{
  TaperTrainMixer *self = g_new0 (TaperTrainMixer, 1);
  gsize d = n_text + n_learned, h = n_hidden, at = 0;

  self->n_classes = n_classes;
  self->n_text = n_text;
  self->n_learned = n_learned;
  self->n_hidden = n_hidden;
  self->n_layers = n_layers;
  self->n_bases = n_bases;
  self->text = g_new0 (float, (gsize) n_classes *MAX (n_text, 1));
  self->prior = g_new0 (float, (gsize) n_classes *n_bases);

  self->learned = at;
  self->encoder0_weight = at += (gsize) n_classes * n_learned;
  self->encoder0_bias = at += h * d;
  self->encoder1_weight = at += h;
  self->encoder1_bias = at += h * h;
  self->predictor0_weight = at += h;
  self->predictor0_bias = at += h * h;
  self->predictor1_weight = at += h;
  self->predictor1_bias = at += h * n_layers * n_bases;
  self->prior_scale = at += (gsize) n_layers * n_bases;
  self->n_params = at + n_layers;
  self->params = g_new0 (float, self->n_params);
  return self;
}

static void
fill_uniform (TaperRandom *random, float *values, gsize n, double limit)
{
  for (gsize i = 0; i < n; i++)
    values[i] = (float) taper_random_between (random, -limit, limit);
}

void
taper_train_mixer_init (TaperTrainMixer *self, TaperRandom *random, double last_scale,
                        double prior_scale)
{
  double in = 1 / sqrt (self->n_text + self->n_learned), hidden = 1 / sqrt (self->n_hidden);
  float *p = self->params;

  for (gsize i = 0; i < self->encoder0_weight; i++)
    p[i] = (float) (0.1 * taper_random_normal (random));
  fill_uniform (random, p + self->encoder0_weight, self->encoder1_weight - self->encoder0_weight,
                in);
  fill_uniform (random, p + self->encoder1_weight, self->predictor1_weight - self->encoder1_weight,
                hidden);
  fill_uniform (random, p + self->predictor1_weight, self->prior_scale - self->predictor1_weight,
                hidden * last_scale);
  for (guint l = 0; l < self->n_layers; l++)
    p[self->prior_scale + l] = (float) prior_scale;
}

void
taper_train_mixer_free (TaperTrainMixer *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->prior);
  g_free (self->params);
  g_free (self);
}

void
taper_mixer_trace_free (TaperMixerTrace *self)
{
  if (self == NULL)
    return;
  g_free (self->classes);
  g_free (self->embedding);
  g_free (self->hidden);
  g_free (self->set);
  g_free (self->set_relu);
  g_free (self->middle);
  g_free (self->alpha);
  g_free (self->prior);
  g_free (self);
}

/* out = W in + b, W (n_out, n_in) */
static void
linear (const float *weight, const float *bias, guint n_out, guint n_in, const float *in,
        float *out)
{
  for (guint o = 0; o < n_out; o++)
    {
      double sum = bias[o];

      for (guint i = 0; i < n_in; i++)
        sum += (double) weight[(gsize) o * n_in + i] * in[i];
      out[o] = (float) sum;
    }
}

/* W' += g in^T, b' += g, in' += W^T g (when set) */
static void
linear_backward (const float *weight, guint n_out, guint n_in, const float *in, const float *g,
                 float *weight_gradient, float *bias_gradient, float *in_gradient)
{
  for (guint o = 0; o < n_out; o++)
    {
      const float *w = weight + (gsize) o * n_in;
      float *dw = weight_gradient + (gsize) o * n_in, v = g[o];

      bias_gradient[o] += v;
      if (v == 0)
        continue;
      for (guint i = 0; i < n_in; i++)
        dw[i] += v * in[i];
      if (in_gradient != NULL)
        for (guint i = 0; i < n_in; i++)
          in_gradient[i] += v * w[i];
    }
}

static void
relu (float *values, guint n)
{
  for (guint i = 0; i < n; i++)
    values[i] = MAX (values[i], 0);
}

static void
relu_backward (const float *values, guint n, float *gradient)
{
  for (guint i = 0; i < n; i++)
    if (values[i] <= 0)
      gradient[i] = 0;
}

static void
softmax (float *values, guint n)
{
  float top = values[0];
  double sum = 0;

  for (guint i = 1; i < n; i++)
    top = MAX (top, values[i]);
  for (guint i = 0; i < n; i++)
    sum += values[i] = expf (values[i] - top);
  for (guint i = 0; i < n; i++)
    values[i] = (float) (values[i] / sum);
}

static void
encode_class (const TaperTrainMixer *self, TaperMixerTrace *trace, guint i)
{
  guint c = trace->classes[i], h = self->n_hidden, d = trace->n_embedding;
  const float *p = self->params;
  float *embedding = trace->embedding + (gsize) i * d, *hidden = trace->hidden + (gsize) i * h;
  g_autofree float *code = g_new (float, h);

  memcpy (embedding, self->text + (gsize) c * self->n_text, self->n_text * sizeof (float));
  memcpy (embedding + self->n_text, p + self->learned + (gsize) c * self->n_learned,
          self->n_learned * sizeof (float));
  linear (p + self->encoder0_weight, p + self->encoder0_bias, h, d, embedding, hidden);
  relu (hidden, h);
  linear (p + self->encoder1_weight, p + self->encoder1_bias, h, h, hidden, code);
  for (guint j = 0; j < h; j++)
    trace->set[j] += code[j] / (float) trace->n;
  for (guint k = 0; k < self->n_bases; k++)
    trace->prior[k] += self->prior[(gsize) c * self->n_bases + k] / (float) trace->n;
}

TaperMixerTrace *
taper_train_mixer_forward (const TaperTrainMixer *self, const guint *classes, guint n,
                           float *coefficients)
{
  TaperMixerTrace *trace = g_new0 (TaperMixerTrace, 1);
  guint h = self->n_hidden, rows = self->n_layers * self->n_bases;
  const float *p = self->params;

  trace->n = n;
  trace->n_embedding = self->n_text + self->n_learned;
  trace->classes = g_memdup2 (classes, n * sizeof *classes);
  trace->embedding = g_new0 (float, (gsize) n * trace->n_embedding);
  trace->hidden = g_new0 (float, (gsize) n *h);
  trace->set = g_new0 (float, h);
  trace->middle = g_new0 (float, h);
  trace->alpha = g_new0 (float, rows);
  trace->prior = g_new0 (float, self->n_bases);
  for (guint i = 0; i < n; i++)
    encode_class (self, trace, i);

  trace->set_relu = g_memdup2 (trace->set, h * sizeof (float));
  relu (trace->set_relu, h);
  linear (p + self->predictor0_weight, p + self->predictor0_bias, h, h, trace->set_relu,
          trace->middle);
  relu (trace->middle, h);
  linear (p + self->predictor1_weight, p + self->predictor1_bias, rows, h, trace->middle,
          trace->alpha);
  for (guint l = 0; l < self->n_layers; l++)
    {
      float *row = trace->alpha + (gsize) l * self->n_bases;

      for (guint k = 0; k < self->n_bases; k++)
        row[k] += p[self->prior_scale + l] * trace->prior[k];
      softmax (row, self->n_bases);
    }
  memcpy (coefficients, trace->alpha, rows * sizeof (float));
  return trace;
}

/* Through the softmax rows: to the logits, and to prior_scale. */
static void
softmax_backward (const TaperTrainMixer *self, const TaperMixerTrace *trace,
                  const float *coefficient_gradient, float *logit_gradient, float *gradient)
{
  for (guint l = 0; l < self->n_layers; l++)
    {
      const float *alpha = trace->alpha + (gsize) l * self->n_bases;
      const float *g = coefficient_gradient + (gsize) l * self->n_bases;
      float *out = logit_gradient + (gsize) l * self->n_bases;
      double mean = 0, scale = 0;

      for (guint k = 0; k < self->n_bases; k++)
        mean += (double) alpha[k] * g[k];
      for (guint k = 0; k < self->n_bases; k++)
        {
          out[k] = (float) (alpha[k] * (g[k] - mean));
          scale += (double) out[k] * trace->prior[k];
        }
      gradient[self->prior_scale + l] += (float) scale;
    }
}

static void
encoder_backward (const TaperTrainMixer *self, const TaperMixerTrace *trace,
                  const float *set_gradient, float *gradient)
{
  guint h = self->n_hidden, d = trace->n_embedding;
  g_autofree float *code = g_new (float, h);
  g_autofree float *hidden = g_new (float, h);
  g_autofree float *embedding = g_new (float, d);

  for (guint j = 0; j < h; j++)
    code[j] = set_gradient[j] / (float) trace->n;
  for (guint i = 0; i < trace->n; i++)
    {
      float *learned = gradient + self->learned + (gsize) trace->classes[i] * self->n_learned;

      memset (hidden, 0, h * sizeof (float));
      memset (embedding, 0, d * sizeof (float));
      linear_backward (self->params + self->encoder1_weight, h, h, trace->hidden + (gsize) i * h,
                       code, gradient + self->encoder1_weight, gradient + self->encoder1_bias,
                       hidden);
      relu_backward (trace->hidden + (gsize) i * h, h, hidden);
      linear_backward (self->params + self->encoder0_weight, h, d, trace->embedding + (gsize) i * d,
                       hidden, gradient + self->encoder0_weight, gradient + self->encoder0_bias,
                       embedding);
      for (guint j = 0; j < self->n_learned; j++)
        learned[j] += embedding[self->n_text + j];
    }
}

void
taper_train_mixer_backward (const TaperTrainMixer *self, const TaperMixerTrace *trace,
                            const float *coefficient_gradient, float *gradient)
{
  guint h = self->n_hidden, rows = self->n_layers * self->n_bases;
  const float *p = self->params;
  g_autofree float *logits = g_new0 (float, rows);
  g_autofree float *middle = g_new0 (float, h);
  g_autofree float *set = g_new0 (float, h);

  softmax_backward (self, trace, coefficient_gradient, logits, gradient);
  linear_backward (p + self->predictor1_weight, rows, h, trace->middle, logits,
                   gradient + self->predictor1_weight, gradient + self->predictor1_bias, middle);
  relu_backward (trace->middle, h, middle);
  linear_backward (p + self->predictor0_weight, h, h, trace->set_relu, middle,
                   gradient + self->predictor0_weight, gradient + self->predictor0_bias, set);
  relu_backward (trace->set, h, set);
  encoder_backward (self, trace, set, gradient);
}
