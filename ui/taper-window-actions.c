/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-window-private.h"
#include "ui/taper-accels.h"
#include "ui/taper-batch-window.h"
#include "ui/taper-bundle-card.h"
#include <glib/gi18n.h>

/* --- opening
 * -------------------------------------------------------------------------------------- */

static void
chosen_cb (GtkNativeDialog *dialog, int response, TaperWindow *self)
{
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GListModel) chosen = gtk_file_chooser_get_files (chooser);
      g_autoptr (GFile) folder = gtk_file_chooser_get_current_folder (chooser);
      g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < g_list_model_get_n_items (chosen); i++)
        g_ptr_array_add (files, g_list_model_get_item (chosen, i));
      if (folder != NULL && self->settings != NULL)
        {
          g_autofree char *uri = g_file_get_uri (folder);
          g_settings_set_string (self->settings, "last-folder", uri);
        }
      taper_document_add_files (self->document, (GFile **) files->pdata, files->len);
    }
  g_clear_object (&self->chooser);
}

typedef enum {
  CHOOSE_BUNDLE = 1 << 0,
  CHOOSE_PICTURES = 1 << 1,
  CHOOSE_STORY = 1 << 2,
} Choice;

static void
add_filter (GtkFileChooser *chooser, const char *name, Choice choice)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  if (choice & CHOOSE_BUNDLE)
    gtk_file_filter_add_suffix (filter, "safetensors");
  if (choice & CHOOSE_PICTURES)
    gtk_file_filter_add_mime_type (filter, "image/*");
  if (choice & CHOOSE_STORY)
    gtk_file_filter_add_suffix (filter, "taper-story");
  gtk_file_chooser_add_filter (chooser, filter);
}

void
taper_window_set_chooser_folder (TaperWindow *self)
{
  g_autofree char *uri = self->settings != NULL
                             ? g_settings_get_string (self->settings, "last-folder")
                             : g_strdup ("");
  g_autoptr (GFile) folder = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;

  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
}

static void
choose (TaperWindow *self, const char *title, Choice choice)
{
  if (self->chooser != NULL)
    {
      gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
      return;
    }

  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (self->chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (chooser, (choice & CHOOSE_PICTURES) != 0);
  if (choice & CHOOSE_STORY)
    add_filter (chooser, _ ("Bundles, Pictures and Stories"), choice);
  if (choice & CHOOSE_BUNDLE)
    add_filter (chooser, _ ("Bundles"), CHOOSE_BUNDLE);
  if (choice & CHOOSE_PICTURES)
    add_filter (chooser, _ ("Pictures"), CHOOSE_PICTURES);
  if (choice & CHOOSE_STORY)
    add_filter (chooser, _ ("Stories"), CHOOSE_STORY);

  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);

  taper_window_set_chooser_folder (self);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  choose (data, _ ("Open"), CHOOSE_BUNDLE | CHOOSE_PICTURES | CHOOSE_STORY);
}

static void
open_bundle_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  choose (data, _ ("Open Bundle"), CHOOSE_BUNDLE);
}

static void
add_pictures_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  choose (data, _ ("Add Pictures"), CHOOSE_PICTURES);
}

static void
answer_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);

  if (snapshot != NULL && !taper_task_is_empty (snapshot->task))
    taper_batch_window_choose (GTK_WINDOW (self), snapshot);
}

static void
change_bundle_cb (GSimpleAction *action, GVariant *path, gpointer data)
{
  TaperWindow *self = data;
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (path, NULL));

  /* The state follows when the bundle is open, not when it is asked for. */
  taper_document_open_bundle (self->document, file);
}

static void
bundle_card_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;
  TaperBundle *bundle = taper_document_get_bundle (self->document);

  if (bundle != NULL)
    taper_bundle_card_present (bundle, GTK_WINDOW (self));
}

/* --- changing
 * ------------------------------------------------------------------------------------- */

static void
paste_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_window_paste (data);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;

  if (self->removed_toast != NULL)
    adw_toast_dismiss (self->removed_toast);
  taper_document_undo (self->document);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_document_redo (TAPER_WINDOW (data)->document);
}

static void
tick_all_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_document_tick_all (TAPER_WINDOW (data)->document);
}

static void
tick_none_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_document_tick_none (TAPER_WINDOW (data)->document);
}

static void
tick_invert_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;
  TaperTask *task = taper_document_get_task (self->document);

  if (task == NULL)
    return;

  guint n_classes = taper_task_get_n_classes (task);
  g_autofree guint *classes = g_new (guint, n_classes);
  guint n = 0;

  for (guint i = 0; i < n_classes; i++)
    if (!taper_task_contains (task, i))
      classes[n++] = i;
  g_autoptr (TaperTask) inverted = taper_task_new (n_classes, classes, n);
  taper_document_set_task (self->document, inverted);
}

static void
remove_pictures_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_document_remove_all_pictures (TAPER_WINDOW (data)->document);
}

/* --- moving
 * ----------------------------------------------------------------------------------------- */

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;

  taper_panes_set_show_content (self->panes, FALSE);
  taper_checklist_view_find (self->checklist);
}

