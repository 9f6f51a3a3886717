/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperSurvey: what is measured once for a bundle over tasks that are drawn: how far a task is from
 * those the mixer knows, and which bases it uses. Immutable, atomically reference counted.
 * @usage: over %TAPER_SURVEY_TASKS tasks of seed %TAPER_SURVEY_SEED
 */
typedef struct {
  TaperBundle *bundle;
  TaperCoverage *coverage;
  TaperUsage *usage;
  int ref_count; /* private */
} TaperSurvey;

#define TAPER_SURVEY_TASKS 100
#define TAPER_SURVEY_SEED 1

TaperSurvey *taper_survey_new (TaperBundle *bundle); /* some 0.2 s */
TaperSurvey *taper_survey_ref (TaperSurvey *self);
void taper_survey_unref (TaperSurvey *self);

/* In a thread of its own. */
void taper_survey_new_async (TaperBundle *bundle, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
TaperSurvey *taper_survey_new_finish (GAsyncResult *result, GError **error);
/* Waits for surveys under way, cancelled or not (some 0.2 s at most each): a program that ends
 * takes OpenBLAS away from threads that still use it. */
void taper_survey_settle (void);

/* (transfer full) (nullable): what to say about @task, in one sentence; %NULL when it is like those
 * the mixer was trained on. */
char *taper_survey_warn (const TaperSurvey *self, const TaperTask *task);
/* (transfer full): how many bases the mix with these shares uses, and the sweep's number beside;
 * names dead bases. @shares: (K) */
char *taper_survey_describe_usage (const TaperSurvey *self, const double *shares);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperSurvey, taper_survey_unref)

G_END_DECLS
