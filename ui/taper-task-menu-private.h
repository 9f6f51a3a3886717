/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-task-store.h"
#include "ui/taper-task-menu.h"

G_BEGIN_DECLS

/* Between the menu's files. */

struct _TaperTaskMenu {
  GtkWidget *widget;
  TaperDocument *document;
  TaperTaskStore *store;
  GSettings *settings; /* NULL when the schema is missing */
  GMenu *menu, *demos, *presets, *saved, *recent, *forget;
  GSimpleActionGroup *actions;
  GCancellable *cancellable; /* of everything that goes on when this goes away */
  GtkFileChooserNative *chooser;
};

/* Makes it the document's task and notes it. An empty one is refused with a word. */
void taper_task_menu_use (TaperTaskMenu *self, TaperTask *task, const char *name);
void taper_task_menu_report (TaperTaskMenu *self, const char *title, const char *message);
GtkWindow *taper_task_menu_get_window (TaperTaskMenu *self);
TaperClassList *taper_task_menu_get_classes (TaperTaskMenu *self); /* NULL without bundle */

void taper_task_menu_ask_random (TaperTaskMenu *self);

void taper_task_menu_paste (TaperTaskMenu *self);
void taper_task_menu_import (TaperTaskMenu *self);
void taper_task_menu_export (TaperTaskMenu *self);

G_END_DECLS
