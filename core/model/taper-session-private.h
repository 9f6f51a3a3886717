/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/kernels/taper-conv-layout.h"
#include "core/model/taper-session.h"

G_BEGIN_DECLS

/**
 * TaperValues: where the output of a node (or the picture) lies.
 *
 * (pictures, blocks, border + height + border, border + width + border, lanes); the border is
 * zero: it is the padding of the convolutions that read it. A picture that only convolutions read
 * stays in planes: then a block is one channel and lanes is 1.
 * @first, @last: steps of the plan between which the memory is in use
 */
typedef struct {
  guint channels, height, width;
  guint lanes, blocks, border;
  gsize row, block, picture; /* strides in floats */
  guint pictures;            /* that there is room for */
  gsize offset;              /* in the arena */
  guint first, last;
} TaperValues;

/**
 * TaperNodePlan: what is decided about a node before any picture is seen.
 * @chunk_blocks: input blocks whose weights stay in the first cache while rows go by
 * @band_rows: output rows whose sums stay in the second cache while chunks go by
 * @winograd_from: tiles from which on Winograd's method is faster, 0: never
 * @tiles: that are transformed together
 * @whole_weights: the transformed weights of all groups fit the cache together
 */
typedef struct {
  const TaperNode *node;
  TaperLayerLayout layout;
  guint chunk_blocks;
  guint band_rows;
  guint winograd_from;
  guint tiles;
  gboolean whole_weights;
} TaperNodePlan;

/* Nodes that are run one after the other for a few pictures at a time, so that these stay in the
 * cache, yet enough that the weights pay their way. */
typedef struct {
  guint first, n_nodes;
  guint pictures;
} TaperSegment;

/**
 * TaperPlan: of a network for up to @pictures pictures; sizes in floats.
 * @values: n_nodes + 1, the picture first
 */
typedef struct {
  TaperNetwork *network;
  const TaperKernels *kernels;
  guint pictures;
  guint n_nodes;
  TaperNodePlan *nodes;
  TaperValues *values;
  TaperSegment *segments;
  guint n_segments;
  gsize arena_size;
  gsize scratch_size;
} TaperPlan;

TaperPlan *taper_plan_new (TaperNetwork *network, guint pictures);
void taper_plan_free (TaperPlan *self);
/* Tiles of one picture. */
guint taper_node_plan_tiles (const TaperNodePlan *self);

/**
 * TaperLane: memory of one thread.
 * @arena: the values
 * @scratch: of the node that runs
 */
typedef struct {
  float *arena;
  float *scratch;
} TaperLane;

/**
 * TaperStep: a node's work on some pictures.
 * @arena: where its values lie
 * @scratch: of each of the @n_lanes threads that share the step; 1: the caller alone
 * @first: the first picture's place in a segment-crossing value
 * @n: pictures
 */
typedef struct {
  const TaperPlan *plan;
  const TaperParameters *parameters;
  float *arena;
  const TaperLane *lanes;
  guint n_lanes;
  guint first, n;
} TaperStep;

/* The values of node @node (-1: the picture) at picture @picture of the step, inside the border. */
float *taper_step_values (const TaperStep *self, int node, guint picture);

void taper_step_clear_border (const TaperStep *self, int node);
void taper_step_load (const TaperStep *self, const float *pictures);
void taper_step_run (const TaperStep *self, guint node);
/* @logits: of the step's first picture */
void taper_step_store (const TaperStep *self, float *logits);

void taper_step_conv (const TaperStep *self, guint node);
void taper_step_winograd (const TaperStep *self, guint node);

G_END_DECLS
