/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-weights.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperFilterGrid:
 *
 * The filters of a layer, a page of them in one row for each source; or one filter, large, of every
 * source. A cursor follows the arrow keys and the pointer; Enter or a click activates.
 *
 * Properties: "first" (uint: first filter of the page), "page-size" (uint, read-only: how many
 * fit), "status" (string, read-only: the filter under the cursor in words).
 * Signal "activated" (uint source, uint filter).
 */
#define TAPER_TYPE_FILTER_GRID (taper_filter_grid_get_type ())
G_DECLARE_FINAL_TYPE (TaperFilterGrid, taper_filter_grid, TAPER, FILTER_GRID, GtkWidget)

/* @weights: (nullable) */
void taper_filter_grid_set_weights (TaperFilterGrid *self, TaperWeights *weights);
/* @filter: the one that is shown large, or -1 for a page of them */
void taper_filter_grid_set_single (TaperFilterGrid *self, int filter);
/* Instead of the weights, how they differ from the generic's. */
void taper_filter_grid_set_differences (TaperFilterGrid *self, gboolean differences);
void taper_filter_grid_set_first (TaperFilterGrid *self, guint first);
guint taper_filter_grid_get_first (TaperFilterGrid *self);
guint taper_filter_grid_get_page_size (TaperFilterGrid *self);
/* Whose filter the cursor is on. */
guint taper_filter_grid_get_source (TaperFilterGrid *self);
void taper_filter_grid_set_source (TaperFilterGrid *self, guint source);

G_END_DECLS
