/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-story-window.h"

#include "ui/taper-stack-access.h"

#include <glib/gi18n.h>

struct _TaperStoryWindow {
  AdwWindow parent_instance;

  TaperStoryPlayer *player;
  TaperStory *story; /* whose signals are connected; NULL: none */
  TaperStoryStep *removed;
  guint removed_from;
  GtkFileChooserNative *chooser;

  AdwToastOverlay *toasts;
  GtkStack *pages;
  GtkWidget *title_row;
  GtkListBox *list;
  GtkLabel *place;
  GtkWidget *record_button, *present_button, *save_button;
};

G_DEFINE_FINAL_TYPE (TaperStoryWindow, taper_story_window, ADW_TYPE_WINDOW)

/* --- rows ------------------------------------------------------------------------------------- */

static guint
get_row (GtkWidget *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "row"));
}

/* The same button of the row that the step is in now, so that a key can be pressed again. */
static void
focus_button (TaperStoryWindow *self, guint row, const char *icon)
{
  GtkListBoxRow *target = gtk_list_box_get_row_at_index (self->list, (int) row);
  GtkWidget *button = target != NULL ? g_object_get_data (G_OBJECT (target), icon) : NULL;

  if (button != NULL && !gtk_widget_grab_focus (button))
    gtk_widget_grab_focus (GTK_WIDGET (target));
}

static void
up_cb (GtkWidget *button, TaperStoryWindow *self)
{
  const guint row = get_row (button);

  taper_story_move (self->story, row, row - 1);
  focus_button (self, row - 1, "go-up-symbolic");
}

static void
down_cb (GtkWidget *button, TaperStoryWindow *self)
{
  const guint row = get_row (button);

  taper_story_move (self->story, row, row + 1);
  focus_button (self, row + 1, "go-down-symbolic");
}

static void
put_back_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  TaperStoryWindow *self = TAPER_STORY_WINDOW (widget);

  if (self->removed == NULL || self->story == NULL)
    return;
  taper_story_insert (self->story, MIN (self->removed_from, taper_story_get_n_steps (self->story)),
                      self->removed);
  g_clear_object (&self->removed);
}

static void
remove_cb (GtkWidget *button, TaperStoryWindow *self)
{
  const guint row = get_row (button);
  AdwToast *toast = adw_toast_new (_ ("Step removed"));

  g_set_object (&self->removed, taper_story_get_step (self->story, row));
  self->removed_from = row;
  taper_story_remove (self->story, row);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "story.put-back");
  adw_toast_overlay_add_toast (self->toasts, toast);
  focus_button (self, row > 0 ? row - 1 : 0, "user-trash-symbolic");
}

/* @name: for who cannot see the icon */
static GtkWidget *
add_button (TaperStoryWindow *self, GtkWidget *row, guint index, const char *icon,
            const char *tooltip, const char *name, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = g_strdup_printf ("%s: %s", tooltip, name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data (G_OBJECT (button), "row", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (row), icon, button);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), button);
  return button;
}

static char *
describe_step (TaperStoryStep *step)
{
  const guint n_classes =
      taper_story_step_get_groups (step)->len + taper_story_step_get_classes (step)->len;
  const guint n_pictures = taper_story_step_get_pictures (step)->len;
  g_autofree char *pictures =
      g_strdup_printf (ngettext ("%u picture", "%u pictures", n_pictures), n_pictures);
  g_autofree char *classes = g_strdup_printf (
      ngettext ("%u group or class", "%u groups and classes", n_classes), n_classes);

  return g_strdup_printf ("%s · %s", classes, pictures);
}

static void
add_entry (GtkWidget *row, TaperStoryStep *step, const char *property, const char *title,
           gboolean editable)
{
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_editable_set_editable (GTK_EDITABLE (entry), editable);
  g_object_bind_property (step, property, entry, "text",
                          G_BINDING_SYNC_CREATE | (editable ? G_BINDING_BIDIRECTIONAL : 0));
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), entry);
}

static GtkWidget *
create_row (TaperStoryWindow *self, guint index)
{
  TaperStoryStep *step = taper_story_get_step (self->story, index);
  const gboolean own = !taper_story_player_is_shipped (self->player);
  const char *name = taper_story_step_get_title (step);
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  g_autofree char *subtitle = describe_step (step);
  GtkWidget *label = gtk_label_new (number);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_bind_property (step, "title", row, "title", G_BINDING_SYNC_CREATE);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), label);
  if (own)
    {
      /* actions are added from the end */
      add_button (self, row, index, "user-trash-symbolic", _ ("Remove"), name,
                  G_CALLBACK (remove_cb));
      gtk_widget_set_sensitive (add_button (self, row, index, "go-down-symbolic", _ ("Move Down"),
                                            name, G_CALLBACK (down_cb)),
                                index + 1 < taper_story_get_n_steps (self->story));
      gtk_widget_set_sensitive (
          add_button (self, row, index, "go-up-symbolic", _ ("Move Up"), name, G_CALLBACK (up_cb)),
          index > 0);
    }
  add_entry (row, step, "title", _ ("Title"), own);
  add_entry (row, step, "caption", _ ("Caption"), own);
  return row;
}

static void
rebuild (TaperStoryWindow *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; self->story != NULL && i < taper_story_get_n_steps (self->story); i++)
    gtk_list_box_append (self->list, create_row (self, i));
  gtk_stack_set_visible_child_name (self->pages, self->story != NULL ? "steps" : "empty");
}

/* --- story ------------------------------------------------------------------------------------ */

