/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperCompareView:
 *
 * Small against big: the bundles that know the same classes, with areas to scale, their accuracy
 * against the number of classes, and where a small personalized one equals the biggest with class
 * selection.
 *
 * Signal "close": back to where it was opened from.
 */
#define TAPER_TYPE_COMPARE_VIEW (taper_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperCompareView, taper_compare_view, TAPER, COMPARE_VIEW, GtkWidget)

void taper_compare_view_set_document (TaperCompareView *self, TaperDocument *document);
/* @labelled: (nullable): without pictures no accuracy is shown */
void taper_compare_view_open (TaperCompareView *self, TaperLabelled *labelled);

G_END_DECLS
