/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-bundle-window.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define TAPER_TYPE_BUNDLE_WINDOW (taper_bundle_window_get_type ())
G_DECLARE_FINAL_TYPE (TaperBundleWindow, taper_bundle_window, TAPER, BUNDLE_WINDOW, AdwWindow)

struct _TaperBundleWindow {
  AdwWindow parent_instance;

  TaperBundleLibrary *library;

  AdwToastOverlay *toasts;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (TaperBundleWindow, taper_bundle_window, ADW_TYPE_WINDOW)

/* --- words -------------------------------------------------------------------------------------
 */

/* "today", "yesterday", "3 March 2026" (transfer full) */
static char *
describe_day (gint64 time)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (time);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);

  if (g_date_time_get_year (then) == g_date_time_get_year (now) &&
      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now))
    return g_strdup (_ ("used today"));
  if (g_date_time_get_year (then) == g_date_time_get_year (yesterday) &&
      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (yesterday))
    return g_strdup (_ ("used yesterday"));
  /* Translators: a date like “used 3 March 2026”, see strftime */
  return g_date_time_format (then, _ ("used %-d %B %Y"));
}

static char *
describe_entry (TaperBundleEntry *entry)
{
  g_autofree char *folder = g_path_get_dirname (taper_bundle_entry_get_path (entry));
  g_autofree char *place = g_filename_display_name (folder);
  g_autofree char *size = g_format_size (taper_bundle_entry_get_size (entry));
  g_autofree char *memory = g_format_size (taper_bundle_entry_get_memory (entry));
  g_autofree char *day = taper_bundle_entry_get_last_used (entry) > 0
                             ? describe_day (taper_bundle_entry_get_last_used (entry))
                             : g_strdup (_ ("not used yet"));

  if (!taper_bundle_entry_is_available (entry))
    /* Translators: a folder */
    return g_strdup_printf (_ ("Not there now: %s"), place);
  /* Translators: size of the file, memory, when it was used, then on a second line the folder */
  return g_strdup_printf (_ ("%s · takes about %s of memory · %s\n%s"), size, memory, day,
                          taper_bundle_entry_is_shipped (entry) ? _ ("Comes with Taper") : place);
}

/* --- removing ----------------------------------------------------------------------------------
 */

static void
show_toast (TaperBundleWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
undo_remove_cb (AdwToast *toast, TaperBundleWindow *self)
{
  taper_bundle_library_restore (self->library, g_object_get_data (G_OBJECT (toast), "entry"));
}

static void
undo_trash_cb (AdwToast *toast, TaperBundleWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (!taper_bundle_library_untrash (self->library, g_object_get_data (G_OBJECT (toast), "entry"),
                                     &error))
    show_toast (self, error->message);
}

/* @format: with the bundle's name */
static void
offer_undo (TaperBundleWindow *self, TaperBundleEntry *entry, char *text, GCallback undo)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "entry", g_object_ref (entry), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", undo, self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static TaperBundleEntry *
get_entry (TaperBundleWindow *self, GVariant *path)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->library)); i++)
    {
      g_autoptr (TaperBundleEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->library), i);

      if (g_str_equal (taper_bundle_entry_get_path (entry), g_variant_get_bytestring (path)))
        return g_steal_pointer (&entry);
    }
  return NULL;
}

static void
remove_cb (GtkWidget *widget, const char *action, GVariant *path)
{
  TaperBundleWindow *self = TAPER_BUNDLE_WINDOW (widget);
  g_autoptr (TaperBundleEntry) entry = get_entry (self, path);

  if (entry == NULL)
    return;
  g_autofree char *text =
      g_strdup_printf (_ ("“%s” removed from the list; the file stays"),
                       taper_label ("bundle", taper_bundle_entry_get_name (entry)));
  taper_bundle_library_remove (self->library, entry);
  offer_undo (self, entry, text, G_CALLBACK (undo_remove_cb));
}

static void
trash_cb (GtkWidget *widget, const char *action, GVariant *path)
{
  TaperBundleWindow *self = TAPER_BUNDLE_WINDOW (widget);
  g_autoptr (TaperBundleEntry) entry = get_entry (self, path);
  g_autoptr (GError) error = NULL;

  if (entry == NULL)
    return;
  g_autofree char *text = g_strdup_printf (
      _ ("“%s” moved to the trash"), taper_label ("bundle", taper_bundle_entry_get_name (entry)));
  if (taper_bundle_library_trash (self->library, entry, &error))
    offer_undo (self, entry, text, G_CALLBACK (undo_trash_cb));
  else
    show_toast (self, error->message);
}

/* --- rows --------------------------------------------------------------------------------------
 */

static GtkWidget *
create_menu_button (TaperBundleEntry *entry)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) forget = g_menu_item_new (_ ("_Remove From List"), NULL);
  g_autoptr (GMenuItem) trash = g_menu_item_new (_ ("Move to _Trash"), NULL);
  GVariant *path = g_variant_new_bytestring (taper_bundle_entry_get_path (entry));
  GtkWidget *button = gtk_menu_button_new ();

  g_variant_ref_sink (path);
  g_menu_item_set_action_and_target_value (forget, "bundles.remove", path);
  g_menu_item_set_action_and_target_value (trash, "bundles.trash", path);
  g_variant_unref (path);
  g_menu_append_item (menu, forget);
  if (taper_bundle_entry_is_available (entry))
    g_menu_append_item (menu, trash);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("More"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("More"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
activated_cb (AdwActionRow *row, TaperBundleWindow *self)
{
  const char *path = g_object_get_data (G_OBJECT (row), "path");
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  g_action_group_change_action_state (G_ACTION_GROUP (parent), "bundle",
                                      g_variant_new_string (path));
  gtk_window_close (GTK_WINDOW (self));
}

static GtkWidget *
create_row (gpointer item, gpointer data)
{
  TaperBundleEntry *entry = item;
  const gboolean available = taper_bundle_entry_is_available (entry);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = describe_entry (entry);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 taper_label ("bundle", taper_bundle_entry_get_name (entry)));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), available);
  if (!available)
    gtk_widget_add_css_class (row, "dim-label");
  if (!taper_bundle_entry_is_shipped (entry))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_menu_button (entry));
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (taper_bundle_entry_get_path (entry)),
                          g_free);
  g_signal_connect (row, "activated", G_CALLBACK (activated_cb), data);
  return row;
}

/* --- object ------------------------------------------------------------------------------------
 */

static void
taper_bundle_window_dispose (GObject *object)
{
  TaperBundleWindow *self = TAPER_BUNDLE_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_BUNDLE_WINDOW);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (taper_bundle_window_parent_class)->dispose (object);
}

static void
taper_bundle_window_class_init (TaperBundleWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_bundle_window_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-bundle-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperBundleWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TaperBundleWindow, list);
  gtk_widget_class_install_action (widget_class, "bundles.remove", "ay", remove_cb);
  gtk_widget_class_install_action (widget_class, "bundles.trash", "ay", trash_cb);
}

static void
taper_bundle_window_init (TaperBundleWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
taper_bundle_window_present (GtkWindow *parent, TaperBundleLibrary *library)
{
  TaperBundleWindow *self = g_object_new (TAPER_TYPE_BUNDLE_WINDOW, "transient-for", parent, NULL);

  self->library = g_object_ref (library);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (library), create_row, self, NULL);
  taper_bundle_library_refresh (library);
  gtk_window_present (GTK_WINDOW (self));
}
