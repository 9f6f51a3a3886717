/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-task-menu-private.h"

#include "app/taper-demo.h"
#include "ui/taper-settings.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Groups offered as presets: those of at least this many classes, the first of them. */
#define MIN_PRESET 3
#define MAX_PRESETS 24

void
taper_task_menu_report (TaperTaskMenu *self, const char *title, const char *message)
{
  g_signal_emit_by_name (self->document, "problem", title, message);
}

GtkWindow *
taper_task_menu_get_window (TaperTaskMenu *self)
{
  GtkRoot *root = gtk_widget_get_root (self->widget);

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

TaperClassList *
taper_task_menu_get_classes (TaperTaskMenu *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);

  return bundle != NULL ? taper_bundle_get_classes (bundle) : NULL;
}

/* --- what the menu lists -----------------------------------------------------------------------
 */

static void
append (GMenu *menu, const char *label, const char *action, guint target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
  g_autoptr (GString) escaped = g_string_new (label);

  /* an underscore of a name is no mnemonic */
  g_string_replace (escaped, "_", "__", 0);
  g_menu_item_set_label (item, escaped->str);
  g_menu_item_set_action_and_target (item, action, "u", target);
  g_menu_append_item (menu, item);
}

static void
list_stored (GMenu *menu, GPtrArray *tasks, const char *action)
{
  g_menu_remove_all (menu);
  for (guint i = 0; i < tasks->len; i++)
    append (menu, ((TaperStoredTask *) tasks->pdata[i])->name, action, i);
}

static void
set_enabled (TaperTaskMenu *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_stored (TaperTaskMenu *self)
{
  list_stored (self->saved, taper_task_store_get_saved (self->store), "tasks.saved");
  list_stored (self->forget, taper_task_store_get_saved (self->store), "tasks.forget");
  list_stored (self->recent, taper_task_store_get_recent (self->store), "tasks.recent");
}

/* Those that this bundle has classes for. */
static void
update_demos (TaperTaskMenu *self)
{
  TaperClassList *classes = taper_task_menu_get_classes (self);

  g_menu_remove_all (self->demos);
  for (guint i = 0; classes != NULL && i < TAPER_DEMO_N_TASKS; i++)
    {
      g_autoptr (TaperTask) task = taper_demo_make_task (classes, i);

      if (!taper_task_is_empty (task))
        append (self->demos, taper_demo_get_task_name (i), "tasks.demo", i);
    }
}

static void
update_presets (TaperTaskMenu *self)
{
  TaperClassList *classes = taper_task_menu_get_classes (self);
  guint n_presets = 0;

  g_menu_remove_all (self->presets);
  if (classes == NULL)
    return;
  for (guint g = 0; g < taper_class_list_get_n_groups (classes) && n_presets < MAX_PRESETS; g++)
    {
      guint n;

      taper_class_list_get_group_classes (classes, g, &n);
      if (n < MIN_PRESET)
        continue;
      g_autofree char *label =
          g_strdup_printf (_ ("%s (%u)"), taper_class_list_get_group_label (classes, g), n);
      append (self->presets, label, "tasks.preset", g);
      n_presets++;
    }
}

static void
update_enabled (TaperTaskMenu *self)
{
  const gboolean any = taper_document_get_n_ticked (self->document) > 0;

  set_enabled (self, "save", any);
  set_enabled (self, "export", any);
}

static void
bundle_cb (TaperTaskMenu *self)
{
  const gboolean bundle = taper_task_menu_get_classes (self) != NULL;

  update_demos (self);
  update_presets (self);
  set_enabled (self, "random", bundle);
  set_enabled (self, "paste", bundle);
  set_enabled (self, "import", bundle);
  update_enabled (self);
}

/* --- using one ---------------------------------------------------------------------------------
 */

void
taper_task_menu_note (TaperTaskMenu *self, const char *name)
{
  TaperTask *task = taper_document_get_task (self->document);

  /* Not being able to remember is no reason to interrupt. */
  if (task != NULL && !taper_task_is_empty (task))
    taper_task_store_note (self->store, name, taper_task_menu_get_classes (self), task, NULL);
  update_stored (self);
}

void
taper_task_menu_use (TaperTaskMenu *self, TaperTask *task, const char *name)
{
  if (taper_task_is_empty (task))
    {
      taper_task_menu_report (self, _ ("The Task Stays as It Is"),
                              _ ("None of its classes is in this bundle."));
      return;
    }
  taper_document_set_task (self->document, task);
  taper_task_menu_note (self, name);
}

static void
use_stored (TaperTaskMenu *self, GPtrArray *tasks, guint i)
{
  TaperClassList *classes = taper_task_menu_get_classes (self);
  g_autoptr (TaperTask) task = NULL;
  g_autofree char *name = NULL;
  guint n_unknown;

  if (classes == NULL || i >= tasks->len)
    return;
  name = g_strdup (((TaperStoredTask *) tasks->pdata[i])->name);
  task = taper_stored_task_resolve (tasks->pdata[i], classes, &n_unknown);
  taper_task_menu_use (self, task, name);
  if (n_unknown > 0 && !taper_task_is_empty (task))
    {
      g_autofree char *text =
          g_strdup_printf (ngettext ("%u class of “%s” is not in this bundle.",
                                     "%u classes of “%s” are not in this bundle.", n_unknown),
                           n_unknown, name);

      taper_task_menu_report (self, _ ("Not Every Class Was Found"), text);
    }
}

static void
preset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperTaskMenu *self = data;
  TaperClassList *classes = taper_task_menu_get_classes (self);
  const guint group = g_variant_get_uint32 (parameter);
  const guint *members;
  guint n;

  if (classes == NULL || group >= taper_class_list_get_n_groups (classes))
    return;
  members = taper_class_list_get_group_classes (classes, group, &n);
  g_autoptr (TaperTask) task =
      taper_task_new (taper_class_list_get_n_classes (classes), members, n);
  taper_task_menu_use (self, task, taper_class_list_get_group_label (classes, group));
}

