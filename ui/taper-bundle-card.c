/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-bundle-card.h"
#include <adwaita.h>
#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

/* Everything in provenance is somebody's claim: any member may be missing or of another kind. */

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (page, group);
  return group;
}

/* A row whose value may be long: below its title. */
static GtkWidget *
add_text (AdwPreferencesGroup *group, const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (*text != '\0')
    gtk_widget_add_css_class (row, "stated");
  adw_preferences_group_add (group, row);
  return row;
}

/* A row with a short value at its end. */
static void
add_value (AdwPreferencesGroup *group, const char *title, const char *value)
{
  GtkWidget *row = add_text (group, title, "");
  GtkWidget *label = gtk_label_new (value);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static gboolean
get_number (JsonObject *object, const char *name, double *value)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_string (node) != NULL)
    return FALSE;
  *value = json_node_get_double (node);
  return TRUE;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* --- groups ------------------------------------------------------------------------------------
 */

static void
add_origin (AdwPreferencesPage *page, JsonObject *provenance)
{
  AdwPreferencesGroup *group = add_group (page, _ ("Made From"), NULL);
  const char *data = get_string (provenance, "data");
  const char *method = get_string (provenance, "method");
  const char *terms = get_string (provenance, "terms");

  if (terms == NULL)
    terms = get_string (provenance, "licence");
  if (terms == NULL)
    terms = get_string (provenance, "license");
  add_text (group, _ ("Data"), data != NULL ? data : _ ("Not stated in the file"));
  if (terms != NULL)
    add_text (group, _ ("Terms"), terms);
  add_text (group, _ ("Method"), method != NULL ? method : _ ("Not stated in the file"));
}

static void
add_network (AdwPreferencesPage *page, TaperBundle *bundle)
{
  AdwPreferencesGroup *group = add_group (page, _ ("Network"), NULL);
  TaperNetwork *network = taper_bundle_get_network (bundle);
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  const TaperInputSpec *input = taper_network_get_input (network);
  const guint n_bases = taper_bundle_get_n_bases (bundle);
  g_autofree char *known = g_strdup_printf (
      /* Translators: classes, then groups: “81 in 43 groups”. */
      ngettext ("%u in %u group", "%u in %u groups", taper_class_list_get_n_groups (classes)),
      taper_class_list_get_n_classes (classes), taper_class_list_get_n_groups (classes));
  g_autofree char *params =
      g_strdup_printf ("%'" G_GUINT64_FORMAT, (guint64) taper_network_get_n_params (network));
  g_autofree char *bases = g_strdup_printf ("%u", n_bases);
  g_autofree char *layers = g_strdup_printf ("%u", taper_network_get_n_layers (network));
  g_autofree char *size = g_strdup_printf (_ ("%u × %u pixels"), input->width, input->height);

  add_value (group, _ ("Classes"), known);
  add_value (group, _ ("Parameters of One Model"), params);
  add_value (group, _ ("Base Models to Mix (K)"), bases);
  add_value (group, _ ("Mixed Layers"), layers);
  add_value (group, _ ("Sees Pictures As"), size);
}

static void
add_measured_row (JsonObject *measured, const char *name, JsonNode *node, gpointer data)
{
  JsonObject *numbers = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  double selection, personalized, pictures;

  if (!get_number (numbers, "class_selection", &selection) ||
      !get_number (numbers, "personalized", &personalized))
    return;
  /* Translators: percentages of right answers; the arrow points from the first to the second. */
  g_autofree char *value = g_strdup_printf (_ ("%.1f %% → %.1f %%"), selection, personalized);
  g_autofree char *title =
      get_number (numbers, "pictures", &pictures)
          /* Translators: the kind of task, then how many pictures were answered. */
          ? g_strdup_printf (_ ("%s (%'.0f pictures)"), name, pictures)
          : g_strdup (name);
  add_value (data, title, value);
}

