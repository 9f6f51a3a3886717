/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/taper-checklist-view.h"
#include "ui/taper-page-bar.h"
#include "ui/taper-edit-banner.h"
#include "ui/taper-panes.h"
#include "app/taper-story-player.h"
#include "ui/taper-problem-bar.h"
#include "ui/taper-window.h"

G_BEGIN_DECLS

struct _TaperWindow {
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkRevealer *drop_overlay;
  TaperProblemBar *problems;
  TaperEditBanner *edit_banner;
  TaperPanes *panes;
  TaperChecklistView *checklist;
  GtkWidget *bundle_menu;
  AdwViewStack *views;
  GtkWidget *pictures_view;
  GtkWidget *status_bar;
  TaperPageBar *page_bar;
  AdwViewSwitcherTitle *title;
  GtkWidget *undo_button;
  GtkWidget *redo_button;

  TaperDocument *document;
  TaperStoryPlayer *player;
  GSettings *settings; /* NULL when the schema is missing */
  GtkFileChooserNative *chooser;
  TaperTask *first_task; /* what the hint waits to see changed */
  AdwToast *removed_toast;
};

void taper_window_init_actions (TaperWindow *self);
void taper_window_init_views (TaperWindow *self);
/* (nullable): what the middle shows */
GtkWidget *taper_window_get_view (TaperWindow *self);
void taper_window_init_present (TaperWindow *self);
void taper_window_close_by_escape (GtkWindow *window);
void taper_window_install_keys (GtkWidgetClass *widget_class);
void taper_window_init_dnd (TaperWindow *self);
void taper_window_init_export (TaperWindow *self);
/* (transfer full) (element-type TaperProof): of all that a report shows */
GPtrArray *taper_window_make_all_proofs (TaperWindow *self);
/* The folder that files were last opened from or saved to. */
void taper_window_set_chooser_folder (TaperWindow *self);
/* A toast that leads to where it is. @text (nullable): what it says */
void taper_window_show_saved (TaperWindow *self, GFile *file, const char *text);
/* Asks where to, writes and checks. */
void taper_window_export_model (TaperWindow *self);
void taper_window_paste (TaperWindow *self);

G_END_DECLS
