/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-session.h"
#include "core/model/taper-parameters-private.h"
#include "core/tensor/taper-blas.h"
#include "core/tensor/taper-buffer.h"
#include "core/threads/taper-pool.h"

#include <math.h>
#include <string.h>

/* One picture's workspace: the output of every node, and the columns of a convolution. */
typedef struct {
  float **outputs;
  float *columns; /* (in * k * k, oh * ow) of the largest convolution */
} Lane;

struct _TaperSession {
  TaperNetwork *network;
  guint n_lanes;
  Lane *lanes;
};

typedef struct {
  TaperSession *self;
  const TaperParameters *parameters;
  const float *input;
  float *logits;
} Job;

static gsize
columns_size (const TaperNode *node)
{
  return (gsize) node->in_channels * node->kernel * node->kernel * node->out_height *
         node->out_width;
}

TaperSession *
taper_session_new (TaperNetwork *network, guint max_batch)
{
  const guint n_nodes = taper_network_get_n_nodes (network);
  TaperSession *self = g_new0 (TaperSession, 1);
  self->network = taper_network_ref (network);
  self->n_lanes = MIN (MAX (max_batch, 1), taper_pool_get_threads ());
  self->lanes = g_new0 (Lane, self->n_lanes);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      gsize largest = 0;
      self->lanes[i].outputs = g_new0 (float *, n_nodes);
      for (guint n = 0; n < n_nodes; n++)
        {
          const TaperNode *node = taper_network_get_node (network, n);
          self->lanes[i].outputs[n] = taper_buffer_new_floats ((gsize) node->out_channels *
                                                               node->out_height * node->out_width);
          if (node->op == TAPER_OP_CONV2D)
            largest = MAX (largest, columns_size (node));
        }
      self->lanes[i].columns = taper_buffer_new_floats (largest);
    }
  return self;
}

void
taper_session_free (TaperSession *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    {
      for (guint n = 0; n < taper_network_get_n_nodes (self->network); n++)
        taper_buffer_free (self->lanes[i].outputs[n]);
      g_free (self->lanes[i].outputs);
      taper_buffer_free (self->lanes[i].columns);
    }
  g_free (self->lanes);
  taper_network_unref (self->network);
  g_free (self);
}

/* columns[(i, r, s)][(y, x)] = in[i, y*stride - pad + r, x*stride - pad + s] */
static void
fill_columns (const TaperNode *node, const float *input, float *columns)
{
  for (guint i = 0; i < node->in_channels; i++)
    for (guint r = 0; r < node->kernel; r++)
      for (guint s = 0; s < node->kernel; s++)
        for (guint y = 0; y < node->out_height; y++)
          {
            const gint64 iy = (gint64) y * node->stride + r - node->padding;
            const float *row = input + ((gsize) i * node->in_height + iy) * node->in_width;
            for (guint x = 0; x < node->out_width; x++)
              {
                const gint64 ix = (gint64) x * node->stride + s - node->padding;
                const gboolean inside =
                    iy >= 0 && iy < node->in_height && ix >= 0 && ix < node->in_width;
                *columns++ = inside ? row[ix] : 0;
              }
          }
}

static void
conv2d (const TaperNode *node, const float *input, const float *weight, const float *bias,
        const float *add, float *columns, float *output)
{
  const gsize n_pixels = (gsize) node->out_height * node->out_width;
  const gsize n_rows = (gsize) node->in_channels * node->kernel * node->kernel;
  fill_columns (node, input, columns);
  taper_blas_gemm (FALSE, FALSE, node->out_channels, n_pixels, n_rows, 1, weight, n_rows, columns,
                   n_pixels, 0, output, n_pixels);
  for (guint o = 0; o < node->out_channels; o++)
    for (gsize i = 0; i < n_pixels; i++)
      {
        const gsize at = o * n_pixels + i;
        const float value = output[at] + bias[o] + (add != NULL ? add[at] : 0);
        output[at] = node->relu ? MAX (value, 0) : value;
      }
}

