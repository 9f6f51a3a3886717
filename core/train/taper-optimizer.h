/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  TAPER_OPTIMIZER_SGD,   /* Nesterov momentum 0.9 */
  TAPER_OPTIMIZER_ADAMW, /* betas 0.9 and 0.999, epsilon 1e-8, decay apart from the gradient */
} TaperOptimizerKind;

/**
 * TaperOptimizer: the state of an optimiser over one flat array of parameters; the formulas are
 * PyTorch's torch.optim.SGD (nesterov) and torch.optim.AdamW.
 * @first: momentum, or mean of the gradients
 * @second: mean of their squares; AdamW only
 */
typedef struct {
  TaperOptimizerKind kind;
  gsize n;
  guint64 step;
  float weight_decay;
  float *first, *second;
} TaperOptimizer;

TaperOptimizer *taper_optimizer_new (TaperOptimizerKind kind, gsize n, double weight_decay);
void taper_optimizer_free (TaperOptimizer *self);
/* Uses the pool; each element on its own, so threads change nothing. */
void taper_optimizer_step (TaperOptimizer *self, float *params, const float *gradient,
                           double learning_rate);

/**
 * taper_clip_gradient:
 * @gradients: @n_parts arrays of @sizes floats, scaled together so that their common L2 norm is
 *   at most @limit; 0 = no limit
 *
 * Returns: the norm before
 */
double taper_clip_gradient (float *const *gradients, const gsize *sizes, guint n_parts,
                            double limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperOptimizer, taper_optimizer_free)

G_END_DECLS
