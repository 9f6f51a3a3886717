/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperWeightsView:
 *
 * The filters of each basis and of your mix. Follows the document only while it is mapped.
 */
#define TAPER_TYPE_WEIGHTS_VIEW (taper_weights_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperWeightsView, taper_weights_view, TAPER, WEIGHTS_VIEW, GtkWidget)

GtkWidget *taper_weights_view_new (void);
void taper_weights_view_set_document (TaperWeightsView *self, TaperDocument *document);

G_END_DECLS
