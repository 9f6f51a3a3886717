/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperNetwork:
 *
 * The graph of a network: operations in order of evaluation, all shapes known. Holds no weights.
 * Immutable and atomically reference counted. Made from a bundle's `model` metadata.
 */
typedef struct _TaperNetwork TaperNetwork;

typedef enum {
  TAPER_OP_CONV2D, /* relu? (conv (input) + bias + add?) */
  TAPER_OP_MAX_POOL,
  TAPER_OP_GLOBAL_AVG_POOL,
  TAPER_OP_LINEAR,
} TaperOp;

#define TAPER_NODE_IMAGE (-1) /* "input is the picture" and "no addition" */

/**
 * TaperNode:
 * @input: index of the node read, or %TAPER_NODE_IMAGE
 * @add: index of the node whose output is added before the ReLU, or -1
 * @layer: index of its layer (row of the mixer's coefficients), or -1 if it has no parameters
 */
typedef struct {
  const char *name;
  TaperOp op;
  int input;
  int add;
  int layer;
  gboolean relu;
  guint in_channels, in_height, in_width;
  guint out_channels, out_height, out_width; /* linear and global pool: height = width = 1 */
  guint kernel, stride, padding;
} TaperNode;

/**
 * TaperInputSpec: (C,H,W) input, value = (v / 255 - mean) / std per channel, R G B planes.
 */
typedef struct {
  guint channels, height, width;
  float mean[3], std[3];
} TaperInputSpec;

/**
 * TaperLayer: a node with parameters. Weight shape is (out, in, kernel, kernel), for linear
 * (out, in) with kernel 1; bias (out).
 * @row: row in the mixer's coefficients
 * @macs: multiply-adds for one picture
 */
typedef struct {
  const char *name;
  guint node;
  guint row;
  guint out_channels, in_channels, kernel;
  gsize n_weights; /* without the biases */
  gsize n_params;  /* with them */
  guint64 macs;
} TaperLayer;

/**
 * taper_network_new_from_json:
 * @json: the bundle's `model` metadata
 * @error: names the node and what is wrong with it
 *
 * Every dimension is checked (limits, overflow, shapes that do not fit, unknown operations by
 * name, forward references). Each layer must be in `mixed` exactly once; the output is the last
 * node.
 *
 * Returns: (transfer full): the network, or %NULL
 */
TaperNetwork *taper_network_new_from_json (const char *json, GError **error);
TaperNetwork *taper_network_ref (TaperNetwork *self);
void taper_network_unref (TaperNetwork *self);

const TaperInputSpec *taper_network_get_input (const TaperNetwork *self);
guint taper_network_get_n_nodes (const TaperNetwork *self);
const TaperNode *taper_network_get_node (const TaperNetwork *self, guint index);
guint taper_network_get_n_layers (const TaperNetwork *self);

/* Layers are indexed by coefficient row: layer i has row i. */
const TaperLayer *taper_network_get_layer (const TaperNetwork *self, guint index);
guint taper_network_get_n_outputs (const TaperNetwork *self); /* logits */
gsize taper_network_get_n_params (const TaperNetwork *self);
guint64 taper_network_get_macs (const TaperNetwork *self); /* for one picture */
const char *taper_network_get_json (const TaperNetwork *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperNetwork, taper_network_unref)

G_END_DECLS
