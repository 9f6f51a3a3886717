/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperChecklistView:
 *
 * The left of the window: the classes as a checklist in their groups, with search.
 *
 * Properties: "only-ticked" (boolean), "hint" (boolean: the line that invites to tick).
 */
#define TAPER_TYPE_CHECKLIST_VIEW (taper_checklist_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperChecklistView, taper_checklist_view, TAPER, CHECKLIST_VIEW, GtkWidget)

GtkWidget *taper_checklist_view_new (void);

/* Once; referenced. */
void taper_checklist_view_set_document (TaperChecklistView *self, TaperDocument *document);

/* Moves the focus to the search entry. */
void taper_checklist_view_find (TaperChecklistView *self);
/* Lets the search entry have a key nobody else wanted: typing anywhere searches. */
gboolean taper_checklist_view_forward_key (TaperChecklistView *self,
                                           GtkEventControllerKey *controller, guint keyval,
                                           GdkModifierType state);
/* Moves the focus to the list. */
gboolean taper_checklist_view_focus_list (TaperChecklistView *self);

G_END_DECLS
