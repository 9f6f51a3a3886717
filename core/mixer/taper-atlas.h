/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-bundle.h"

G_BEGIN_DECLS

/**
 * TaperAtlasPoint: one sampled task.
 * @x, @y: its coefficients on the two directions in which they vary most
 * @basis: the one that most of its parameters come from; @share: how much of them, 0..1
 * @group: that most of its classes are of
 */
typedef struct {
  TaperTask *task;
  double x, y;
  guint basis;
  double share;
  guint group;
} TaperAtlasPoint;

/**
 * TaperAtlas: many tasks by their coefficients (L, K), a principal component analysis.
 * @points: TaperAtlasPoint
 * @variance: the parts of all variance that the two directions show, 0..1
 */
typedef struct {
  TaperBundle *bundle;
  GArray *points;
  double variance[2];
  double *mean, *axes; /* (D), (2, D), D = L K; axes of length 1 */
} TaperAtlas;

/**
 * taper_atlas_new:
 * @n: tasks, in turn 5 related, 10 related, 20 related and 5 random classes, fewer where the bundle
 *   has no more
 * @seed: task i is drawn with @seed + i
 *
 * The same on every machine up to rounding: the signs of the axes are fixed, too.
 */
TaperAtlas *taper_atlas_new (TaperBundle *bundle, guint n, guint64 seed);
void taper_atlas_free (TaperAtlas *self);

/* Where a task lies on the same map. */
void taper_atlas_project (const TaperAtlas *self, const TaperTask *task, double *x, double *y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperAtlas, taper_atlas_free)

G_END_DECLS
