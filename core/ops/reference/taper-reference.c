/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/reference/taper-reference.h"

#include <math.h>

/* The (channels, height, width) planes of picture @image. */
#define INPUT_OF(node, input, image)                                                               \
  ((input) + (gsize) (image) * (node)->in_channels * (node)->in_height * (node)->in_width)

static double
conv2d_at (const TaperNode *node, const float *input, const float *weight, guint y, guint x)
{
  double sum = 0;
  for (guint i = 0; i < node->in_channels; i++)
    for (guint r = 0; r < node->kernel; r++)
      for (guint s = 0; s < node->kernel; s++)
        {
          const gint64 iy = (gint64) y * node->stride + r - node->padding;
          const gint64 ix = (gint64) x * node->stride + s - node->padding;
          if (iy < 0 || iy >= node->in_height || ix < 0 || ix >= node->in_width)
            continue;
          sum += (double) weight[((gsize) i * node->kernel + r) * node->kernel + s] *
                 input[((gsize) i * node->in_height + iy) * node->in_width + ix];
        }
  return sum;
}

void
taper_reference_conv2d (const TaperNode *node, guint n, const float *input, const float *weight,
                        const float *bias, const float *add, float *output)
{
  const gsize n_weights = (gsize) node->in_channels * node->kernel * node->kernel;
  gsize at = 0;
  for (guint image = 0; image < n; image++)
    for (guint o = 0; o < node->out_channels; o++)
      for (guint y = 0; y < node->out_height; y++)
        for (guint x = 0; x < node->out_width; x++, at++)
          {
            double value = bias[o] + conv2d_at (node, INPUT_OF (node, input, image),
                                                weight + o * n_weights, y, x);
            if (add != NULL)
              value += add[at];
            output[at] = (float) (node->relu ? MAX (value, 0) : value);
          }
}

static float
max_pool_at (const TaperNode *node, const float *plane, guint y, guint x)
{
  float best = -INFINITY;
  for (guint r = 0; r < node->kernel; r++)
    for (guint s = 0; s < node->kernel; s++)
      {
        const gint64 iy = (gint64) y * node->stride + r - node->padding;
        const gint64 ix = (gint64) x * node->stride + s - node->padding;
        if (iy >= 0 && iy < node->in_height && ix >= 0 && ix < node->in_width)
          best = MAX (best, plane[(gsize) iy * node->in_width + ix]);
      }
  return best;
}

void
taper_reference_max_pool (const TaperNode *node, guint n, const float *input, float *output)
{
  const gsize plane = (gsize) node->in_height * node->in_width;
  for (gsize c = 0; c < (gsize) n * node->in_channels; c++)
    for (guint y = 0; y < node->out_height; y++)
      for (guint x = 0; x < node->out_width; x++)
        *output++ = max_pool_at (node, input + c * plane, y, x);
}

void
taper_reference_global_avg_pool (const TaperNode *node, guint n, const float *input, float *output)
{
  const gsize plane = (gsize) node->in_height * node->in_width;
  for (gsize c = 0; c < (gsize) n * node->in_channels; c++)
    {
      double sum = 0;
      for (gsize i = 0; i < plane; i++)
        sum += input[c * plane + i];
      output[c] = (float) (sum / (double) plane);
    }
}

void
taper_reference_linear (const TaperNode *node, guint n, const float *input, const float *weight,
                        const float *bias, float *output)
{
  const gsize n_in = (gsize) node->in_channels * node->in_height * node->in_width;
  for (guint image = 0; image < n; image++)
    for (guint o = 0; o < node->out_channels; o++)
      {
        double sum = bias[o];
        for (gsize i = 0; i < n_in; i++)
          sum += (double) weight[o * n_in + i] * input[image * n_in + i];
        output[(gsize) image * node->out_channels + o] = (float) sum;
      }
}

static void
run_node (const TaperNode *node, const TaperParameters *parameters, guint n, const float *input,
          const float *add, float *output)
{
  g_autofree float *weight = NULL;
  g_autofree float *bias = NULL;
  if (node->layer >= 0)
    {
      TaperNetwork *network = taper_parameters_get_network (parameters);
      const TaperLayer *layer = taper_network_get_layer (network, node->layer);
      weight = g_new (float, layer->n_weights);
      bias = g_new (float, layer->out_channels);
      taper_parameters_get_layer (parameters, node->layer, weight, bias);
    }
  switch (node->op)
    {
    case TAPER_OP_CONV2D:
      taper_reference_conv2d (node, n, input, weight, bias, add, output);
      break;
    case TAPER_OP_MAX_POOL:
      taper_reference_max_pool (node, n, input, output);
      break;
    case TAPER_OP_GLOBAL_AVG_POOL:
      taper_reference_global_avg_pool (node, n, input, output);
      break;
    case TAPER_OP_LINEAR:
      taper_reference_linear (node, n, input, weight, bias, output);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
taper_reference_forward (const TaperParameters *parameters, guint n, const float *input,
                         float *logits)
{
  TaperNetwork *network = taper_parameters_get_network (parameters);
  const guint n_nodes = taper_network_get_n_nodes (network);
  g_autoptr (GPtrArray) outputs = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n_nodes; i++)
    {
      const TaperNode *node = taper_network_get_node (network, i);
      const gsize size = (gsize) n * node->out_channels * node->out_height * node->out_width;
      float *output = g_new (float, size);
      const float *from = node->input < 0 ? input : g_ptr_array_index (outputs, node->input);
      const float *add = node->add < 0 ? NULL : g_ptr_array_index (outputs, node->add);
      run_node (node, parameters, n, from, add, output);
      g_ptr_array_add (outputs, output);
    }
  const gsize size = (gsize) n * taper_network_get_n_outputs (network);
  memcpy (logits, g_ptr_array_index (outputs, n_nodes - 1), size * sizeof *logits);
}
