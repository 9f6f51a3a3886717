/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ops/taper-block.h"

G_BEGIN_DECLS

/**
 * TaperLoss: what a network's logits are judged by. Only the @n_allowed classes of @allowed take
 * part (all others masked with minus infinity), n = their number:
 *
 *   (1 - w) CE + w T^2 KL (softmax (teacher / T) || softmax (logits / T))
 *   CE = -(1 - s) log p[label] - s / n sum over allowed of log p
 *
 * @allowed: (n_allowed) class indices
 * @smoothing: s
 * @teacher_weight: w; 0 without a teacher
 * @temperature: T
 */
typedef struct {
  const guint *allowed;
  guint n_allowed;
  float smoothing, teacher_weight, temperature;
} TaperLoss;

/**
 * taper_loss_block:
 * @n_classes: C
 * @logits: (C, 16)
 * @labels: (16): class indices, each among the allowed
 * @teacher: (nullable): (C, 16) logits; needed when teacher_weight > 0
 * @n: lanes that hold a picture; the others get no gradient and do not count
 * @scale: factor of the gradient, 1 / pictures of the step
 * @gradient: (nullable): (C, 16), written
 * @correct: (nullable): += pictures whose best allowed class is the label
 *
 * Returns: sum of the losses of the @n pictures
 */
double taper_loss_block (const TaperLoss *self, guint n_classes, const float *logits,
                         const guint *labels, const float *teacher, guint n, double scale,
                         float *gradient, guint *correct);

G_END_DECLS
