/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperEvaluateView:
 *
 * How often each of the three answers is right. Follows the document only while it is mapped.
 */
#define TAPER_TYPE_EVALUATE_VIEW (taper_evaluate_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperEvaluateView, taper_evaluate_view, TAPER, EVALUATE_VIEW, GtkWidget)

GtkWidget *taper_evaluate_view_new (void);
void taper_evaluate_view_set_document (TaperEvaluateView *self, TaperDocument *document);
/* Of the numbers that are shown. @proofs (element-type TaperProof): what is added to */
void taper_evaluate_view_add_proofs (TaperEvaluateView *self, GPtrArray *proofs);

G_END_DECLS
