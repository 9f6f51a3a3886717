/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-memory.h"
#include "core/eval/taper-cost.h"
#include "core/eval/taper-sweep-pair.h"

G_BEGIN_DECLS

/**
 * TaperComparisonEntry: one bundle beside others.
 * @file: its name without folder and ending: bundles may bear the same name
 * @sweep: of the same plan for all; %NULL without pictures
 * @summaries: (element-type TaperSweepSummary): of @sweep
 */
typedef struct {
  TaperBundle *bundle;
  char *file;
  TaperMemory memory;
  TaperCost cost;
  TaperSweep *sweep;
  GArray *summaries;
} TaperComparisonEntry;

/* Fills @bundle, @file and @memory; the rest is empty. */
void taper_comparison_entry_init (TaperComparisonEntry *self, TaperBundle *bundle);
void taper_comparison_entry_clear (gpointer self);
/* Of one network. */
gsize taper_comparison_entry_get_n_params (const TaperComparisonEntry *self);

/* (element-type TaperComparisonEntry) (transfer full): empty; clears what it holds */
GArray *taper_comparison_new (void);
const TaperComparisonEntry *taper_comparison_find_largest (const GArray *entries);

/**
 * taper_comparison_find_equal:
 * @size: classes of a task
 * @seed: of the bootstrap
 * @pair: (out): the two on the same tasks
 *
 * Returns: (nullable): the smallest bundle below @large whose personalized model is on average at
 *   least as right as class selection in @large
 */
const TaperComparisonEntry *taper_comparison_find_equal (const GArray *entries,
                                                         const TaperComparisonEntry *large,
                                                         guint size, guint64 seed,
                                                         TaperSweepPair *pair);

G_END_DECLS
