/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/taper-train-net.h"
#include "core/train/taper-train-plan-private.h"

#include <pthread.h>

G_BEGIN_DECLS

/* Shared by taper-train-net.c (blocks on their own) and taper-train-norm.c (layer by layer, for
 * the statistics of the whole batch). */
struct _TaperTrainNet {
  TaperTrainPlan *plan;
  const TaperBlockKernels *kernels;
  float *packed;
  GPtrArray *block_gradients; /* one flat gradient per block */
  GPtrArray *free_workspaces; /* values and gradients, one per running thread */
  GPtrArray *free_scratch;    /* of the convolutions, one per running thread */
  GPtrArray *norm_workspaces; /* values, gradients and raw outputs, one per block */
  pthread_mutex_t lock;       /* of what is free; the thread sanitizer knows no GMutex */
  double *sums;               /* (blocks, max channels, 2) of the layer at hand */

  /* Of the call that runs. */
  const float *params;
  const TaperTrainCalls *calls;
  gboolean training;
  guint n_blocks;
  float *reduced;
};

void taper_train_net_begin (TaperTrainNet *self, const float *params, gboolean training,
                            guint n_blocks, const TaperTrainCalls *calls);
const float *taper_train_net_input_value (const TaperTrainNet *self, const TaperTrainNode *n,
                                          const float *workspace);
void taper_train_net_forward_node (TaperTrainNet *self, guint index, float *workspace,
                                   gboolean normalized);
void taper_train_net_call_loss (TaperTrainNet *self, guint block, float *workspace);
TaperPlane taper_train_net_plane (const TaperTrainNet *self, const TaperTrainNode *n,
                                  float *workspace, guint channel);
void taper_train_net_prepare_add (const TaperTrainNet *self, const TaperTrainNode *n,
                                  float *workspace);
void taper_train_net_backward_inner (TaperTrainNet *self, const TaperTrainNode *n, float *workspace,
                                     float *gradient);
void taper_train_net_reduce (TaperTrainNet *self, guint n_blocks, float *gradient);

G_END_DECLS
