/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperTaskMenu:
 *
 * Whole tasks: groups and the demo as presets, saved and recent ones, a random one with its seed,
 * class lists to paste, import and export. Its actions are the group "tasks" of a widget.
 */
typedef struct _TaperTaskMenu TaperTaskMenu;

/* @widget: gets the actions, is what dialogs belong to, and must outlive this */
TaperTaskMenu *taper_task_menu_new (GtkWidget *widget, TaperDocument *document);
void taper_task_menu_free (TaperTaskMenu *self);
GMenuModel *taper_task_menu_get_model (TaperTaskMenu *self); /* transfer none */

/* The present task joins the recent ones, called @name. */
void taper_task_menu_note (TaperTaskMenu *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTaskMenu, taper_task_menu_free)

G_END_DECLS
