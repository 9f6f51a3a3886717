/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/eval/taper-sweep.h"

G_BEGIN_DECLS

/**
 * TaperSweepPair: the personalized model of one bundle against class selection in another, on the
 * same tasks; each task counts the same.
 * @n: tasks with pictures
 * @personalized, @selection: mean accuracy in percent
 * @difference: in points; @interval: of it, paired bootstrap over tasks
 */
typedef struct {
  guint n;
  double personalized, selection, difference;
  TaperInterval interval;
} TaperSweepPair;

/**
 * taper_sweep_pair:
 * @personalized, @selection: one sweep of each bundle, with the same plan
 * @classes_of_personalized, @classes_of_selection: of their bundles
 * @size: tasks of as many classes
 * @seed: of the bootstrap
 *
 * Returns: %FALSE when the tasks are not the same, by their classes' ids, or none has pictures
 */
gboolean taper_sweep_pair (TaperSweepPair *self, const TaperSweep *personalized,
                           TaperClassList *classes_of_personalized, const TaperSweep *selection,
                           TaperClassList *classes_of_selection, guint size, guint64 seed);

G_END_DECLS
