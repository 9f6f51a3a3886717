/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-weights.h"

#include <math.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (TaperWeights, taper_weights, taper_weights_ref, taper_weights_unref)

TaperWeights *
taper_weights_ref (TaperWeights *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
taper_weights_unref (TaperWeights *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  taper_snapshot_unref (self->snapshot);
  g_free (self->distances);
  g_free (self->weights);
  g_free (self->biases);
  g_free (self->statistics);
  g_free (self->histograms);
  g_free (self);
}

/* --- weights of one layer --------------------------------------------------------------------- */

/* All sources of a layer: (n_sources, P), weights then biases. */
static void
fill_layer (const TaperWeights *self, const TaperLayer *layer, float *out)
{
  TaperBundle *bundle = self->snapshot->bundle;
  const float *alpha = self->snapshot->coefficients + (gsize) layer->row * self->n_bases;
  gsize p = layer->n_params, n = layer->n_weights;

  memset (out, 0, p * sizeof (float));
  taper_parameters_get_layer (taper_bundle_get_generic (bundle), layer->row, out + p, out + p + n);
  for (guint k = 0; k < self->n_bases; k++)
    {
      float *basis = out + (TAPER_WEIGHTS_BASES + k) * p;

      taper_bases_get_layer (taper_bundle_get_bases (bundle), k, layer->row, basis, basis + n);
      for (gsize i = 0; i < p; i++)
        out[i] += alpha[k] * basis[i];
    }
}

static TaperWeightDistance
measure_distance (const float *a, const float *b, gsize n)
{
  double aa = 0, bb = 0, ab = 0, dd = 0;

  for (gsize i = 0; i < n; i++)
    {
      double x = a[i], y = b[i];

      aa += x * x;
      bb += y * y;
      ab += x * y;
      dd += (x - y) * (x - y);
    }
  return (TaperWeightDistance){ bb > 0 ? sqrt (dd / bb) : 0,
                                aa > 0 && bb > 0 ? CLAMP (ab / sqrt (aa * bb), -1, 1) : 0 };
}

static void
measure_layer (TaperWeights *self, const TaperLayer *layer, const float *sources)
{
  for (guint o = 0; o <= self->n_bases; o++)
    self->distances[(gsize) layer->row * (1 + self->n_bases) + o] = measure_distance (
        sources, sources + (TAPER_WEIGHTS_GENERIC + o) * layer->n_params, layer->n_params);
}

static TaperWeightStatistics
measure_source (const float *weights, gsize n)
{
  TaperWeightStatistics s = { .n = n, .min = weights[0], .max = weights[0] };
  double sum = 0, squares = 0;

  for (gsize i = 0; i < n; i++)
    {
      sum += weights[i];
      squares += (double) weights[i] * weights[i];
      s.min = MIN (s.min, weights[i]);
      s.max = MAX (s.max, weights[i]);
      s.n_zero += weights[i] == 0;
    }
  s.mean = sum / n;
  s.deviation = sqrt (MAX (squares / n - s.mean * s.mean, 0));
  s.norm = sqrt (squares);
  return s;
}

static void
count_bins (const TaperWeights *self, guint source)
{
  const float *weights = self->weights + source * self->n_weights;
  guint *bins = self->histograms + source * TAPER_WEIGHTS_N_BINS;

  for (gsize i = 0; i < self->n_weights; i++)
    {
      double at = self->limit > 0 ? (weights[i] / self->limit + 1) / 2 : 0.5;

      bins[CLAMP ((int) floor (at * TAPER_WEIGHTS_N_BINS), 0, TAPER_WEIGHTS_N_BINS - 1)]++;
    }
}

/* Root mean square over all other sources. */
static double
measure_differences (const TaperWeights *self)
{
  const float *generic = self->weights + TAPER_WEIGHTS_GENERIC * self->n_weights;
  double squares = 0;

  for (guint s = 0; s < self->n_sources; s++)
    for (gsize i = 0; i < self->n_weights; i++)
      {
        double d = (double) self->weights[s * self->n_weights + i] - generic[i];

        squares += d * d;
      }
  return sqrt (squares / ((self->n_sources - 1) * (double) self->n_weights));
}

/* The layer that is looked into, from @sources: (n_sources, P). */
static void
keep_layer (TaperWeights *self, const TaperLayer *layer, const float *sources)
{
  gsize n = layer->n_weights, p = layer->n_params;

  self->out_channels = layer->out_channels;
  self->in_channels = layer->in_channels;
  self->kernel = layer->kernel;
  self->n_weights = n;
  self->weights = g_new (float, self->n_sources *n);
  self->biases = g_new (float, (gsize) self->n_sources * layer->out_channels);
  self->statistics = g_new0 (TaperWeightStatistics, self->n_sources);
  self->histograms = g_new0 (guint, self->n_sources * TAPER_WEIGHTS_N_BINS);
  for (guint s = 0; s < self->n_sources; s++)
    {
      memcpy (self->weights + s * n, sources + s * p, n * sizeof (float));
      memcpy (self->biases + (gsize) s * layer->out_channels, sources + s * p + n,
              layer->out_channels * sizeof (float));
      self->statistics[s] = measure_source (self->weights + s * n, n);
      self->limit =
          MAX (self->limit, MAX (fabs (self->statistics[s].min), fabs (self->statistics[s].max)));
      self->scale = MAX (self->scale, 3 * self->statistics[s].deviation);
    }
  self->scale = MIN (self->scale, self->limit);
  self->difference_scale = 3 * measure_differences (self);
  for (guint s = 0; s < self->n_sources; s++)
    count_bins (self, s);
}

TaperWeights *
taper_weights_new (TaperSnapshot *snapshot, guint layer, GCancellable *cancellable)
{
  g_autoptr (TaperWeights) self = g_new0 (TaperWeights, 1);
  TaperNetwork *network = taper_bundle_get_network (snapshot->bundle);
  g_autofree float *sources = NULL;
  gsize most = 0;

  self->ref_count = 1;
  self->snapshot = taper_snapshot_ref (snapshot);
  self->n_layers = snapshot->n_layers;
  self->n_bases = snapshot->n_bases;
  self->n_sources = TAPER_WEIGHTS_BASES + self->n_bases;
  self->layer = MIN (layer, self->n_layers - 1);
  self->distances = g_new0 (TaperWeightDistance, (gsize) self->n_layers * (1 + self->n_bases));
  for (guint l = 0; l < self->n_layers; l++)
    most = MAX (most, taper_network_get_layer (network, l)->n_params);
  sources = g_new (float, self->n_sources *most);
  for (guint l = 0; l < self->n_layers; l++)
    {
      const TaperLayer *info = taper_network_get_layer (network, l);

      if (g_cancellable_is_cancelled (cancellable))
        return NULL;
      fill_layer (self, info, sources);
      measure_layer (self, info, sources);
      if (l == self->layer)
        keep_layer (self, info, sources);
    }
  return g_steal_pointer (&self);
}

const TaperWeightDistance *
taper_weights_get_distance (const TaperWeights *self, guint layer, guint other)
{
  return &self->distances[(gsize) layer * (1 + self->n_bases) + other];
}

const float *
taper_weights_get_filter (const TaperWeights *self, guint source, guint filter)
{
  return self->weights + source * self->n_weights +
         (gsize) filter * (self->n_weights / self->out_channels);
}

const TaperLayer *
taper_weights_get_layer (const TaperWeights *self, guint layer)
{
  return taper_network_get_layer (taper_bundle_get_network (self->snapshot->bundle), layer);
}

guint
taper_weights_get_nearest (const TaperWeights *self, guint layer)
{
  guint best = 0;

  for (guint k = 1; k < self->n_bases; k++)
    if (taper_weights_get_distance (self, layer, 1 + k)->cosine >
        taper_weights_get_distance (self, layer, 1 + best)->cosine)
      best = k;
  return best;
}
