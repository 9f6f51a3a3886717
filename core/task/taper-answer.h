/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-task.h"

G_BEGIN_DECLS

#define TAPER_TOP 5

/**
 * TaperAnswer:
 * @class_index: the class
 * @score: softmax over the classes that were allowed; a score, not a calibrated probability
 * @logit: what it was made from
 */
typedef struct {
  guint class_index;
  float score;
  float logit;
} TaperAnswer;

/* The @n_top best answers of one picture, best first; ties by class index. */
typedef struct {
  TaperAnswer top[TAPER_TOP];
  guint n_top;
} TaperRanking;

/**
 * taper_ranking_from_logits:
 * @logits: (C)
 * @task: (nullable): only its classes are allowed (class selection by masking); %NULL: all
 */
void taper_ranking_from_logits (TaperRanking *self, const float *logits, guint n_classes,
                                const TaperTask *task);

/* The allowed class with the largest logit (first of equals), or -1 for an empty task. */
int taper_argmax_masked (const float *logits, guint n_classes, const TaperTask *task);

G_END_DECLS
