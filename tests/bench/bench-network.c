/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/bench-network.h"

#include <math.h>

typedef struct {
  GString *nodes, *mixed;
  guint n;
  char *newest; /* name of the node whose channels these are */
  guint channels;
} Builder;

static char *
add_conv (Builder *self, const char *input, guint in, guint out, guint kernel, guint stride,
          const char *add, gboolean relu)
{
  char *name = g_strdup_printf ("c%u", self->n++);
  g_autofree char *adding = add != NULL ? g_strdup_printf ("\"add\":\"%s\",", add) : g_strdup ("");
  g_string_append_printf (self->nodes,
                          "{\"op\":\"conv2d\",\"name\":\"%s\",\"input\":\"%s\",\"in\":%u,"
                          "\"out\":%u,\"kernel\":%u,\"stride\":%u,\"padding\":%u,%s\"relu\":%s},",
                          name, input, in, out, kernel, stride, kernel / 2, adding,
                          relu ? "true" : "false");
  g_string_append_printf (self->mixed, "\"%s\",", name);
  return name;
}

static void
set_newest (Builder *self, char *name, guint channels)
{
  g_free (self->newest);
  self->newest = name;
  self->channels = channels;
}

static void
add_block (Builder *self, guint out, guint stride)
{
  g_autofree char *first = NULL, *shortcut = NULL;
  if (stride != 1 || out != self->channels)
    shortcut = add_conv (self, self->newest, self->channels, out, 1, stride, NULL, FALSE);
  first = add_conv (self, self->newest, self->channels, out, 3, stride, NULL, TRUE);
  set_newest (
      self,
      add_conv (self, first, out, out, 3, 1, shortcut != NULL ? shortcut : self->newest, TRUE),
      out);
}

static void
add_stages (Builder *self, const guint *widths, guint n_stages, guint n_blocks)
{
  for (guint s = 0; s < n_stages; s++)
    for (guint b = 0; b < n_blocks; b++)
      add_block (self, widths[s], s > 0 && b == 0 ? 2 : 1);
}

static TaperNetwork *
finish (Builder *self, guint side, guint n_outputs)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nodes = g_string_free (self->nodes, FALSE);
  g_autofree char *mixed = g_string_free (self->mixed, FALSE);
  g_autofree char *newest = self->newest;
  g_autofree char *json = g_strdup_printf (
      "{\"input\":{\"channels\":3,\"height\":%u,\"width\":%u,\"color\":\"sRGB\","
      "\"mean\":[0.5,0.5,0.5],\"std\":[0.25,0.25,0.25],\"fit\":\"crop\"},\"nodes\":[%s"
      "{\"op\":\"global_avg_pool\",\"name\":\"pool\",\"input\":\"%s\"},"
      "{\"op\":\"linear\",\"name\":\"head\",\"input\":\"pool\",\"in\":%u,\"out\":%u}],"
      "\"output\":\"head\",\"mixed\":[%s\"head\"]}",
      side, side, nodes, newest, self->channels, n_outputs, mixed);
  TaperNetwork *network = taper_network_new_from_json (json, &error);
  g_assert_no_error (error);
  return network;
}

static Builder
begin (guint stem, guint kernel, guint stride)
{
  Builder self = { g_string_new (NULL), g_string_new (NULL), 0, NULL, 0 };
  set_newest (&self, add_conv (&self, "image", 3, stem, kernel, stride, NULL, TRUE), stem);
  return self;
}

TaperNetwork *
bench_network_new (const char *name)
{
  static const guint narrow[] = { 16, 32, 64 }, wide[] = { 64, 128, 256 };
  static const guint resnet18[] = { 64, 128, 256, 512 };
  Builder self;
  if (g_str_equal (name, "resnet20"))
    {
      self = begin (16, 3, 1);
      add_stages (&self, narrow, 3, 3);
      return finish (&self, 32, 100);
    }
  if (g_str_equal (name, "wrn16-4"))
    {
      self = begin (16, 3, 1);
      add_stages (&self, wide, 3, 2);
      return finish (&self, 32, 100);
    }
  if (g_str_equal (name, "resnet18-64"))
    {
      self = begin (64, 3, 1);
      add_stages (&self, resnet18, 4, 2);
      return finish (&self, 64, 200);
    }
  if (g_str_equal (name, "resnet18-224"))
    {
      self = begin (64, 7, 2);
      g_string_append_printf (self.nodes,
                              "{\"op\":\"max_pool\",\"name\":\"pool1\",\"input\":\"%s\","
                              "\"kernel\":3,\"stride\":2,\"padding\":1},",
                              self.newest);
      set_newest (&self, g_strdup ("pool1"), 64);
      add_stages (&self, resnet18, 4, 2);
      return finish (&self, 224, 1000);
    }
  return NULL;
}

TaperNetwork *
bench_network_new_scaled (guint width, guint side, guint n_outputs)
{
  const guint widths[] = { width, 2 * width, 4 * width, 8 * width };
  Builder self = begin (width, 3, 2);
  add_stages (&self, widths, G_N_ELEMENTS (widths), 2);
  return finish (&self, side, n_outputs);
}

TaperParameters *
bench_parameters_new (TaperNetwork *network, guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  TaperParameters *parameters = taper_parameters_new (network);
  for (guint i = 0; i < taper_network_get_n_layers (network); i++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, i);
      g_autofree float *weight = g_new (float, layer->n_weights);
      g_autofree float *bias = g_new (float, layer->out_channels);
      const double scale =
          sqrt (3.0 / ((double) layer->in_channels * layer->kernel * layer->kernel));
      for (gsize j = 0; j < layer->n_weights; j++)
        weight[j] = (float) g_rand_double_range (rand, -scale, scale);
      for (guint j = 0; j < layer->out_channels; j++)
        bias[j] = (float) g_rand_double_range (rand, -0.1, 0.1);
      taper_parameters_set_layer (parameters, i, weight, bias);
    }
  return parameters;
}
