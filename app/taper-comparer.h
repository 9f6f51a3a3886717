/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperComparer:
 *
 * Sets the bundles that know the same classes side by side, measured on another thread one after
 * the other. The newest run wins. Main thread only.
 *
 * Signals: "changed": anything below is different; "problem" (char *message): the run failed.
 */
#define TAPER_TYPE_COMPARER (taper_comparer_get_type ())
G_DECLARE_FINAL_TYPE (TaperComparer, taper_comparer, TAPER, COMPARER, GObject)

TaperComparer *taper_comparer_new (void);

/**
 * taper_comparer_run:
 * @bundle: whose classes the others must have
 * @dir: (nullable): where other bundles lie
 * @labelled: (nullable): %NULL: costs alone, no accuracy
 * @n_tasks: of each size, of related classes
 */
void taper_comparer_run (TaperComparer *self, TaperBundle *bundle, const char *dir,
                         TaperLabelled *labelled, guint n_tasks, guint64 seed);
/* What is measured stays. */
void taper_comparer_stop (TaperComparer *self);
gboolean taper_comparer_get_running (TaperComparer *self);
double taper_comparer_get_progress (TaperComparer *self); /* 0..1 while running */

TaperBundle *taper_comparer_get_bundle (TaperComparer *self);     /* nullable, transfer none */
TaperLabelled *taper_comparer_get_labelled (TaperComparer *self); /* nullable, transfer none */
/* (element-type TaperComparisonEntry): those that are measured, smallest network first */
const GArray *taper_comparer_get_entries (TaperComparer *self);

G_END_DECLS