static void
demo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperTaskMenu *self = data;
  TaperClassList *classes = taper_task_menu_get_classes (self);
  const guint i = g_variant_get_uint32 (parameter);
  g_autoptr (TaperTask) task = NULL;

  if (classes == NULL || i >= TAPER_DEMO_N_TASKS)
    return;
  task = taper_demo_make_task (classes, i);
  taper_task_menu_use (self, task, taper_demo_get_task_name (i));
}

static void
saved_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperTaskMenu *self = data;

  use_stored (self, taper_task_store_get_saved (self->store), g_variant_get_uint32 (parameter));
}

static void
recent_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperTaskMenu *self = data;

  use_stored (self, taper_task_store_get_recent (self->store), g_variant_get_uint32 (parameter));
}

static void
forget_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperTaskMenu *self = data;
  GPtrArray *saved = taper_task_store_get_saved (self->store);
  const guint i = g_variant_get_uint32 (parameter);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (i >= saved->len)
    return;
  name = g_strdup (((TaperStoredTask *) saved->pdata[i])->name);
  if (!taper_task_store_forget (self->store, name, &error))
    taper_task_menu_report (self, _ ("The List of Tasks Could Not Be Saved"), error->message);
  update_stored (self);
}

/* --- saving one --------------------------------------------------------------------------------
 */

static void
save_response_cb (AdwMessageDialog *dialog, const char *response, TaperTaskMenu *self)
{
  GtkEditable *entry = g_object_get_data (G_OBJECT (dialog), "entry");
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  TaperTask *task = taper_document_get_task (self->document);
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "save") || *name == '\0' || task == NULL)
    return;
  if (!taper_task_store_save (self->store, name, taper_task_menu_get_classes (self), task, &error))
    taper_task_menu_report (self, _ ("The List of Tasks Could Not Be Saved"), error->message);
  update_stored (self);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperTaskMenu *self = data;
  GtkWidget *dialog = adw_message_dialog_new (taper_task_menu_get_window (self), _ ("Save Task"),
                                              _ ("One of the same name is replaced."));
  GtkWidget *entry = gtk_entry_new ();

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "save",
                                    _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Name"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the task"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_signal_connect (dialog, "response", G_CALLBACK (save_response_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
random_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_task_menu_ask_random (data);
}

static void
paste_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_task_menu_paste (data);
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_task_menu_import (data);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  taper_task_menu_export (data);
}

