/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-chart.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperChartView:
 *
 * Shows any #TaperChart: pointing at an item tells it in words, arrow keys go through the items, a
 * click or Enter activates one.
 *
 * Signal "activated" (int item).
 */
#define TAPER_TYPE_CHART_VIEW (taper_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperChartView, taper_chart_view, TAPER, CHART_VIEW, GtkWidget)

GtkWidget *taper_chart_view_new (void);

/**
 * taper_chart_view_set:
 * @chart: (nullable): %NULL shows nothing
 * @data: (transfer full): of the chart's type; freed with @free_data
 * @summary: the whole of it in a sentence, for those who do not see it
 */
void taper_chart_view_set (TaperChartView *self, const TaperChart *chart, gpointer data,
                           GDestroyNotify free_data, const char *summary);

/* (nullable): what is shown; @data: (out): its numbers. Transfer none. */
const TaperChart *taper_chart_view_get (TaperChartView *self, gpointer *data);

G_END_DECLS
