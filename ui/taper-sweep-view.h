/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperSweepView:
 *
 * Many sampled tasks over the same labelled pictures: personalized against class selection, a dot
 * for each task. A dot, or the worst task's button, loads its task.
 *
 * Signal "close": back to the one task.
 */
#define TAPER_TYPE_SWEEP_VIEW (taper_sweep_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperSweepView, taper_sweep_view, TAPER, SWEEP_VIEW, GtkWidget)

void taper_sweep_view_set_document (TaperSweepView *self, TaperDocument *document);

/* Sweeps unless these pictures are swept already. @map: the class of each label */
void taper_sweep_view_open (TaperSweepView *self, TaperLabelled *labelled, const int *map);
/* Where the numbers come from: @path and @map as in taper_sweep_view_open(). */
void taper_sweep_view_add_proof (TaperSweepView *self, const char *path, const int *map,
                                 GPtrArray *proofs);

G_END_DECLS
