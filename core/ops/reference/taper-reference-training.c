/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/reference/taper-reference-training.h"

#include <math.h>
#include <string.h>

/* Index of (i, c, y, x) in (N,C,H,W). */
static gsize
at (guint channels, guint height, guint width, guint i, guint c, guint y, guint x)
{
  return (((gsize) i * channels + c) * height + y) * width + x;
}

typedef struct {
  const TaperNode *node;
  const float *input, *weight;
  float gradient;
  double *input_gradient, *weight_gradient;
} Tap;

/* Output (o, y, x) of picture @i hands its gradient to all it was computed from. */
static void
spread_taps (const Tap *t, guint i, guint o, guint y, guint x)
{
  const TaperNode *node = t->node;

  for (guint c = 0; c < node->in_channels; c++)
    for (guint r = 0; r < node->kernel; r++)
      for (guint s = 0; s < node->kernel; s++)
        {
          int iy = (int) (y * node->stride + r) - (int) node->padding;
          int ix = (int) (x * node->stride + s) - (int) node->padding;
          gsize w = at (node->in_channels, node->kernel, node->kernel, o, c, r, s), in;

          if (iy < 0 || ix < 0 || iy >= (int) node->in_height || ix >= (int) node->in_width)
            continue;
          in = at (node->in_channels, node->in_height, node->in_width, i, c, iy, ix);
          t->input_gradient[in] += (double) t->weight[w] * t->gradient;
          t->weight_gradient[w] += (double) t->input[in] * t->gradient;
        }
}

void
taper_reference_conv2d_backward (const TaperNode *node, guint n, const float *input,
                                 const float *weight, const float *gradient, float *input_gradient,
                                 float *weight_gradient, float *bias_gradient)
{
  gsize n_in = (gsize) n * node->in_channels * node->in_height * node->in_width;
  gsize n_weights = (gsize) node->out_channels * node->in_channels * node->kernel * node->kernel;
  g_autofree double *dx = g_new0 (double, n_in);
  g_autofree double *dw = g_new0 (double, n_weights);
  g_autofree double *db = g_new0 (double, node->out_channels);
  Tap tap = { node, input, weight, 0, dx, dw };

  for (guint i = 0; i < n; i++)
    for (guint o = 0; o < node->out_channels; o++)
      for (guint y = 0; y < node->out_height; y++)
        for (guint x = 0; x < node->out_width; x++)
          {
            tap.gradient =
                gradient[at (node->out_channels, node->out_height, node->out_width, i, o, y, x)];
            db[o] += tap.gradient;
            spread_taps (&tap, i, o, y, x);
          }
  for (gsize j = 0; j < n_in; j++)
    input_gradient[j] = (float) dx[j];
  for (gsize j = 0; j < n_weights; j++)
    weight_gradient[j] = (float) dw[j];
  for (guint o = 0; o < node->out_channels; o++)
    bias_gradient[o] = (float) db[o];
}

/* The first pixel of the window with the largest value. */
static gsize
best_of_window (const TaperNode *node, const float *input, guint i, guint c, guint y, guint x)
{
  float best = -INFINITY;
  gsize found = 0;

  for (guint r = 0; r < node->kernel; r++)
    for (guint s = 0; s < node->kernel; s++)
      {
        int iy = (int) (y * node->stride + r) - (int) node->padding;
        int ix = (int) (x * node->stride + s) - (int) node->padding;
        gsize in;

        if (iy < 0 || ix < 0 || iy >= (int) node->in_height || ix >= (int) node->in_width)
          continue;
        in = at (node->in_channels, node->in_height, node->in_width, i, c, iy, ix);
        if (input[in] > best)
          {
            best = input[in];
            found = in;
          }
      }
  return found;
}

void
taper_reference_max_pool_backward (const TaperNode *node, guint n, const float *input,
                                   const float *gradient, float *input_gradient)
{
  memset (input_gradient, 0,
          (gsize) n * node->in_channels * node->in_height * node->in_width * sizeof (float));
  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < node->out_channels; c++)
      for (guint y = 0; y < node->out_height; y++)
        for (guint x = 0; x < node->out_width; x++)
          input_gradient[best_of_window (node, input, i, c, y, x)] +=
              gradient[at (node->out_channels, node->out_height, node->out_width, i, c, y, x)];
}

void
taper_reference_global_avg_pool_backward (const TaperNode *node, guint n, const float *gradient,
                                          float *input_gradient)
{
  gsize pixels = (gsize) node->in_height * node->in_width;

  for (gsize plane = 0; plane < (gsize) n * node->in_channels; plane++)
    for (gsize p = 0; p < pixels; p++)
      input_gradient[plane * pixels + p] = gradient[plane] / (float) pixels;
}

typedef struct {
  guint n, channels, pixels;
} NormShape;

static double
sum_channel (NormShape s, guint channel, const float *a, const float *b, double mean)
{
  double sum = 0;

  for (guint i = 0; i < s.n; i++)
    for (guint p = 0; p < s.pixels; p++)
      {
        gsize k = ((gsize) i * s.channels + channel) * s.pixels + p;

        sum += a[k] * (b == NULL ? 1.0 : b[k] - mean);
      }
  return sum;
}

void
taper_reference_batch_norm (guint n, guint channels, guint pixels, const float *x,
                            const float *factor, const float *shift, double eps, float *y,
                            const float *gradient, float *x_gradient, float *factor_gradient,
                            float *shift_gradient)
{
  NormShape shape = { n, channels, pixels };
  double count = (double) n * pixels;

  for (guint c = 0; c < channels; c++)
    {
      double mean = sum_channel (shape, c, x, NULL, 0) / count, variance = 0, r, g, gx;

      for (guint i = 0; i < n; i++)
        for (guint p = 0; p < pixels; p++)
          variance += pow (x[((gsize) i * channels + c) * pixels + p] - mean, 2) / count;
      r = 1 / sqrt (variance + eps);
      g = sum_channel (shape, c, gradient, NULL, 0);
      gx = sum_channel (shape, c, gradient, x, mean) * r;
      factor_gradient[c] = (float) gx;
      shift_gradient[c] = (float) g;
      for (guint i = 0; i < n; i++)
        for (guint p = 0; p < pixels; p++)
          {
            gsize k = ((gsize) i * channels + c) * pixels + p;
            double normal = (x[k] - mean) * r;

            y[k] = (float) (factor[c] * normal + shift[c]);
            x_gradient[k] =
                (float) (factor[c] * r * (gradient[k] - g / count - normal * gx / count));
          }
    }
}
