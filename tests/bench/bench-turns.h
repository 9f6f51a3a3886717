/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The main thread's processor time in each turn of the main loop, which other programs on the
 * machine hardly move: for so long nothing else was answered. */

/* Begins to watch, in phase 0; the first turn counts from the process's beginning. */
void bench_turns_begin (void);
/* Closes the turn that is under way, too: its rest counts for the new phase. */
void bench_turns_enter (guint phase);
double bench_turns_get_longest (guint phase);
/* "{"total": MS, "turns": [MS...]}": those of phase 0 that took 5 ms and more. */
char *bench_turns_describe_first (void);

/* Of the calling thread, in ms. */
double bench_get_cpu_ms (void);
/* @values: doubles, gets sorted. "{"p50": MS, "p95": MS, "max": MS}" */
char *bench_describe (GArray *values);

G_END_DECLS
