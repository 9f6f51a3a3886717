/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-preferences.h"

#include "core/taper.h"
#include <adwaita.h>
#include <glib/gi18n.h>

/* --- taking effect -----------------------------------------------------------------------------
 */

static void
apply_color_scheme (GSettings *settings)
{
  g_autofree char *scheme = g_settings_get_string (settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (scheme, "light")  ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                      : g_str_equal (scheme, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                     : ADW_COLOR_SCHEME_DEFAULT);
}

static void
apply_motion (GSettings *settings)
{
  GtkSettings *desktop = gtk_settings_get_default ();

  if (desktop == NULL)
    return;
  if (g_settings_get_boolean (settings, "reduce-motion"))
    g_object_set (desktop, "gtk-enable-animations", FALSE, NULL);
  else
    gtk_settings_reset_property (desktop, "gtk-enable-animations");
}

static void
apply_threads (GSettings *settings)
{
  taper_pool_set_threads (g_settings_get_uint (settings, "threads"));
}

void
taper_preferences_apply (GSettings *settings)
{
  g_signal_connect (settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme), NULL);
  g_signal_connect (settings, "changed::reduce-motion", G_CALLBACK (apply_motion), NULL);
  g_signal_connect (settings, "changed::threads", G_CALLBACK (apply_threads), NULL);
  apply_color_scheme (settings);
  apply_motion (settings);
  apply_threads (settings);
}

/* --- rows --------------------------------------------------------------------------------------
 */

static void
reset_cb (GtkWidget *button, GSettings *settings)
{
  g_settings_reset (settings, g_object_get_data (G_OBJECT (button), "key"));
}

/* Only what differs from the default can be reset. */
static void
update_reset (GtkWidget *button, const char *key, GSettings *settings)
{
  g_autoptr (GVariant) value = g_settings_get_value (settings, key);
  g_autoptr (GVariant) standard = g_settings_get_default_value (settings, key);

  gtk_widget_set_visible (button, !g_variant_equal (value, standard));
}

static void
changed_cb (GSettings *settings, const char *key, GtkWidget *button)
{
  if (g_str_equal (key, g_object_get_data (G_OBJECT (button), "key")))
    update_reset (button, key, settings);
}

/* @title: of the row: tells several of these buttons apart for who cannot see them */
static GtkWidget *
create_reset (GSettings *settings, const char *key, const char *title)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  /* Translators: %s is the title of a preference. */
  g_autofree char *label = g_strdup_printf (_ ("Reset “%s”"), title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Reset to Default"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "key", g_strdup (key), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (reset_cb), settings, 0);
  g_signal_connect_object (settings, "changed", G_CALLBACK (changed_cb), button, 0);
  update_reset (button, key, settings);
  return button;
}

/* The row, with its reset button before @control (nullable). */
static GtkWidget *
add_row (AdwPreferencesGroup *group, GSettings *settings, const char *key, const char *title,
         const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (key != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), create_reset (settings, key, title));
  if (control != NULL)
    {
      gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
    }
  adw_preferences_group_add (group, row);
  return row;
}

static void
add_switch (AdwPreferencesGroup *group, GSettings *settings, const char *key, const char *title,
            const char *subtitle)
{
  GtkWidget *control = gtk_switch_new ();

  g_settings_bind (settings, key, control, "active", G_SETTINGS_BIND_DEFAULT);
  add_row (group, settings, key, title, subtitle, control);
}

/* --- numbers -----------------------------------------------------------------------------------
 */

/* Zero is shown as a word. */
static gboolean
output_cb (GtkSpinButton *spin, const char *zero)
{
  if (gtk_spin_button_get_value_as_int (spin) != 0)
    return FALSE;
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), zero))
    gtk_editable_set_text (GTK_EDITABLE (spin), zero);
  return TRUE;
}

static int
input_cb (GtkSpinButton *spin, double *value, const char *zero)
{
  if (g_utf8_collate (gtk_editable_get_text (GTK_EDITABLE (spin)), zero) != 0)
    return FALSE;
  *value = 0;
  return TRUE;
}

