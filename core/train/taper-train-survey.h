/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/taper-trainer.h"

G_BEGIN_DECLS

/* Fewer training pictures of a class than this are said to be few. */
#define TAPER_TRAIN_PROBLEM_FEW 10
/* Names that are kept of each problem. */
#define TAPER_TRAIN_PROBLEM_ITEMS 20

/**
 * TaperTrainProblemKind: what a training run would meet; @count of the problem counts:
 * @TAPER_TRAIN_PROBLEM_FAILED: anything else that is wrong; the only item is its message
 */
typedef enum {
  TAPER_TRAIN_PROBLEM_FAILED,
  TAPER_TRAIN_PROBLEM_ALONE,        /* classes with one picture and no other to test with */
  TAPER_TRAIN_PROBLEM_UNTESTED,     /* classes without test pictures where others have some */
  TAPER_TRAIN_PROBLEM_UNTRAINED,    /* classes with test pictures only */
  TAPER_TRAIN_PROBLEM_UNREADABLE,   /* pictures; items are messages */
  TAPER_TRAIN_PROBLEM_DUPLICATES,   /* test pictures; items: training picture, test picture,
                                       alternating */
  TAPER_TRAIN_PROBLEM_FEW_PICTURES, /* classes */
  TAPER_TRAIN_PROBLEM_SPLIT_MADE,   /* test pictures that were kept back, as there were none */
} TaperTrainProblemKind;

/* @fatal: no training before it is put right. @items: (array zero-terminated=1) */
typedef struct {
  TaperTrainProblemKind kind;
  gboolean fatal;
  guint count;
  char **items;
} TaperTrainProblem;

typedef struct {
  char *name;
  guint n_train, n_test;
} TaperTrainClass;

/**
 * TaperTrainSurvey: what is in a folder, and whether it can be trained from.
 * @classes: (element-type TaperTrainClass) with the pictures counted as they will be split
 * @problems: (element-type TaperTrainProblem) the worst first
 * @usable: nothing is fatal
 */
typedef struct {
  GArray *classes, *problems;
  guint n_train, n_test;
  gboolean usable;
} TaperTrainSurvey;

/**
 * taper_train_survey:
 * @options: @data, @init, @teacher and @embeddings as for taper_train(); @event hears how reading
 *   the pictures goes on
 *
 * Everything that taper_train() finds out before it begins, without writing anything but the
 * picture caches, which it will find ready. Blocks.
 *
 * Returns: (nullable): %NULL when cancelled; all else is a problem in the result
 */
TaperTrainSurvey *taper_train_survey (const TaperTrainConfig *config,
                                      const TaperTrainOptions *options, GCancellable *cancellable,
                                      GError **error);
void taper_train_survey_free (TaperTrainSurvey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTrainSurvey, taper_train_survey_free)

G_END_DECLS
