/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/taper-random.h"

G_BEGIN_DECLS

/**
 * TaperGrouping: which classes belong together, for tasks of related classes.
 * @group: (n): of each class
 */
typedef struct {
  guint n, n_groups;
  guint *group;
} TaperGrouping;

void taper_grouping_clear (TaperGrouping *self);

/**
 * taper_sample_related:
 * @n: classes wanted, at most all
 *
 * Classes from as few groups as possible: the group of a random class, then groups that hold all
 * that is still missing, else the largest. @out ascending.
 */
void taper_sample_related (const TaperGrouping *self, TaperRandom *random, guint n, guint *out);
/* Any classes, ascending. */
void taper_sample_any (TaperRandom *random, guint n_classes, guint n, guint *out);

G_END_DECLS
