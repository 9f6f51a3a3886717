/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-mixer.h"
#include "core/tensor/taper-blas.h"
#include "core/tensor/taper-buffer.h"

#include <math.h>
#include <string.h>

struct _TaperMixer {
  gatomicrefcount ref_count;
  guint n_classes, n_hidden, n_layers, n_bases;
  float *encodings;                           /* (C, H): enc (e_c) */
  float *predictor0_weight, *predictor0_bias; /* (H, H), (H) */
  float *predictor1_weight, *predictor1_bias; /* (L*K, H), (L*K) */
  float *prior;                               /* (C, K), or NULL */
  float *prior_scale;                         /* (L), or NULL */
};

/* What a prediction needs beside its result; one per thread and kept, so that a tick allocates
 * nothing. */
typedef struct {
  gsize n;
  double *sums;
  float *hidden;
} Scratch;

static void
scratch_free (gpointer data)
{
  Scratch *scratch = data;
  g_free (scratch->sums);
  g_free (scratch->hidden);
  g_free (scratch);
}

static Scratch *
get_scratch (gsize n)
{
  static GPrivate key = G_PRIVATE_INIT (scratch_free);
  Scratch *scratch = g_private_get (&key);
  if (scratch == NULL)
    {
      scratch = g_new0 (Scratch, 1);
      g_private_set (&key, scratch);
    }
  if (scratch->n < n)
    {
      scratch->sums = g_renew (double, scratch->sums, n);
      scratch->hidden = g_renew (float, scratch->hidden, n);
      scratch->n = n;
    }
  return scratch;
}

static float *
copy_floats (const float *values, gsize n)
{
  float *copy = taper_buffer_new_floats (n);
  memcpy (copy, values, n * sizeof *values);
  return copy;
}

static void
relu (float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = MAX (values[i], 0);
}

/* out (rows, n_out) = in (rows, n_in) weight^T + bias */
static void
dense (gsize rows, gsize n_in, gsize n_out, const float *in, const float *weight, const float *bias,
       float *out)
{
  for (gsize i = 0; i < rows; i++)
    memcpy (out + i * n_out, bias, n_out * sizeof *bias);
  taper_blas_gemm (FALSE, TRUE, rows, n_out, n_in, 1, in, n_in, weight, n_in, 1, out, n_out);
}

TaperMixer *
taper_mixer_new (const TaperMixerWeights *weights)
{
  const gsize c = weights->n_classes, h = weights->n_hidden;
  const gsize n_out = (gsize) weights->n_layers * weights->n_bases;
  TaperMixer *self = g_new0 (TaperMixer, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->n_classes = weights->n_classes;
  self->n_hidden = weights->n_hidden;
  self->n_layers = weights->n_layers;
  self->n_bases = weights->n_bases;

  float *middle = taper_buffer_new_floats (c * h);
  self->encodings = taper_buffer_new_floats (c * h);
  dense (c, weights->n_embedding, h, weights->class_embedding, weights->encoder0_weight,
         weights->encoder0_bias, middle);
  relu (middle, c * h);
  dense (c, h, h, middle, weights->encoder1_weight, weights->encoder1_bias, self->encodings);
  taper_buffer_free (middle);

  self->predictor0_weight = copy_floats (weights->predictor0_weight, h * h);
  self->predictor0_bias = copy_floats (weights->predictor0_bias, h);
  self->predictor1_weight = copy_floats (weights->predictor1_weight, n_out * h);
  self->predictor1_bias = copy_floats (weights->predictor1_bias, n_out);
  if (weights->prior != NULL && weights->prior_scale != NULL)
    {
      self->prior = copy_floats (weights->prior, c * weights->n_bases);
      self->prior_scale = copy_floats (weights->prior_scale, weights->n_layers);
    }
  return self;
}

TaperMixer *
taper_mixer_ref (TaperMixer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_mixer_unref (TaperMixer *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  taper_buffer_free (self->encodings);
  taper_buffer_free (self->predictor0_weight);
  taper_buffer_free (self->predictor0_bias);
  taper_buffer_free (self->predictor1_weight);
  taper_buffer_free (self->predictor1_bias);
  taper_buffer_free (self->prior);
  taper_buffer_free (self->prior_scale);
  g_free (self);
}

guint
taper_mixer_get_n_layers (const TaperMixer *self)
{
  return self->n_layers;
}

guint
taper_mixer_get_n_bases (const TaperMixer *self)
{
  return self->n_bases;
}

guint
taper_mixer_get_n_classes (const TaperMixer *self)
{
  return self->n_classes;
}

/* sums[j] = sum_c w_c rows[c][j], over the task's classes in ascending order */
static void
weighted_sum (const TaperTask *task, const float *rows, gsize width, double *sums)
{
  guint n;
  const guint *selected = taper_task_get_selected (task, &n);
  const float *weights = taper_task_get_weights (task);
  memset (sums, 0, width * sizeof *sums);
  for (guint i = 0; i < n; i++)
    {
      const double weight = weights[selected[i]];
      const float *row = rows + selected[i] * width;
      for (gsize j = 0; j < width; j++)
        sums[j] += weight * row[j];
    }
}

static void
softmax (float *values, guint n)
{
  float largest = values[0];
  double sum = 0;
  for (guint i = 1; i < n; i++)
    largest = MAX (largest, values[i]);
  for (guint i = 0; i < n; i++)
    {
      values[i] = expf (values[i] - largest);
      sum += values[i];
    }
  for (guint i = 0; i < n; i++)
    values[i] = (float) (values[i] / sum);
}

guint
taper_mixer_get_n_encoding (const TaperMixer *self)
{
  return self->n_hidden;
}

void
taper_mixer_encode (const TaperMixer *self, const TaperTask *task, float *encoding)
{
  const gsize h = self->n_hidden;
  double *sums = get_scratch (MAX (2 * h, self->n_bases))->sums;

  weighted_sum (task, self->encodings, h, sums);
  for (gsize i = 0; i < h; i++)
    encoding[i] = (float) MAX (sums[i], 0);
}

gsize
taper_mixer_get_n_bytes (const TaperMixer *self)
{
  gsize h = self->n_hidden, rows = (gsize) self->n_layers * self->n_bases;
  gsize n = self->n_classes * h + h * h + h + rows * h + rows;

  if (self->prior != NULL)
    n += (gsize) self->n_classes * self->n_bases + self->n_layers;
  return n * sizeof (float);
}

void
taper_mixer_predict (const TaperMixer *self, const TaperTask *task, float *coefficients)
{
  const gsize h = self->n_hidden, k = self->n_bases;
  const gsize n_out = self->n_layers * k;
  Scratch *scratch = get_scratch (MAX (2 * h, k));
  float *hidden = scratch->hidden, *middle = scratch->hidden + h;

  taper_mixer_encode (self, task, hidden);
  memcpy (middle, self->predictor0_bias, h * sizeof (float));
  taper_blas_gemv (h, h, self->predictor0_weight, hidden, 1, middle);
  relu (middle, h);
  memcpy (coefficients, self->predictor1_bias, n_out * sizeof (float));
  taper_blas_gemv (n_out, h, self->predictor1_weight, middle, 1, coefficients);

  if (self->prior != NULL)
    {
      weighted_sum (task, self->prior, k, scratch->sums);
      for (gsize l = 0; l < self->n_layers; l++)
        for (gsize b = 0; b < k; b++)
          coefficients[l * k + b] += (float) (self->prior_scale[l] * scratch->sums[b]);
    }
  for (gsize l = 0; l < self->n_layers; l++)
    softmax (coefficients + l * k, self->n_bases);
}
