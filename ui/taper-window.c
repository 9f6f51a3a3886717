/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-window-private.h"
#include "ui/taper-bundle-menu.h"
#include "ui/taper-pictures-view.h"
#include "ui/taper-settings.h"
#include "ui/taper-status-bar.h"
#include "ui/taper-tooltip.h"
#include <glib/gi18n.h>

#define DEFAULT_BUNDLE "groceries-s16.safetensors"

G_DEFINE_FINAL_TYPE (TaperWindow, taper_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- messages --------------------------------------------------------------------------------- */

void
taper_window_show_toast (TaperWindow *self, const char *text)
{
  /* Titles of toasts are markup, and libadwaita 1.2 has no switch for it. */
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

void
taper_window_offer (TaperWindow *self, const char *text, const char *button, const char *action)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, button);
  adw_toast_set_action_name (toast, action);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
problem_cb (TaperWindow *self, const char *title, const char *message)
{
  taper_problem_bar_add (self->problems, title, message);
}

static void
removed_dismissed_cb (TaperWindow *self)
{
  self->removed_toast = NULL;
}

static void
removed_cb (TaperWindow *self, guint n)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u picture removed", "%u pictures removed", n), n);

  /* One at a time: Undo takes back the newest removal only. */
  if (self->removed_toast != NULL)
    adw_toast_dismiss (self->removed_toast);
  self->removed_toast = adw_toast_new (text);
  adw_toast_set_button_label (self->removed_toast, _ ("_Undo"));
  adw_toast_set_action_name (self->removed_toast, "win.undo");
  g_signal_connect_object (self->removed_toast, "dismissed", G_CALLBACK (removed_dismissed_cb),
                           self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, self->removed_toast);
}

/* --- following the document ---------------------------------------------------------------------
 */

static void
update_undo_tooltips (TaperWindow *self)
{
  g_autofree char *undo_label = NULL;
  g_autofree char *redo_label = NULL;

  g_object_get (self->document, "undo-label", &undo_label, "redo-label", &redo_label, NULL);
  /* Translators: %s is what would be undone, as “Tick Lemon”. */
  g_autofree char *undo = undo_label != NULL && *undo_label != '\0'
                              ? g_strdup_printf (_ ("Undo: %s"), undo_label)
                              : g_strdup (_ ("Undo"));
  g_autofree char *redo = redo_label != NULL && *redo_label != '\0'
                              ? g_strdup_printf (_ ("Redo: %s"), redo_label)
                              : g_strdup (_ ("Redo"));
  taper_tooltip_set (self->undo_button, undo);
  taper_tooltip_set (self->redo_button, redo);
}

/* The hint stays until ticks differ from those the window began with. */
static void
update_hint (TaperWindow *self)
{
  TaperTask *task = taper_document_get_task (self->document);

  if (task == NULL)
    return;
  if (self->first_task == NULL)
    {
      if (taper_document_is_settled (self->document))
        self->first_task = taper_task_ref (task);
    }
  else if (!taper_task_equal (task, self->first_task))
    g_object_set (self->checklist, "hint", FALSE, NULL);
}

