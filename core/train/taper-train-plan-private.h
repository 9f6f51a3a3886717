/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-network.h"
#include "core/ops/taper-conv-training.h"

G_BEGIN_DECLS

#define TAPER_NO_SLOT G_MAXUINT

/**
 * TaperTrainNode: a node of the network as the trainer sees it. Offsets are in floats, into the
 * workspace of one block.
 * @value: the node's output
 * @raw: a convolution's output before its normalisation (only in workspaces with normalisation)
 * @gradient: of the loss with respect to the output; places are reused once read
 * @weight, @bias: into the flat parameters
 * @norm: first of its channels among the normalisation's
 * @input_first, @add_first: this node is the first to write the gradient of its input / addend
 */
typedef struct {
  const TaperNode *node;
  TaperBlockShape shape;
  TaperConvTraining conv; /* convolution and linear */
  gboolean has_params, has_norm;
  gsize value, raw, gradient;
  gsize weight, bias;
  gsize packed_forward, packed_backward;
  guint norm;
  gboolean reached; /* the loss depends on it */
  gboolean input_first, add_first;
} TaperTrainNode;

/* What is decided once per network: shapes, borders, where everything lies. */
typedef struct {
  TaperNetwork *network;
  TaperBlockShape image;
  guint n_nodes;
  TaperTrainNode *nodes;
  gsize *offsets; /* (layers) */
  gsize n_params;
  guint n_norms, max_channels;
  gsize packed_size;
  gsize values_size, gradient_size, raw_size; /* parts of a workspace, in order */
  gsize scratch_size;                         /* of the convolutions */
} TaperTrainPlan;

TaperTrainPlan *taper_train_plan_new (TaperNetwork *network, GError **error);
void taper_train_plan_free (TaperTrainPlan *self);
/* Shape of a node's output, or of the picture for %TAPER_NODE_IMAGE. */
const TaperBlockShape *taper_train_plan_shape (const TaperTrainPlan *self, int node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrainPlan, taper_train_plan_free)

G_END_DECLS
