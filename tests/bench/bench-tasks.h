/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

typedef struct {
  double wall_ms; /* of the fastest run */
  double cpu_ms;  /* of all threads, per run */
  guint n_runs;
} BenchSlice;

typedef void (*BenchFunc) (gpointer data);

/* Calls @func until @milliseconds have passed, at least once. */
void bench_measure (BenchFunc func, gpointer data, double milliseconds, BenchSlice *slice);

/* The network of a shipped bundle, or of bench_network_new(); the same object every time. */
TaperParameters *bench_parameters (const char *name); /* transfer full */
/* @words: TASK NAME NUMBER MILLISECONDS; FALSE if there is no such task */
gboolean bench_task_run (char **words, BenchSlice *slice);

G_END_DECLS