/* @zero: (nullable): what 0 means; static */
static void
add_number (AdwPreferencesGroup *group, GSettings *settings, const char *key, const char *title,
            const char *subtitle, int step, const char *zero)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) range = NULL, limits = NULL;
  guint lowest, highest;
  GtkWidget *control;

  g_object_get (settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", NULL, &limits);
  g_variant_get (limits, "(uu)", &lowest, &highest);
  control = gtk_spin_button_new_with_range (lowest, highest, step);
  if (zero != NULL)
    {
      gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (control), FALSE);
      gtk_editable_set_width_chars (GTK_EDITABLE (control),
                                    MAX (4, (int) g_utf8_strlen (zero, -1)));
      g_signal_connect (control, "output", G_CALLBACK (output_cb), (gpointer) zero);
      g_signal_connect (control, "input", G_CALLBACK (input_cb), (gpointer) zero);
    }
  g_settings_bind (settings, key, gtk_spin_button_get_adjustment (GTK_SPIN_BUTTON (control)),
                   "value", G_SETTINGS_BIND_DEFAULT);
  gtk_spin_button_update (GTK_SPIN_BUTTON (control));
  add_row (group, settings, key, title, subtitle, control);
}

/* --- the groups --------------------------------------------------------------------------------
 */

static const char *const schemes[] = { "system", "light", "dark" };

static gboolean
get_scheme (GValue *value, GVariant *variant, gpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (g_variant_get_string (variant, NULL), schemes[i]))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
set_scheme (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_string (schemes[MIN (g_value_get_uint (value), 2)]);
}

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_page_add (page, group);
  return group;
}

static void
add_appearance (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = add_group (page, _ ("Appearance"));
  const char *const names[] = { _ ("As the Desktop"), _ ("Light"), _ ("Dark"), NULL };
  GtkWidget *control = gtk_drop_down_new_from_strings (names);

  g_settings_bind_with_mapping (settings, "color-scheme", control, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_scheme, set_scheme, NULL, NULL);
  add_row (group, settings, "color-scheme", _ ("Colors"), NULL, control);
  add_switch (group, settings, "reduce-motion", _ ("Reduce Motion"),
              _ ("New values are there at once, nothing slides or fades"));
}

static void
add_memory (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = add_group (page, _ ("What Is Remembered"));

  add_switch (group, settings, "restore-session", _ ("Go On Where You Stopped"),
              _ ("A start shows the bundle, task and pictures of the last one. "
                 "After a crash they are offered in any case"));
  add_number (group, settings, "recent-tasks", _ ("Recent Tasks"),
              _ ("Listed in the menu of tasks"), 1, NULL);
}

static void
add_computing (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = add_group (page, _ ("Computing"));
  /* Translators: as many threads as are good for this computer */
  const char *automatic = _ ("Automatic");

  add_number (group, settings, "threads", _ ("Threads"), _ ("Fewer leave room for other programs"),
              1, automatic);
  add_number (group, settings, "max-pictures", _ ("Pictures in a Window"),
              _ ("Each takes up to 0.3 MB of memory, and all are answered at each tick"), 10, NULL);
  add_row (group, settings, NULL, _ ("Same Input, Same Answer"),
           _ ("With the same number of threads every run gives the same bits on this kind of "
              "processor. Other processors round differently in the last digits"),
           NULL);
}

static void
add_presenting (AdwPreferencesPage *page, GSettings *settings)
{
  AdwPreferencesGroup *group = add_group (page, _ ("Presenting"));
  /* Translators: the kiosk never starts again by itself */
  const char *never = _ ("Never");

  add_number (group, settings, "kiosk-minutes", _ ("Kiosk Starts Again"),
              _ ("After so many minutes without a hand on keyboard or pointer"), 1, never);
}

void
taper_preferences_present (GtkApplication *application, GSettings *settings)
{
  GtkWindow *parent = gtk_application_get_active_window (application);
  GtkWidget *window = adw_preferences_window_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());

  adw_preferences_page_set_title (page, _ ("Preferences"));
  add_appearance (page, settings);
  add_memory (page, settings);
  add_computing (page, settings);
  add_presenting (page, settings);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), parent != NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), 620, 640);
  gtk_window_present (GTK_WINDOW (window));
}