static float
max_pool_at (const TaperNode *node, const float *plane, guint y, guint x)
{
  const gint64 top = (gint64) y * node->stride - node->padding;
  const gint64 left = (gint64) x * node->stride - node->padding;
  float best = -INFINITY;
  for (gint64 iy = MAX (top, 0); iy < MIN (top + node->kernel, node->in_height); iy++)
    for (gint64 ix = MAX (left, 0); ix < MIN (left + node->kernel, node->in_width); ix++)
      best = MAX (best, plane[iy * node->in_width + ix]);
  return best;
}

static void
max_pool (const TaperNode *node, const float *input, float *output)
{
  for (guint c = 0; c < node->in_channels; c++)
    for (guint y = 0; y < node->out_height; y++)
      for (guint x = 0; x < node->out_width; x++)
        *output++ = max_pool_at (node, input + (gsize) c * node->in_height * node->in_width, y, x);
}

static void
global_avg_pool (const TaperNode *node, const float *input, float *output)
{
  const gsize n_pixels = (gsize) node->in_height * node->in_width;
  for (guint c = 0; c < node->in_channels; c++)
    {
      double sum = 0;
      for (gsize i = 0; i < n_pixels; i++)
        sum += input[c * n_pixels + i];
      output[c] = (float) (sum / (double) n_pixels);
    }
}

static void
linear (const TaperNode *node, const float *input, const float *weight, const float *bias,
        float *output)
{
  memcpy (output, bias, node->out_channels * sizeof *bias);
  taper_blas_gemv (node->out_channels, node->in_channels, weight, input, 1, output);
}

static void
run_picture (TaperSession *self, Lane *lane, const TaperParameters *parameters, const float *image,
             float *logits)
{
  const guint n_nodes = taper_network_get_n_nodes (self->network);
  for (guint i = 0; i < n_nodes; i++)
    {
      const TaperNode *node = taper_network_get_node (self->network, i);
      const float *input = node->input < 0 ? image : lane->outputs[node->input];
      const float *add = node->add < 0 ? NULL : lane->outputs[node->add];
      const float *weight =
          node->layer < 0 ? NULL : taper_parameters_get_weight (parameters, node->layer);
      const float *bias =
          node->layer < 0 ? NULL : taper_parameters_get_bias (parameters, node->layer);
      float *output = lane->outputs[i];
      if (node->op == TAPER_OP_CONV2D)
        conv2d (node, input, weight, bias, add, lane->columns, output);
      else if (node->op == TAPER_OP_MAX_POOL)
        max_pool (node, input, output);
      else if (node->op == TAPER_OP_GLOBAL_AVG_POOL)
        global_avg_pool (node, input, output);
      else
        linear (node, input, weight, bias, output);
    }
  memcpy (logits, lane->outputs[n_nodes - 1],
          taper_network_get_n_outputs (self->network) * sizeof *logits);
}

static void
run_lane (guint index, gpointer data)
{
  const Job *job = data;
  TaperSession *self = job->self;
  const TaperInputSpec *spec = taper_network_get_input (self->network);
  const gsize n_input = (gsize) spec->channels * spec->height * spec->width;
  run_picture (self, &self->lanes[index], job->parameters, job->input + index * n_input,
               job->logits + (gsize) index * taper_network_get_n_outputs (self->network));
}

void
taper_session_forward (TaperSession *self, const TaperParameters *parameters, guint n,
                       const float *input, float *logits)
{
  const TaperInputSpec *spec = taper_network_get_input (self->network);
  const gsize n_input = (gsize) spec->channels * spec->height * spec->width;
  const gsize n_outputs = taper_network_get_n_outputs (self->network);
  for (gsize done = 0; done < n; done += self->n_lanes)
    {
      Job job = { self, parameters, input + done * n_input, logits + done * n_outputs };
      taper_pool_run ((guint) MIN (n - done, self->n_lanes), run_lane, &job);
    }
}
