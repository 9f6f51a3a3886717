/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"

G_BEGIN_DECLS

/* Bins of a histogram; an odd number, so that zero lies in the middle of one. */
#define TAPER_WEIGHTS_N_BINS 61

/**
 * TaperWeightsSource: whose weights. Basis k is %TAPER_WEIGHTS_BASES + k.
 */
typedef enum {
  TAPER_WEIGHTS_BLEND,
  TAPER_WEIGHTS_GENERIC,
  TAPER_WEIGHTS_BASES,
} TaperWeightsSource;

/**
 * TaperWeightDistance: of the blend to another set of weights (biases included).
 * @l2: Euclidean distance as part of the other's length: |a - b| / |b|
 * @cosine: of the angle between them; 1 = the same direction
 */
typedef struct {
  double l2, cosine;
} TaperWeightDistance;

/* Of the weights of one source in a layer. */
typedef struct {
  double mean, deviation, min, max, norm;
  guint64 n, n_zero;
} TaperWeightStatistics;

/**
 * TaperWeights: the weights behind a snapshot, in plain order, with what is computed from them;
 * immutable, atomically reference counted.
 * @n_sources: 2 + K: blend, generic, bases
 * @distances: (L, 1 + K): of the blend to the generic, then to each basis
 * @layer: the one that is looked into; the rest belongs to it
 * @weights: (n_sources, out, in, k, k), @biases: (n_sources, out)
 * @limit: the largest magnitude of all weights
 * @scale: the end of the scale of colours for all: three deviations, so that a few large weights do
 *   not turn the others grey; @difference_scale: the same for differences from the generic
 * @histograms: (n_sources, TAPER_WEIGHTS_N_BINS) from -limit to +limit
 */
typedef struct {
  TaperSnapshot *snapshot;
  guint n_layers, n_bases, n_sources;
  TaperWeightDistance *distances;
  guint layer;
  guint out_channels, in_channels, kernel;
  gsize n_weights; /* of one source */
  float *weights, *biases;
  double limit, scale, difference_scale;
  TaperWeightStatistics *statistics; /* (n_sources) */
  guint *histograms;
  int ref_count; /* private */
} TaperWeights;

/**
 * taper_weights_new:
 * @snapshot: of a task that is not empty
 *
 * Everything from the bundle's own weights and the snapshot's coefficients. Blocks for some
 * milliseconds per million parameters. Returns: (nullable): %NULL when @cancellable was cancelled
 */
TaperWeights *taper_weights_new (TaperSnapshot *snapshot, guint layer, GCancellable *cancellable);
TaperWeights *taper_weights_ref (TaperWeights *self);
void taper_weights_unref (TaperWeights *self);
#define TAPER_TYPE_WEIGHTS (taper_weights_get_type ())
GType taper_weights_get_type (void);

/* @other: 0 = generic, 1 + k = basis k */
const TaperWeightDistance *taper_weights_get_distance (const TaperWeights *self, guint layer,
                                                       guint other);
/* (in, k, k) */
const float *taper_weights_get_filter (const TaperWeights *self, guint source, guint filter);
const TaperLayer *taper_weights_get_layer (const TaperWeights *self, guint layer);
/* The basis that the blend is nearest to in a layer, by cosine. */
guint taper_weights_get_nearest (const TaperWeights *self, guint layer);

/* "Your mix", "Generic" or the basis's name. (transfer full) */
char *taper_weights_name_source (const TaperWeights *self, guint source);
/* "16 filters of 3 × 3 over 16 channels". (transfer full) */
char *taper_weights_describe_shape (const TaperLayer *layer);
/* One sentence about the layer, from the numbers. (transfer full) */
char *taper_weights_describe_layer (const TaperWeights *self);
/* The same about one filter of one source. (transfer full) */
char *taper_weights_describe_filter (const TaperWeights *self, guint source, guint filter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperWeights, taper_weights_unref)

G_END_DECLS
