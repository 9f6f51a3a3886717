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
 * A sidebar and beside it the content: the middle and the end pane, or one of them alone. With
 * less room than both need the content is its main pane, with still less the sidebar and the
 * content share one place, and "show-content" says which of the two is there.
 *
 * Properties: "sidebar", "middle", "end" (GtkWidget), "show-content" (boolean), "n-shown" (uint,
 * read-only: 3, 2 or 1 panes are shown).
 *
 * The one place of the program that folds: libadwaita's leaflet and flap fold all or nothing and
 * are deprecated in its newer versions, and its successors are not in 1.2.
 */
#define TAPER_TYPE_PANES (taper_panes_get_type ())
G_DECLARE_FINAL_TYPE (TaperPanes, taper_panes, TAPER, PANES, GtkWidget)

GtkWidget *taper_panes_new (void);
guint taper_panes_get_n_shown (TaperPanes *self);
/* @main is the middle or the end pane; @alone: the other one is not shown, whatever the room. */
void taper_panes_set_content (TaperPanes *self, TaperPane main, gboolean alone);
gboolean taper_panes_get_show_content (TaperPanes *self);
void taper_panes_set_show_content (TaperPanes *self, gboolean show_content);
GtkWidget *taper_panes_get_pane (TaperPanes *self, TaperPane pane);
gboolean taper_panes_is_shown (TaperPanes *self, TaperPane pane);

G_END_DECLS
