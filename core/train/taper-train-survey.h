/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/taper-trainer.h"

G_BEGIN_DECLS

/* Fewer training pictures of a class than this are said to be few. */
#define TAPER_SURVEY_FEW 10
/* Names that are kept of each problem. */
#define TAPER_SURVEY_ITEMS 20

/**
 * TaperSurveyKind: what a training run would meet; @count of the problem counts:
 * @TAPER_SURVEY_FAILED: anything else that is wrong; the only item is its message
 */
typedef enum {
  TAPER_SURVEY_FAILED,
  TAPER_SURVEY_ALONE,        /* classes with one picture and no other to test with */
  TAPER_SURVEY_UNTESTED,     /* classes without test pictures where others have some */
  TAPER_SURVEY_UNTRAINED,    /* classes with test pictures only */
  TAPER_SURVEY_UNREADABLE,   /* pictures; items are messages */
  TAPER_SURVEY_DUPLICATES,   /* test pictures; items: training picture, test picture, alternating */
  TAPER_SURVEY_FEW_PICTURES, /* classes */
  TAPER_SURVEY_SPLIT_MADE,   /* test pictures that were kept back, as there were none */
} TaperSurveyKind;

/* @fatal: no training before it is put right. @items: (array zero-terminated=1) */
typedef struct {
  TaperSurveyKind kind;
  gboolean fatal;
  guint count;
  char **items;
} TaperSurveyProblem;

typedef struct {
  char *name;
  guint n_train, n_test;
} TaperSurveyClass;

/**
 * TaperTrainSurvey: what is in a folder, and whether it can be trained from.
 * @classes: (element-type TaperSurveyClass) with the pictures counted as they will be split
 * @problems: (element-type TaperSurveyProblem) the worst first
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
