/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/random-network.h"

#include <math.h>

void
random_fill (GRand *rand, float *values, gsize n, double scale)
{
  for (gsize i = 0; i < n; i++)
    values[i] = (float) g_rand_double_range (rand, -scale, scale);
}

/* The largest difference, measured against the largest wanted value: a sum of n products has an
 * error in proportion to its largest partial sums, not to what happens to be left of them. */
double
relative_error (const float *got, const float *wanted, gsize n)
{
  double largest = 1e-30, difference = 0;
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (isfinite (got[i]));
      largest = MAX (largest, fabs ((double) wanted[i]));
      difference = MAX (difference, fabs ((double) got[i] - wanted[i]));
    }
  return difference / largest;
}

char *
random_network_newest (const RandomNetwork *self)
{
  return self->n_nodes == 0 ? g_strdup ("image") : g_strdup_printf ("n%u", self->n_nodes - 1);
}

/* A convolution of the newest node; @add is the name of a node of the same shape, or NULL. */
void
random_network_conv (RandomNetwork *self, guint out, guint kernel, guint stride, guint padding,
                     const char *add, gboolean relu)
{
  g_autofree char *input = random_network_newest (self);
  g_autofree char *adding = add != NULL ? g_strdup_printf ("\"add\":\"%s\",", add) : g_strdup ("");
  g_string_append_printf (self->nodes,
                          "%s{\"op\":\"conv2d\",\"name\":\"n%u\",\"input\":\"%s\",\"in\":%u,"
                          "\"out\":%u,\"kernel\":%u,\"stride\":%u,\"padding\":%u,%s\"relu\":%s}",
                          self->n_nodes > 0 ? "," : "", self->n_nodes, input, self->channels, out,
                          kernel, stride, padding, adding, relu ? "true" : "false");
  g_string_append_printf (self->mixed, "%s\"n%u\"", self->mixed->len > 0 ? "," : "", self->n_nodes);
  self->n_nodes++;
  self->channels = out;
  self->height = (self->height + 2 * padding - kernel) / stride + 1;
  self->width = (self->width + 2 * padding - kernel) / stride + 1;
}

void
random_network_max_pool (RandomNetwork *self, guint kernel, guint stride, guint padding)
{
  g_autofree char *input = random_network_newest (self);
  g_string_append_printf (self->nodes,
                          "%s{\"op\":\"max_pool\",\"name\":\"n%u\",\"input\":\"%s\",\"kernel\":%u,"
                          "\"stride\":%u,\"padding\":%u}",
                          self->n_nodes > 0 ? "," : "", self->n_nodes, input, kernel, stride,
                          padding);
  self->n_nodes++;
  self->height = (self->height + 2 * padding - kernel) / stride + 1;
  self->width = (self->width + 2 * padding - kernel) / stride + 1;
}

void
random_network_step (RandomNetwork *self)
{
  static const guint kernels[] = { 1, 2, 3, 3, 3, 5 };
  const guint out = g_rand_int_range (self->rand, 1, 50);
  const guint shorter = MIN (self->height, self->width);
  const guint kernel = kernels[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (kernels))];
  switch (g_rand_int_range (self->rand, 0, 4))
    {
    case 0:
      if (shorter >= 2)
        random_network_max_pool (self, shorter >= 3 ? 3 : 2, 2, shorter >= 3 ? 1 : 0);
      break;
    case 1:
      if (shorter >= kernel)
        random_network_conv (self, out, kernel, g_rand_int_range (self->rand, 1, 4),
                             g_rand_int_range (self->rand, 0, kernel), NULL,
                             g_rand_boolean (self->rand));
      break;
    case 2: /* keeps the size */
      random_network_conv (self, out, 3, 1, 1, NULL, TRUE);
      break;
    default: /* a residual block */
      if (self->n_nodes > 0)
        {
          g_autofree char *before = random_network_newest (self);
          const guint channels = self->channels;
          random_network_conv (self, out, 3, 1, 1, NULL, TRUE);
          random_network_conv (self, channels, 3, 1, 1, before, g_rand_boolean (self->rand));
        }
    }
}

/* The `model` text of a network with the steps appended so far, a global pool and a linear. */
char *
random_network_finish (RandomNetwork *self, guint height, guint width, guint n_outputs)
{
  g_autofree char *input = random_network_newest (self);
  const char *comma = self->n_nodes > 0 ? "," : "", *mixed_comma = self->mixed->len > 0 ? "," : "";
  g_autofree char *nodes = g_string_free (self->nodes, FALSE);
  g_autofree char *mixed = g_string_free (self->mixed, FALSE);
  return g_strdup_printf (
      "{\"input\":{\"channels\":3,\"height\":%u,\"width\":%u,\"color\":\"sRGB\","
      "\"mean\":[0.5,0.5,0.5],\"std\":[0.25,0.25,0.25],\"fit\":\"crop\"},\"nodes\":[%s%s"
      "{\"op\":\"global_avg_pool\",\"name\":\"pool\",\"input\":\"%s\"},"
      "{\"op\":\"linear\",\"name\":\"head\",\"input\":\"pool\",\"in\":%u,\"out\":%u}],"
      "\"output\":\"head\",\"mixed\":[%s%s\"head\"]}",
      height, width, nodes, comma, input, self->channels, n_outputs, mixed, mixed_comma);
}

RandomNetwork
random_network_begin (GRand *rand, guint height, guint width)
{
  RandomNetwork self = { rand, g_string_new (NULL), g_string_new (NULL), 0, 3, height, width };
  return self;
}

TaperNetwork *
random_network_new (GRand *rand, guint n_steps)
{
  const guint height = g_rand_int_range (rand, 7, 40), width = g_rand_int_range (rand, 7, 40);
  RandomNetwork self = random_network_begin (rand, height, width);
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < n_steps; i++)
    random_network_step (&self);
  g_autofree char *json =
      random_network_finish (&self, height, width, g_rand_int_range (rand, 2, 70));
  TaperNetwork *network = taper_network_new_from_json (json, &error);
  g_assert_no_error (error);
  return network;
}

/* Weights of a size that keeps activations near 1 however deep the network is. */
TaperParameters *
random_parameters_new (GRand *rand, TaperNetwork *network)
{
  TaperParameters *parameters = taper_parameters_new (network);
  for (guint i = 0; i < taper_network_get_n_layers (network); i++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, i);
      g_autofree float *weight = g_new (float, layer->n_weights);
      g_autofree float *bias = g_new (float, layer->out_channels);
      const double fan_in = (double) layer->in_channels * layer->kernel * layer->kernel;
      random_fill (rand, weight, layer->n_weights, sqrt (3 / fan_in));
      random_fill (rand, bias, layer->out_channels, 0.5);
      taper_parameters_set_layer (parameters, i, weight, bias);
    }
  return parameters;
}
