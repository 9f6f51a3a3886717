/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperWeightsView:
 *
 * The real weights, in three levels that are linked: the network's layers, one layer with its
 * filters, one filter with its values. A click or Enter goes one down, Escape one back. Follows the
 * document only while it is mapped.
 *
 * A button activates "win.mix-of-layer" (uint) for the way to the layer's row of the heat map; the
 * way back is "win.weights-of-layer" (uint).
 */
#define TAPER_TYPE_WEIGHTS_VIEW (taper_weights_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperWeightsView, taper_weights_view, TAPER, WEIGHTS_VIEW, GtkWidget)

GtkWidget *taper_weights_view_new (void);
void taper_weights_view_set_document (TaperWeightsView *self, TaperDocument *document);
void taper_weights_view_show_layer (TaperWeightsView *self, guint layer);

G_END_DECLS
