/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/taper-trainer.h"

G_BEGIN_DECLS

/**
 * TestRun: the smallest training run that has every stage: six classes, a network of seven layers,
 * two bases. One takes a fraction of a second.
 * @data: folder of class folders; @dir: where the outputs go
 * @stop_stage, @stop_basis, @stop_step: cancelled after that step; step 0: never
 */
typedef struct {
  char *dir, *data, *output;
  TaperTrainConfig *config;
  TaperTrainOptions options;
  GCancellable *cancellable;
  GPtrArray *notes;
  guint64 steps; /* of all stages, told so far */
  TaperTrainStage stop_stage;
  guint stop_basis;
  guint64 stop_step;
  /* (nullable): called for every event, after the above */
  void (*also) (const TaperTrainEvent *event, gpointer data);
  gpointer also_data;
} TestRun;

/* @data: (nullable): a folder to share; %NULL: a new one. @extra: config lines */
TestRun *test_run_new (const char *data, const char *extra);
void test_run_free (TestRun *self);
/* @extra: in place of the earlier ones */
void test_run_set (TestRun *self, const char *extra);
char *test_run_path (const TestRun *self, const char *ending); /* OUTPUT + ending */
gboolean test_run (TestRun *self, GError **error);
void test_run_ok (TestRun *self);
/* Fails with these words before any step is done. */
void test_run_refused (TestRun *self, const char *words);
/* Whether any note contains @words. */
gboolean test_run_noted (const TestRun *self, const char *words);
/* All tensors of a safetensors file, one after the other. (transfer full) */
GBytes *test_tensors (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestRun, test_run_free)

G_END_DECLS
