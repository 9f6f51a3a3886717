/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperRefusal: the answer "not in this task", measured. A picture is refused when the generic
 * model gives less than @threshold of its score to the task's classes together: the generic knows
 * the other classes, a model made for the task does not.
 *
 * The threshold is chosen on every other picture, so that the mean of both error rates is least;
 * the rates are of the remaining ones.
 * @inside, @refused: pictures of the task, and how many are refused: false refusals
 * @outside, @missed: pictures of other classes, and how many are not refused: misses
 * @valid: there were at least two pictures of each kind
 */
typedef struct {
  gboolean valid;
  double threshold;
  guint inside, refused;
  guint outside, missed;
} TaperRefusal;

/* @inside (n_inside), @outside (n_outside): share of the score on the task's classes, 0..1 */
void taper_refusal_measure (TaperRefusal *self, const float *inside, guint n_inside,
                            const float *outside, guint n_outside);

G_END_DECLS
