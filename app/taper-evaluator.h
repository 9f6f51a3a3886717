/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperEvaluatorState:
 * @TAPER_EVALUATOR_EMPTY: no pictures chosen
 * @TAPER_EVALUATOR_OPENING: they are being listed
 * @TAPER_EVALUATOR_MAPPING: some labels mean no class: the mapping may be completed
 * @TAPER_EVALUATOR_READY: nothing stands in the way of a run
 * @TAPER_EVALUATOR_RUNNING: the summary grows
 * @TAPER_EVALUATOR_DONE: the summary holds all pictures, or those until the run was stopped
 */
typedef enum {
  TAPER_EVALUATOR_EMPTY,
  TAPER_EVALUATOR_OPENING,
  TAPER_EVALUATOR_MAPPING,
  TAPER_EVALUATOR_READY,
  TAPER_EVALUATOR_RUNNING,
  TAPER_EVALUATOR_DONE,
} TaperEvaluatorState;

/**
 * TaperEvaluator:
 *
 * What the Evaluate view shows: labelled pictures, what their labels mean, and a trial of a task
 * over them that runs on another thread in parts of random pictures, so that what is known when it
 * is stopped is a fair sample. The newest run wins. Main thread only.
 *
 * Signals: "changed": anything below is different; "problem" (char *message): the pictures could
 * not be opened or the run failed; the state is what it was before.
 */
#define TAPER_TYPE_EVALUATOR (taper_evaluator_get_type ())
G_DECLARE_FINAL_TYPE (TaperEvaluator, taper_evaluator, TAPER, EVALUATOR, GObject)

TaperEvaluator *taper_evaluator_new (void);
TaperEvaluatorState taper_evaluator_get_state (TaperEvaluator *self);

/**
 * taper_evaluator_open:
 * @file: a folder or a CSV file, see taper_labelled_open()
 *
 * Lists the pictures and matches their labels with @bundle's classes.
 */
void taper_evaluator_open (TaperEvaluator *self, GFile *file, TaperBundle *bundle);
GFile *taper_evaluator_get_file (TaperEvaluator *self);             /* nullable, transfer none */
TaperLabelled *taper_evaluator_get_labelled (TaperEvaluator *self); /* nullable, transfer none */

/* (labels) (nullable) (transfer none): class of each label or %TAPER_LABEL_UNKNOWN */
const int *taper_evaluator_get_map (TaperEvaluator *self);
void taper_evaluator_set_meaning (TaperEvaluator *self, guint label, int class_index);
/* Pictures whose label means a class. */
guint taper_evaluator_get_n_usable (TaperEvaluator *self);

/* @bundle: as given to taper_evaluator_open(), else the labels are matched anew. */
void taper_evaluator_run (TaperEvaluator *self, TaperBundle *bundle, TaperTask *task);
/* What is known so far stays. */
void taper_evaluator_stop (TaperEvaluator *self);
/* The present task's run, or the last one. (nullable, transfer none) */
TaperTrialSummary *taper_evaluator_get_summary (TaperEvaluator *self);
gboolean taper_evaluator_get_stopped (TaperEvaluator *self); /* before the last picture */
/* 0..1 while running. */
double taper_evaluator_get_progress (TaperEvaluator *self);
guint taper_evaluator_get_n_unreadable (TaperEvaluator *self);

G_END_DECLS