static void
set_document (TaperWindow *self)
{
  self->document = taper_document_new ();
  g_signal_connect_object (self->document, "problem", G_CALLBACK (problem_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "removed", G_CALLBACK (removed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "notify::undo-label", G_CALLBACK (update_undo_tooltips),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "notify::redo-label", G_CALLBACK (update_undo_tooltips),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "notify::snapshot", G_CALLBACK (update_hint), self,
                           G_CONNECT_SWAPPED);
  taper_bundle_menu_set_document (TAPER_BUNDLE_MENU (self->bundle_menu), self->document);
  taper_checklist_view_set_document (self->checklist, self->document);
  taper_edit_banner_set_document (self->edit_banner, self->document);
  taper_pictures_view_set_document (TAPER_PICTURES_VIEW (self->pictures_view), self->document);
  taper_status_bar_set_document (TAPER_STATUS_BAR (self->status_bar), self->document);
}

/* --- typing --------------------------------------------------------------------------------------
 */

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, TaperWindow *self)
{
  if (!taper_panes_is_shown (self->panes, TAPER_PANE_SIDEBAR))
    return FALSE;
  return taper_checklist_view_forward_key (self->checklist, controller, keyval, state);
}

/* --- state that is remembered
 * ------------------------------------------------------------------------ */

static void
load_state (TaperWindow *self)
{
  self->settings = taper_settings_new ();
  if (self->settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  g_settings_bind (self->settings, "max-pictures", self->document, "max-pictures",
                   G_SETTINGS_BIND_GET);
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  /* Through the action: a view that this version does not offer is not asked for in vain. */
  g_autofree char *view = g_settings_get_string (self->settings, "view");
  g_action_group_change_action_state (G_ACTION_GROUP (self), "view", g_variant_new_string (view));
  taper_panes_set_show_content (self->panes,
                                g_settings_get_boolean (self->settings, "show-content"));
}

static void
save_state (TaperWindow *self)
{
  int width, height;

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 294));
  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_string (self->settings, "view",
                         adw_view_stack_get_visible_child_name (self->views));
  g_settings_set_boolean (self->settings, "show-content",
                          taper_panes_get_show_content (self->panes));
}

/* The list has the focus when the first bundle is there: space ticks, letters search. */
static void
first_bundle_cb (TaperWindow *self)
{
  if (taper_document_get_bundle (self->document) == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self->document, first_bundle_cb, self);
  taper_checklist_view_focus_list (self->checklist);
}

static gboolean
taper_window_close_request (GtkWindow *window)
{
  save_state (TAPER_WINDOW (window));
  return GTK_WINDOW_CLASS (taper_window_parent_class)->close_request (window);
}

/* --- object --------------------------------------------------------------------------------------
 */

static void
taper_window_dispose (GObject *object)
{
  TaperWindow *self = TAPER_WINDOW (object);

  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_WINDOW);
  g_clear_object (&self->player);
  g_clear_object (&self->document);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->first_task, taper_task_unref);
  G_OBJECT_CLASS (taper_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, drop_overlay);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, problems);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, edit_banner);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, checklist);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, bundle_menu);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, views);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, pictures_view);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, status_bar);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, page_bar);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, TaperWindow, redo_button);
}

static void
taper_window_class_init (TaperWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = taper_window_close_request;

  g_type_ensure (TAPER_TYPE_BUNDLE_MENU);
  g_type_ensure (TAPER_TYPE_CHECKLIST_VIEW);
  g_type_ensure (TAPER_TYPE_PAGE_BAR);
  g_type_ensure (TAPER_TYPE_PANES);
  g_type_ensure (TAPER_TYPE_PICTURES_VIEW);
  g_type_ensure (TAPER_TYPE_EDIT_BANNER);
  g_type_ensure (TAPER_TYPE_PROBLEM_BAR);
  g_type_ensure (TAPER_TYPE_STATUS_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/taper_project/Taper/taper-window.ui");
  bind_children (widget_class);
  taper_window_install_keys (widget_class);
}

static void
taper_window_init (TaperWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  set_document (self);
  taper_window_init_actions (self);
  taper_window_init_export (self);
  taper_window_init_views (self);
  taper_window_init_dnd (self);
  taper_window_init_present (self);
  load_state (self);

  /* After everyone else: a focused view may have its own use for a letter. */
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (self->document, "notify::bundle", G_CALLBACK (first_bundle_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_object_set (self->checklist, "hint", TRUE, NULL);
}

TaperWindow *
taper_window_new (GtkApplication *application)
{
  return g_object_new (TAPER_TYPE_WINDOW, "application", application, NULL);
}

TaperDocument *
taper_window_get_document (TaperWindow *self)
{
  return self->document;
}

void
taper_window_open_files (TaperWindow *self, GFile *const *files, guint n, gboolean with_bundle)
{
  if (with_bundle)
    {
      g_autofree char *data_dir = taper_document_find_data_dir ();

      if (data_dir != NULL)
        {
          g_autoptr (GFile) bundle =
              g_file_new_build_filename (data_dir, "bundles", DEFAULT_BUNDLE, NULL);
          taper_document_open_bundle (self->document, bundle);
        }
    }
  taper_document_add_files (self->document, files, n);
}
