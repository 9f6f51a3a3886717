/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperContextView:
 *
 * A model that finds its own task. Follows the document only while it is mapped.
 */
#define TAPER_TYPE_CONTEXT_VIEW (taper_context_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperContextView, taper_context_view, TAPER, CONTEXT_VIEW, GtkWidget)

GtkWidget *taper_context_view_new (void);
void taper_context_view_set_document (TaperContextView *self, TaperDocument *document);

G_END_DECLS
