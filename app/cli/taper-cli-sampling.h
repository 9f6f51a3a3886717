/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"

G_BEGIN_DECLS

/**
 * TaperCliSampling: labelled pictures and which tasks are drawn over them, as `sweep`, `compare`
 * and `context` take them. Set the defaults, let taper_cli_sampling_get_entries() fill it, then
 * check.
 * @sizes: numbers of classes, with commas; @kind: "related", "random" or "both"; both owned
 * @default_sizes, @default_kind: (nullable): what they are when the command line does not say
 * @number: of tasks of each kind and size
 * @plan: what was checked; belongs to the sampling
 */
typedef struct {
  char *data, *sizes, *kind;
  const char *default_sizes, *default_kind;
  int number;
  gint64 seed;
  gboolean no_cache;
  GArray *checked_sizes; /* guint */
  TaperSweepPlan plan;
} TaperCliSampling;

#define TAPER_CLI_SAMPLING_ENTRIES 7 /* with the last one, which is empty */

/* @entries: filled, to be given to taper_cli_options_parse() with the command's own. */
void taper_cli_sampling_get_entries (TaperCliSampling *self, GOptionEntry *entries);

/**
 * taper_cli_sampling_check:
 *
 * Takes the defaults and what the command line says, whatever the bundle. Returns a #TaperCliStatus
 * after saying what is wrong.
 */
int taper_cli_sampling_check (TaperCliSampling *self, gboolean needs_data);

/**
 * taper_cli_sampling_plan:
 *
 * Fills @plan for a bundle; sizes that it has no classes for are an error. %FALSE after saying so.
 */
gboolean taper_cli_sampling_plan (TaperCliSampling *self, TaperBundle *bundle);

/* (transfer full) (nullable): %NULL after saying why on standard error */
TaperPredictor *taper_cli_sampling_open (const TaperCliSampling *self, TaperBundle *bundle);

void taper_cli_sampling_clear (TaperCliSampling *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TaperCliSampling, taper_cli_sampling_clear)

G_END_DECLS
