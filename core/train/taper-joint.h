/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/taper-optimizer.h"
#include "core/train/taper-train-mixer.h"
#include "core/train/taper-train-net.h"

G_BEGIN_DECLS

/* What one task's pictures teach. */
typedef enum {
  TAPER_LEARN_BASES = 1 << 0,
  TAPER_LEARN_MIXER = 1 << 1,
} TaperLearn;

/**
 * TaperJoint: bases and mixer, trained together: a task's coefficients blend the bases into one
 * network, and the gradient of that network's weights goes back into all of them.
 * @bases: (K, P), P = parameters of the network
 * @n_frozen: the last @n_frozen bases are not trained (the generic as a basis to fall back to)
 * @anchor: (nullable): (P): bases are pulled towards it by @pull (L2, added to the gradient)
 */
typedef struct {
  TaperTrainNet *net;
  TaperTrainMixer *mixer;
  guint n_bases, n_frozen;
  float *bases;
  const float *anchor;
  double pull;
  TaperOptimizer *bases_optimizer, *mixer_optimizer;

  /* Of the step at hand. */
  float *bases_gradient, *mixer_gradient;
  float *blended, *blended_gradient;          /* (P) */
  float *coefficients, *coefficient_gradient; /* (L, K) */
} TaperJoint;

/* @net stays the caller's; @mixer and @bases (K, P, aligned or not) are taken over. */
TaperJoint *taper_joint_new (TaperTrainNet *net, TaperTrainMixer *mixer, guint n_bases,
                             float *bases, double weight_decay);
void taper_joint_free (TaperJoint *self);

/* @blended = sum_k coefficients[l][k] bases[k][l] for each layer l; @coefficients (L, K). */
void taper_joint_blend (TaperJoint *self, const float *coefficients, float *blended);

/* Clears the gradients. */
void taper_joint_begin (TaperJoint *self);
/**
 * taper_joint_task:
 * @classes: (n): the task
 * @calls: its pictures and loss; the loss is already divided by all pictures of the step
 *
 * Adds the gradients of one task.
 */
void taper_joint_task (TaperJoint *self, const guint *classes, guint n, guint n_blocks,
                       const TaperTrainCalls *calls, TaperLearn learn);
/* Returns: norm of all gradients before they were clipped to @clip */
double taper_joint_update (TaperJoint *self, double bases_rate, double mixer_rate, double clip);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperJoint, taper_joint_free)

G_END_DECLS
