/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperSweeper:
 *
 * Runs a sweep on another thread and holds the tasks that are measured so far. The newest run wins.
 * Main thread only.
 *
 * Signals: "changed": anything below is different; "problem" (char *message): the run failed.
 */
#define TAPER_TYPE_SWEEPER (taper_sweeper_get_type ())
G_DECLARE_FINAL_TYPE (TaperSweeper, taper_sweeper, TAPER, SWEEPER, GObject)

TaperSweeper *taper_sweeper_new (void);

/**
 * taper_sweeper_run:
 * @map: the class of each label, copied
 * @n_tasks: of each kind and size
 *
 * Related and random tasks of a few, several and many of @bundle's classes.
 */
void taper_sweeper_run (TaperSweeper *self, TaperBundle *bundle, TaperLabelled *labelled,
                        const int *map, guint n_tasks, guint64 seed);
/* What is measured stays. */
void taper_sweeper_stop (TaperSweeper *self);
gboolean taper_sweeper_get_running (TaperSweeper *self);
gboolean taper_sweeper_get_stopped (TaperSweeper *self); /* before the last task */
/* 0..1 while running: first the pictures are read, then the tasks measured. */
double taper_sweeper_get_progress (TaperSweeper *self);

TaperBundle *taper_sweeper_get_bundle (TaperSweeper *self);     /* nullable, transfer none */
TaperLabelled *taper_sweeper_get_labelled (TaperSweeper *self); /* nullable, transfer none */
/* Grows while running. (transfer none) */
const TaperSweep *taper_sweeper_get_sweep (TaperSweeper *self);
/* The task in which personalized does worst against class selection; -1 while there is none. */
int taper_sweeper_find_worst (TaperSweeper *self);

G_END_DECLS
