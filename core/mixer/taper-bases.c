/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-bases.h"
#include "core/model/taper-parameters-private.h"
#include "core/tensor/taper-buffer.h"
#include "core/tensor/taper-half.h"
#include "core/threads/taper-pool.h"

#include <string.h>

/* Values of one basis before those of the next: two cache lines, so that reading all bases is one
 * stream through memory. */
#define CHUNK 64
/* Values that one item of the pool blends. */
#define ITEM_SIZE (CHUNK * 512)
/* Blended weights of this many bytes are gone from the cache before the first layer is run. */
#define STREAM_BYTES (8 * 1024 * 1024)

/* A layer's weights and biases in its kernels' layout, (chunks, K, CHUNK). */
typedef struct {
  TaperLayerLayout layout;
  guint16 *weights, *biases;
  guint first_item, n_items;
} Layer;

struct _TaperBases {
  gatomicrefcount ref_count;
  TaperNetwork *network;
  guint n_bases;
  guint n_layers;
  guint n_items;
  guint *item_layers; /* the layer of each item */
  gboolean stream;    /* see STREAM_BYTES */
  Layer *layers;
};

static void
layer_init (TaperBases *self, guint index)
{
  Layer *layer = &self->layers[index];
  layer->layout = taper_layer_layout (self->network, index);
  layer->weights = taper_buffer_new (self->n_bases * layer->layout.n_weights * sizeof (guint16));
  layer->biases = taper_buffer_new (self->n_bases * layer->layout.n_biases * sizeof (guint16));
  layer->first_item = self->n_items;
  layer->n_items = (guint) ((layer->layout.n_weights + ITEM_SIZE - 1) / ITEM_SIZE);
  self->n_items += layer->n_items;
}

TaperBases *
taper_bases_new (TaperNetwork *network, guint n_bases)
{
  TaperBases *self = g_new0 (TaperBases, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->network = taper_network_ref (network);
  self->n_bases = n_bases;
  self->n_layers = taper_network_get_n_layers (network);
  self->layers = g_new0 (Layer, self->n_layers);
  self->stream = taper_network_get_n_params (network) * sizeof (float) >= STREAM_BYTES;
  for (guint i = 0; i < self->n_layers; i++)
    layer_init (self, i);
  self->item_layers = g_new (guint, self->n_items);
  for (guint i = 0; i < self->n_layers; i++)
    for (guint j = 0; j < self->layers[i].n_items; j++)
      self->item_layers[self->layers[i].first_item + j] = i;
  return self;
}

TaperBases *
taper_bases_ref (TaperBases *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_bases_unref (TaperBases *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_layers; i++)
    {
      taper_buffer_free (self->layers[i].weights);
      taper_buffer_free (self->layers[i].biases);
    }
  g_free (self->layers);
  g_free (self->item_layers);
  taper_network_unref (self->network);
  g_free (self);
}

guint
taper_bases_get_n_bases (const TaperBases *self)
{
  return self->n_bases;
}

TaperNetwork *
taper_bases_get_network (const TaperBases *self)
{
  return self->network;
}

/* Writes or reads one basis' part of (chunks, K, CHUNK). */
static void
put_basis (guint16 *to, guint n_bases, guint basis, const float *values, gsize n)
{
  for (gsize at = 0; at < n; at += CHUNK)
    taper_float_to_half (values + at, to + at * n_bases + basis * CHUNK, CHUNK);
}

static void
take_basis (const guint16 *from, guint n_bases, guint basis, float *values, gsize n)
{
  for (gsize at = 0; at < n; at += CHUNK)
    taper_half_to_float (from + at * n_bases + basis * CHUNK, values + at, CHUNK);
}

void
taper_bases_set_layer (TaperBases *self, guint basis, guint index, const float *weight,
                       const float *bias)
{
  const Layer *layer = &self->layers[index];
  const TaperLayerLayout *layout = &layer->layout;
  g_autofree float *values = g_new0 (float, MAX (layout->n_weights, layout->n_biases));
  taper_layer_layout_pack (layout, weight, values);
  put_basis (layer->weights, self->n_bases, basis, values, layout->n_weights);
  memset (values, 0, layout->n_biases * sizeof *values);
  memcpy (values, bias, layout->out_channels * sizeof *values);
  put_basis (layer->biases, self->n_bases, basis, values, layout->n_biases);
}

void
taper_bases_get_layer (const TaperBases *self, guint basis, guint index, float *weight, float *bias)
{
  const Layer *layer = &self->layers[index];
  const TaperLayerLayout *layout = &layer->layout;
  g_autofree float *values = g_new (float, MAX (layout->n_weights, layout->n_biases));
  if (weight != NULL)
    {
      take_basis (layer->weights, self->n_bases, basis, values, layout->n_weights);
      taper_layer_layout_unpack (layout, values, weight);
    }
  if (bias != NULL)
    {
      take_basis (layer->biases, self->n_bases, basis, values, layout->n_biases);
      memcpy (bias, values, layout->out_channels * sizeof *bias);
    }
}

void
taper_bases_blend_add (const TaperBases *self, guint index, guint basis, float delta,
                       TaperParameters *out)
{
  const Layer *layer = &self->layers[index];
  const TaperKernels *kernels = taper_kernels ();
  kernels->blend_add (layer->weights + basis * CHUNK, delta, self->n_bases, layer->layout.n_weights,
                      taper_parameters_get_weight (out, index));
  kernels->blend_add (layer->biases + basis * CHUNK, delta, self->n_bases, layer->layout.n_biases,
                      taper_parameters_get_bias (out, index));
}

/* One part of a layer's weights; the first also does the biases. */
static void
blend_part (const TaperBases *self, guint index, guint part, const float *coefficients,
            TaperParameters *out)
{
  const Layer *layer = &self->layers[index];
  const TaperKernels *kernels = taper_kernels ();
  const gsize from = (gsize) part * ITEM_SIZE;
  const gsize n = MIN (layer->layout.n_weights - from, ITEM_SIZE);
  kernels->blend (layer->weights + from * self->n_bases, coefficients, self->n_bases, n,
                  self->stream, taper_parameters_get_weight (out, index) + from);
  if (part == 0)
    kernels->blend (layer->biases, coefficients, self->n_bases, layer->layout.n_biases, FALSE,
                    taper_parameters_get_bias (out, index));
}

void
taper_bases_blend_layer (const TaperBases *self, guint layer, const float *coefficients,
                         TaperParameters *out)
{
  for (guint i = 0; i < self->layers[layer].n_items; i++)
    blend_part (self, layer, i, coefficients, out);
}

typedef struct {
  const TaperBases *self;
  const float *coefficients;
  TaperParameters *out;
} Job;

static void
blend_item (guint item, gpointer data)
{
  const Job *job = data;
  const guint layer = job->self->item_layers[item];
  blend_part (job->self, layer, item - job->self->layers[layer].first_item,
              job->coefficients + (gsize) layer * job->self->n_bases, job->out);
}

void
taper_bases_blend (const TaperBases *self, const float *coefficients, TaperParameters *out)
{
  Job job = { self, coefficients, out };
  taper_pool_run (self->n_items, blend_item, &job);
}