static void
update_place (TaperStoryWindow *self)
{
  GFile *file = taper_story_player_get_file (self->player);
  g_autofree char *name = file != NULL ? g_file_get_parse_name (file) : NULL;
  g_autofree char *text = NULL;

  if (taper_story_player_is_shipped (self->player))
    text = g_strdup (_ ("This story came with Taper. Record a step to begin one of your own, or "
                        "save this one elsewhere to change it."));
  else if (name != NULL)
    /* Translators: %s is a file. */
    text = g_strdup_printf (_ ("Saved as you go in “%s”."), name);
  gtk_label_set_label (self->place, text != NULL ? text : "");
}

static void
title_cb (TaperStoryWindow *self)
{
  if (self->story != NULL && !taper_story_player_is_shipped (self->player))
    taper_story_set_title (self->story, gtk_editable_get_text (GTK_EDITABLE (self->title_row)));
}

static void
story_cb (TaperStoryWindow *self)
{
  TaperStory *story = taper_story_player_get_story (self->player);

  if (self->story != NULL)
    g_signal_handlers_disconnect_by_func (self->story, rebuild, self);
  g_clear_object (&self->removed);
  g_set_object (&self->story, story);
  if (story != NULL)
    {
      g_signal_connect_object (story, "items-changed", G_CALLBACK (rebuild), self,
                               G_CONNECT_SWAPPED);
      gtk_editable_set_text (GTK_EDITABLE (self->title_row), taper_story_get_title (story));
      gtk_editable_set_editable (GTK_EDITABLE (self->title_row),
                                 !taper_story_player_is_shipped (self->player));
    }
  update_place (self);
  rebuild (self);
}

/* --- buttons ---------------------------------------------------------------------------------- */

static void
activate_parent (TaperStoryWindow *self, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), action,
                              NULL);
}

/* The new step is unfolded, for its caption. */
static void
record_cb (TaperStoryWindow *self)
{
  GtkListBoxRow *row;

  activate_parent (self, "win.record-step");
  if (self->story == NULL || taper_story_get_n_steps (self->story) == 0)
    return;
  row = gtk_list_box_get_row_at_index (self->list, (int) taper_story_get_n_steps (self->story) - 1);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
}

static void
present_cb (TaperStoryWindow *self)
{
  activate_parent (self, "win.present");
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, TaperStoryWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT && self->story != NULL)
    {
      g_autoptr (GFile) chosen = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autoptr (GFile) folder = g_file_get_parent (chosen);
      g_autofree char *base = g_file_get_basename (chosen);
      g_autofree char *name = g_str_has_suffix (base, ".taper-story")
                                  ? g_strdup (base)
                                  : g_strconcat (base, ".taper-story", NULL);
      g_autoptr (GFile) file = g_file_get_child (folder, name);

      taper_story_player_save_as (self->player, file);
      story_cb (self);
    }
  g_clear_object (&self->chooser);
}

static void
save_cb (TaperStoryWindow *self)
{
  g_autofree char *title = NULL, *name = NULL;

  if (self->chooser != NULL || self->story == NULL)
    return;
  title = g_strdelimit (g_strdup (taper_story_get_title (self->story)), "/\n", ' ');
  name = g_strconcat (*title != '\0' ? title : _ ("Story"), ".taper-story", NULL);
  self->chooser = gtk_file_chooser_native_new (_ ("Save Story"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_story_window_dispose (GObject *object)
{
  TaperStoryWindow *self = TAPER_STORY_WINDOW (object);

  g_clear_object (&self->chooser);
  if (self->story != NULL)
    g_signal_handlers_disconnect_by_data (self->story, self);
  g_clear_object (&self->story);
  g_clear_object (&self->removed);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_STORY_WINDOW);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (taper_story_window_parent_class)->dispose (object);
}

static void
taper_story_window_class_init (TaperStoryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_story_window_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-story-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperStoryWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TaperStoryWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, TaperStoryWindow, title_row);
  gtk_widget_class_bind_template_child (widget_class, TaperStoryWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TaperStoryWindow, place);
  gtk_widget_class_bind_template_child (widget_class, TaperStoryWindow, record_button);
  gtk_widget_class_bind_template_child (widget_class, TaperStoryWindow, present_button);
  gtk_widget_class_bind_template_child (widget_class, TaperStoryWindow, save_button);
  gtk_widget_class_install_action (widget_class, "story.put-back", NULL, put_back_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "story.put-back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
taper_story_window_init (TaperStoryWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_stack_hide_pages_from_readers (self->pages);
  g_signal_connect_swapped (self->title_row, "changed", G_CALLBACK (title_cb), self);
  g_signal_connect_swapped (self->record_button, "clicked", G_CALLBACK (record_cb), self);
  g_signal_connect_swapped (self->present_button, "clicked", G_CALLBACK (present_cb), self);
  g_signal_connect_swapped (self->save_button, "clicked", G_CALLBACK (save_cb), self);
}

void
taper_story_window_present (GtkWindow *parent, TaperStoryPlayer *player)
{
  GtkApplication *application = gtk_window_get_application (parent);
  TaperStoryWindow *self = NULL;

  for (GList *l = gtk_application_get_windows (application); l != NULL && self == NULL; l = l->next)
    if (TAPER_IS_STORY_WINDOW (l->data) && gtk_window_get_transient_for (l->data) == parent)
      self = l->data;
  if (self == NULL)
    {
      self = g_object_new (TAPER_TYPE_STORY_WINDOW, "application", application, "transient-for",
                           parent, "destroy-with-parent", TRUE, NULL);
      self->player = g_object_ref (player);
      g_signal_connect_object (player, "notify::story", G_CALLBACK (story_cb), self,
                               G_CONNECT_SWAPPED);
      story_cb (self);
    }
  gtk_window_present (GTK_WINDOW (self));
}
