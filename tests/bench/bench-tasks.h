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

/* What can be measured: prepared once for a name and a number, then run many times. */
typedef struct {
  const char *name;
  gpointer (*prepare) (const char *name, guint number);
  BenchFunc run;
} BenchTask;

/* Ends with a %NULL name. */
extern const BenchTask bench_blend_tasks[];
extern const BenchTask bench_plain_tasks[];
extern const BenchTask bench_decode_tasks[];
extern const BenchTask bench_rate_tasks[];

/* Calls @func until @milliseconds have passed, at least once. */
void bench_measure (BenchFunc func, gpointer data, double milliseconds, BenchSlice *slice);

/* (transfer full): the network of a shipped bundle, of bench_network_new(), or "scaled-WIDTH" and
 * "classes-N" of bench_network_new_scaled(). */
TaperParameters *bench_parameters (const char *name);
/* @words: TASK NAME NUMBER MILLISECONDS; FALSE if there is no such task */
gboolean bench_task_run (char **words, BenchSlice *slice);

G_END_DECLS
