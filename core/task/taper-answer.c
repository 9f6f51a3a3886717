/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-answer.h"

#include <math.h>

static gboolean
allowed (const TaperTask *task, guint class_index)
{
  return task == NULL || taper_task_contains (task, class_index);
}

/* Puts the class where it belongs among the best so far. Strictly greater, so the first of equals
 * stays ahead; a logit that is not a number never gets ahead of anything. */
static void
insert (TaperRanking *self, guint class_index, float logit)
{
  guint i = self->n_top;

  while (i > 0 &&
         (logit > self->top[i - 1].logit || (isnan (self->top[i - 1].logit) && !isnan (logit))))
    i--;
  if (i == TAPER_TOP)
    return;
  self->n_top = MIN (self->n_top + 1, TAPER_TOP);
  for (guint j = self->n_top - 1; j > i; j--)
    self->top[j] = self->top[j - 1];
  self->top[i] = (TaperAnswer){ .class_index = class_index, .logit = logit };
}

void
taper_ranking_from_logits (TaperRanking *self, const float *logits, guint n_classes,
                           const TaperTask *task)
{
  double sum = 0;
  float best;

  *self = (TaperRanking){ 0 };
  for (guint c = 0; c < n_classes; c++)
    if (allowed (task, c))
      insert (self, c, logits[c]);
  if (self->n_top == 0)
    return;

  best = self->top[0].logit;
  for (guint c = 0; c < n_classes; c++)
    if (allowed (task, c) && !isnan (logits[c]))
      sum += exp ((double) logits[c] - best);
  for (guint i = 0; i < self->n_top; i++)
    {
      double score = exp ((double) self->top[i].logit - best) / sum;
      /* Infinite or missing logits leave no scale to compare on. */
      self->top[i].score = isfinite (score) ? score : 0;
    }
}

int
taper_argmax_masked (const float *logits, guint n_classes, const TaperTask *task)
{
  int best = -1;

  for (guint c = 0; c < n_classes; c++)
    if (allowed (task, c) &&
        (best < 0 || logits[c] > logits[best] || (isnan (logits[best]) && !isnan (logits[c]))))
      best = c;
  return best;
}
