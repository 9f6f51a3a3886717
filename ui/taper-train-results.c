/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-train-results.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

typedef struct {
  AdwPreferencesGroup *group;
  GPtrArray *rows;
} Place;

static void
add_row (Place *place, const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new (), *label = gtk_label_new (value);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (place->group, row);
  g_ptr_array_add (place->rows, row);
}

/* "related 5" as people say it; others as they are. */
static char *
name_kind (const char *kind)
{
  guint n;

  if (sscanf (kind, "related %u", &n) == 1)
    return g_strdup_printf (ngettext ("%u related class", "%u related classes", n), n);
  if (sscanf (kind, "random %u", &n) == 1)
    return g_strdup_printf (ngettext ("%u random class", "%u random classes", n), n);
  return g_strdup (g_str_equal (kind, "groups") ? _ ("Groups") : kind);
}

static void
add_kind_cb (JsonObject *measured, const char *kind, JsonNode *node, gpointer data)
{
  JsonObject *numbers = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autofree char *title = name_kind (kind), *value = NULL;

  if (numbers == NULL || !json_object_has_member (numbers, "personalized"))
    return;
  value = g_strdup_printf (
      /* Translators: percentages, then their difference and its standard error in points. */
      _ ("%.1f %% → %.1f %%  (%+.1f ± %.1f)"),
      json_object_get_double_member_with_default (numbers, "class_selection", 0),
      json_object_get_double_member_with_default (numbers, "personalized", 0),
      json_object_get_double_member_with_default (numbers, "difference", 0),
      json_object_get_double_member_with_default (numbers, "standard_error", 0));
  add_row (data, title, value);
}

void
taper_train_results_add (AdwPreferencesGroup *group, TaperBundle *bundle, GPtrArray *rows)
{
  g_autoptr (JsonNode) root = json_from_string (taper_bundle_get_provenance (bundle), NULL);
  JsonObject *card =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  Place place = { group, rows };

  if (card == NULL)
    return;
  if (json_object_has_member (card, "generic_top1"))
    {
      g_autofree char *value = g_strdup_printf (
          _ ("%.1f %%"), json_object_get_double_member_with_default (card, "generic_top1", 0));

      add_row (&place, _ ("Generic network, all classes"), value);
    }
  if (json_object_has_member (card, "measured") &&
      JSON_NODE_HOLDS_OBJECT (json_object_get_member (card, "measured")))
    json_object_foreach_member (json_object_get_object_member (card, "measured"), add_kind_cb,
                                &place);
}
