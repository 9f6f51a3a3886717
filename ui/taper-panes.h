/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  TAPER_PANE_SIDEBAR,
  TAPER_PANE_MIDDLE,
  TAPER_PANE_END,
} TaperPane;
#define TAPER_N_PANES 3

/**
 * TaperPanes:
 *
 * Three panes side by side. With less room the middle and the end pane share one place, with
 * still less all three do; "page" says which of those that share is shown.
 *
 * Properties: "sidebar", "middle", "end" (GtkWidget), "page" (TaperPane as int), "n-shown" (uint,
 * read-only: 3, 2 or 1 panes fit).
 *
 * The one place of the program that folds: libadwaita's leaflet and flap fold all or nothing and
 * are deprecated in its newer versions, and its successors are not in 1.2.
 */
#define TAPER_TYPE_PANES (taper_panes_get_type ())
G_DECLARE_FINAL_TYPE (TaperPanes, taper_panes, TAPER, PANES, GtkWidget)

GtkWidget *taper_panes_new (void);
guint taper_panes_get_n_shown (TaperPanes *self);
/* The one among those that share a place; with three shown, the last one asked for. */
TaperPane taper_panes_get_page (TaperPanes *self);
/* With two panes shown the sidebar stays where it is and asking for it changes nothing. */
void taper_panes_set_page (TaperPanes *self, TaperPane page);
GtkWidget *taper_panes_get_pane (TaperPanes *self, TaperPane pane);
gboolean taper_panes_is_shown (TaperPanes *self, TaperPane pane);

G_END_DECLS
