/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/eval/taper-interval.h"
#include "core/eval/taper-predictor.h"
#include "core/task/taper-random-task.h"

G_BEGIN_DECLS

/**
 * TaperSweepPlan: which tasks are drawn.
 * @kinds: (n_kinds); @sizes: (n_sizes): classes of a task; every kind with every size
 * @n_tasks: of each kind and size
 * @seed: task i of a kind and size is the one that taper_random_task_draw() draws with @seed + i,
 *   so the window can show it
 */
typedef struct {
  const TaperRandomKind *kinds;
  guint n_kinds;
  const guint *sizes;
  guint n_sizes;
  guint n_tasks;
  guint64 seed;
} TaperSweepPlan;

/**
 * TaperSweepTask: one task, both methods with the same masking.
 * @images: pictures of its classes; maybe none
 * @only_selection, @only_personalized: pictures that one method alone gets right
 */
typedef struct {
  TaperRandomKind kind;
  guint size;
  guint64 seed;
  TaperTask *task;
  guint images, selection_correct, personalized_correct;
  guint only_selection, only_personalized;
} TaperSweepTask;

/* Personalized minus class selection, in points; 0 without pictures. */
double taper_sweep_task_get_difference (const TaperSweepTask *self);

/**
 * TaperSweep:
 * @tasks: TaperSweepTask; in turn of kind and size, so that a part of a sweep is a fair one
 */
typedef struct {
  GArray *tasks;
} TaperSweep;

TaperSweep *taper_sweep_new (void);
void taper_sweep_free (TaperSweep *self);

/**
 * taper_sweep_run:
 *
 * Returns: %FALSE when cancelled: @self then holds the tasks that were finished
 */
gboolean taper_sweep_run (TaperSweep *self, TaperPredictor *predictor, const TaperSweepPlan *plan,
                          TaperProgressFunc progress, gpointer progress_data,
                          GCancellable *cancellable, GError **error);

/**
 * TaperSweepSummary: the tasks of one kind and size that have pictures; each task counts the same.
 * @n: tasks; @images: their pictures, counted in every task
 * @selection, @personalized: mean accuracy in percent
 * @difference: mean of the paired differences, in points
 * @interval: of it, paired bootstrap over tasks
 * @wins, @ties, @losses: of personalized
 */
typedef struct {
  TaperRandomKind kind;
  guint size;
  guint n, images;
  double selection, personalized, difference;
  TaperInterval interval;
  guint wins, ties, losses;
} TaperSweepSummary;

/* (element-type TaperSweepSummary) (transfer full): in the order of first appearance; @seed: of
 * the bootstrap */
GArray *taper_sweep_summarize (const TaperSweep *self, guint64 seed);

/* A word for data files and options: "random", "related", "across", "group". */
const char *taper_random_kind_to_string (TaperRandomKind kind);

/* (transfer full): one line per task, with its classes' ids; spaces between them */
char *taper_sweep_to_csv (const TaperSweep *self, TaperClassList *classes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperSweep, taper_sweep_free)

G_END_DECLS