/* --- object ------------------------------------------------------------------------------------
 */

static void
build_menu (TaperTaskMenu *self)
{
  g_autoptr (GMenu) whole = g_menu_new (), lists = g_menu_new (), saved = g_menu_new ();
  g_autoptr (GMenu) presets = g_menu_new ();

  self->menu = g_menu_new ();
  self->presets = g_menu_new ();
  self->saved = g_menu_new ();
  self->recent = g_menu_new ();
  self->forget = g_menu_new ();
  self->demos = g_menu_new ();
  g_menu_append_section (presets, NULL, G_MENU_MODEL (self->demos));
  g_menu_append_section (presets, NULL, G_MENU_MODEL (self->presets));
  g_menu_append (saved, _ ("_Save Task…"), "tasks.save");
  g_menu_append_section (saved, NULL, G_MENU_MODEL (self->saved));
  g_menu_append_submenu (saved, _ ("_Forget"), G_MENU_MODEL (self->forget));
  g_menu_append (whole, _ ("_Describe the Task"), "checklist.describe");
  g_menu_append (whole, _ ("_Random Task…"), "tasks.random");
  g_menu_append_submenu (whole, _ ("_Presets"), G_MENU_MODEL (presets));
  g_menu_append_submenu (whole, _ ("_Saved Tasks"), G_MENU_MODEL (saved));
  g_menu_append_submenu (whole, _ ("Recent Tas_ks"), G_MENU_MODEL (self->recent));
  g_menu_append (lists, _ ("Pas_te Class List"), "tasks.paste");
  g_menu_append (lists, _ ("I_mport Class List…"), "tasks.import");
  g_menu_append (lists, _ ("E_xport Class List…"), "tasks.export");
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (whole));
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (lists));
}

static void
limit_recent (TaperTaskMenu *self)
{
  if (self->settings != NULL)
    taper_task_store_set_max_recent (self->store,
                                     g_settings_get_uint (self->settings, "recent-tasks"), NULL);
  update_stored (self);
}

TaperTaskMenu *
taper_task_menu_new (GtkWidget *widget, TaperDocument *document)
{
  static const GActionEntry entries[] = {
    { .name = "preset", .activate = preset_cb, .parameter_type = "u" },
    { .name = "demo", .activate = demo_cb, .parameter_type = "u" },
    { .name = "saved", .activate = saved_cb, .parameter_type = "u" },
    { .name = "recent", .activate = recent_cb, .parameter_type = "u" },
    { .name = "forget", .activate = forget_cb, .parameter_type = "u" },
    { .name = "save", .activate = save_cb },
    { .name = "random", .activate = random_cb },
    { .name = "paste", .activate = paste_cb },
    { .name = "import", .activate = import_cb },
    { .name = "export", .activate = export_cb },
  };
  TaperTaskMenu *self = g_new0 (TaperTaskMenu, 1);

  self->widget = widget;
  self->document = g_object_ref (document);
  self->store = taper_task_store_new (NULL);
  self->cancellable = g_cancellable_new ();
  build_menu (self);
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (widget, "tasks", G_ACTION_GROUP (self->actions));
  g_signal_connect_swapped (document, "notify::bundle", G_CALLBACK (bundle_cb), self);
  g_signal_connect_swapped (document, "notify::n-ticked", G_CALLBACK (update_enabled), self);
  self->settings = taper_settings_new ();
  if (self->settings != NULL)
    g_signal_connect_swapped (self->settings, "changed::recent-tasks", G_CALLBACK (limit_recent),
                              self);
  limit_recent (self);
  bundle_cb (self);
  return self;
}

void
taper_task_menu_free (TaperTaskMenu *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_insert_action_group (self->widget, "tasks", NULL);
  g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  g_clear_object (&self->chooser);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_clear_object (&self->presets);
  g_clear_object (&self->demos);
  g_clear_object (&self->saved);
  g_clear_object (&self->recent);
  g_clear_object (&self->forget);
  taper_task_store_free (self->store);
  g_clear_object (&self->document);
  g_free (self);
}

GMenuModel *
taper_task_menu_get_model (TaperTaskMenu *self)
{
  return G_MENU_MODEL (self->menu);
}