static int
focused_pane (TaperWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  for (int i = 0; focus != NULL && i < TAPER_N_PANES; i++)
    if (gtk_widget_is_ancestor (focus, taper_panes_get_pane (self->panes, i)))
      return i;
  return -1;
}

/* Into what the pane is about, if its view says what that is, else into the first thing in it. */
static gboolean
focus_into (TaperWindow *self, TaperPane pane)
{
  GtkWidget *widget = taper_panes_get_pane (self->panes, pane);

  if (pane == TAPER_PANE_SIDEBAR)
    return taper_checklist_view_focus_list (self->checklist);
  if (pane == TAPER_PANE_MIDDLE)
    widget = taper_window_get_view (self);
  return gtk_widget_grab_focus (widget) || gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
focus_pane (TaperWindow *self, int step)
{
  int pane = focused_pane (self);

  /* The only place there is shows the other one of checklist and view. */
  if (taper_panes_get_n_shown (self->panes) == 1)
    {
      taper_panes_set_show_content (self->panes, !taper_panes_get_show_content (self->panes));
      pane = -1;
    }
  /* A pane may have nothing to focus: then the one behind it. */
  for (guint tries = 0; tries < TAPER_N_PANES; tries++)
    {
      pane = (pane + step + TAPER_N_PANES) % TAPER_N_PANES;
      if (!taper_panes_is_shown (self->panes, pane))
        continue;
      gtk_widget_set_child_visible (taper_panes_get_pane (self->panes, pane), TRUE);
      if (focus_into (self, pane))
        break;
    }
  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
}

static void
next_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  focus_pane (data, 1);
}

static void
previous_pane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  focus_pane (data, -1);
}

static void
close_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));
}

/* --- states that follow
 * ------------------------------------------------------------------------------ */

static void
set_state (TaperWindow *self, const char *name, const char *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (state));
}

static void
set_enabled (TaperWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_enabled (TaperWindow *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  GListModel *pictures = taper_document_get_pictures (self->document);
  guint n_ticked = taper_document_get_n_ticked (self->document);
  guint n_classes =
      bundle != NULL ? taper_class_list_get_n_classes (taper_bundle_get_classes (bundle)) : 0;

  set_state (self, "bundle", bundle != NULL ? taper_bundle_get_path (bundle) : "");
  set_enabled (self, "bundle-card", bundle != NULL);
  set_enabled (self, "tick-all", n_ticked < n_classes);
  set_enabled (self, "tick-none", n_ticked > 0);
  set_enabled (self, "answer-folder", n_ticked > 0);
  set_enabled (self, "tick-invert", bundle != NULL);
  set_enabled (self, "remove-pictures", g_list_model_get_n_items (pictures) > 0);
}

static void
bind_enabled (TaperWindow *self, const char *property, const char *name)
{
  g_object_bind_property (self->document, property,
                          g_action_map_lookup_action (G_ACTION_MAP (self), name), "enabled",
                          G_BINDING_SYNC_CREATE);
}

void
taper_window_init_actions (TaperWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = open_cb },
    { .name = "open-bundle", .activate = open_bundle_cb },
    { .name = "add-pictures", .activate = add_pictures_cb },
    { .name = "answer-folder", .activate = answer_folder_cb },
    { .name = "bundle", .parameter_type = "s", .state = "''", .change_state = change_bundle_cb },
    { .name = "bundle-card", .activate = bundle_card_cb },
    { .name = "paste", .activate = paste_cb },
    { .name = "undo", .activate = undo_cb },
    { .name = "redo", .activate = redo_cb },
    { .name = "tick-all", .activate = tick_all_cb },
    { .name = "tick-none", .activate = tick_none_cb },
    { .name = "tick-invert", .activate = tick_invert_cb },
    { .name = "remove-pictures", .activate = remove_pictures_cb },
    { .name = "find", .activate = find_cb },
    { .name = "next-pane", .activate = next_pane_cb },
    { .name = "previous-pane", .activate = previous_pane_cb },
    { .name = "close", .activate = close_cb },
  };
  g_autoptr (GPropertyAction) only_ticked =
      g_property_action_new ("only-ticked", self->checklist, "only-ticked");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (only_ticked));
  bind_enabled (self, "can-undo", "undo");
  bind_enabled (self, "can-redo", "redo");

  g_signal_connect_object (self->document, "notify::bundle", G_CALLBACK (update_enabled), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->document, "notify::n-ticked", G_CALLBACK (update_enabled), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (taper_document_get_pictures (self->document), "items-changed",
                           G_CALLBACK (update_enabled), self, G_CONNECT_SWAPPED);
  update_enabled (self);
}

/* Those that a text field with the focus has a use of its own for first. */
void
taper_window_install_keys (GtkWidgetClass *widget_class)
{
  guint n;
  const TaperAccel *accels = taper_accels_get (&n);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; accels[i].late && accels[i].accels[k] != NULL; k++)
      {
        guint key;
        GdkModifierType modifiers;

        gtk_accelerator_parse (accels[i].accels[k], &key, &modifiers);
        gtk_widget_class_add_binding_action (widget_class, key, modifiers, accels[i].action, NULL);
      }
}