static void
add_measured (AdwPreferencesPage *page, JsonObject *provenance)
{
  JsonObject *measured = get_object (provenance, "measured");
  double top1;
  const gboolean has_top1 = get_number (provenance, "generic_top1", &top1);

  if (!has_top1 && measured == NULL)
    {
      add_group (page, _ ("Measured by the Maker"), _ ("The file states no measured accuracy."));
      return;
    }
  AdwPreferencesGroup *group = add_group (
      page, _ ("Measured by the Maker"),
      _ ("Right answers on pictures kept from training, as whoever made this bundle states them; "
         "not repeated here. In each row: generic model with class selection → personalized."));
  if (has_top1)
    {
      g_autofree char *value = g_strdup_printf (_ ("%.1f %%"), top1);
      add_value (group, _ ("Generic model, all classes"), value);
    }
  if (measured != NULL)
    json_object_foreach_member (measured, add_measured_row, group);
}

static void
add_limits (AdwPreferencesPage *page, TaperBundle *bundle, JsonObject *provenance)
{
  AdwPreferencesGroup *group = add_group (page, _ ("Known Limits"), NULL);
  const TaperInputSpec *input = taper_network_get_input (taper_bundle_get_network (bundle));
  const guint n = taper_class_list_get_n_classes (taper_bundle_get_classes (bundle));
  g_autofree char *classes = g_strdup_printf (
      ngettext ("It knows this %u class and nothing else: any other picture still gets one of the "
                "ticked classes as its answer.",
                "It knows these %u classes and nothing else: any other picture still gets one of "
                "the ticked classes as its answer.",
                n),
      n);
  g_autofree char *crop = g_strdup_printf (
      _ ("Of each picture it sees the middle square, at %u × %u pixels: small or off-centre "
         "things are lost."),
      input->width, input->height);
  const char *stated = get_string (provenance, "limits");

  add_text (group, _ ("Closed World"), classes);
  add_text (group, _ ("Coarse Sight"), crop);
  add_text (group, _ ("Scores"),
            _ ("A score says how an answer compares with the other ticked classes. It is not the "
               "probability of being right."));
  if (stated != NULL)
    add_text (group, _ ("Stated by the Maker"), stated);
}

static void
copy_cb (GtkButton *button, gpointer data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)),
                          g_object_get_data (G_OBJECT (button), "text"));
}

static void
add_file (AdwPreferencesPage *page, TaperBundle *bundle)
{
  AdwPreferencesGroup *group = add_group (page, _ ("File"), NULL);
  g_autofree char *size =
      g_format_size_full (taper_bundle_get_file_size (bundle), G_FORMAT_SIZE_LONG_FORMAT);
  const char *path = taper_bundle_get_path (bundle);
  const char *sha256 = taper_bundle_get_sha256 (bundle);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *shown_folder = g_filename_display_name (folder);

  add_text (group, name, shown_folder);
  add_value (group, _ ("Size"), size);
  GtkWidget *row = add_text (group, _ ("SHA-256"), sha256);
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_tooltip_text (copy, _ ("Copy SHA-256"));
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  g_object_set_data_full (G_OBJECT (copy), "text", g_strdup (sha256), g_free);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
}

void
taper_bundle_card_present (TaperBundle *bundle, GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/taper_project/Taper/taper-bundle-card.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (gtk_builder_get_object (builder, "page"));
  AdwWindowTitle *title = ADW_WINDOW_TITLE (gtk_builder_get_object (builder, "title"));
  g_autoptr (JsonNode) root = json_from_string (taper_bundle_get_provenance (bundle), NULL);
  JsonObject *provenance =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  adw_window_title_set_title (title, taper_bundle_get_label (bundle));
  gtk_window_set_title (window, taper_bundle_get_label (bundle));
  add_origin (page, provenance);
  add_network (page, bundle);
  add_measured (page, provenance);
  add_limits (page, bundle, provenance);
  add_file (page, bundle);
  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}
