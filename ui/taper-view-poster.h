/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include "ui/draw/taper-poster.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * taper_view_poster_new:
 * @view: "mix", "weights", "pictures", "evaluate" or "context"
 * @widget: what shows it: its texts and charts are taken from there where it has any
 *
 * Returns: (transfer full) (nullable): the view for paper; %NULL while there is nothing to show
 */
TaperPoster *taper_view_poster_new (const char *view, GtkWidget *widget, TaperDocument *document);

/* For siblings: the figures of the views whose data the document has. */
void taper_view_poster_add_mix (TaperPoster *poster, const TaperSnapshot *snapshot);
void taper_view_poster_add_weights (TaperPoster *poster, TaperSnapshot *snapshot);
void taper_view_poster_add_pictures (TaperPoster *poster, TaperDocument *document);

G_END_DECLS
