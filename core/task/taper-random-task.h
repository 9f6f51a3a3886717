/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-task.h"

G_BEGIN_DECLS

typedef enum {
  TAPER_RANDOM_ANY,     /* any classes */
  TAPER_RANDOM_RELATED, /* from as few groups as possible */
  TAPER_RANDOM_ACROSS,  /* from as many groups as possible, one after the other */
  TAPER_RANDOM_GROUP,   /* of one group */
} TaperRandomKind;

/**
 * TaperRandomTask: how a task is drawn.
 * @n: classes wanted; fewer when there are no more
 * @group: index, for %TAPER_RANDOM_GROUP
 * @seed: the same seed gives the same task of the same class list on every machine: whole numbers
 *   only, see #TaperRandom
 */
typedef struct {
  TaperRandomKind kind;
  guint n;
  guint group;
  guint64 seed;
} TaperRandomTask;

TaperTask *taper_random_task_draw (const TaperRandomTask *self, TaperClassList *classes);

/**
 * taper_random_task_draw_trained:
 * @min, @max: number of classes, drawn log-uniformly
 *
 * A task as the mixer is trained on: 60 % of related classes, 40 % of any, the @index-th of @seed.
 */
TaperTask *taper_random_task_draw_trained (TaperClassList *classes, guint min, guint max,
                                           guint64 seed, guint64 index);

G_END_DECLS
