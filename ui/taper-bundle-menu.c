/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-bundle-menu.h"
#include "ui/taper-bundle-window.h"
#include <glib/gi18n.h>

/* The window of all bundles has the others. */
#define MAX_LISTED 12

struct _TaperBundleMenu {
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkLabel *name;
  GtkLabel *detail;
  GMenu *bundles;

  TaperDocument *document;
  TaperBundleLibrary *library;
};

G_DEFINE_FINAL_TYPE (TaperBundleMenu, taper_bundle_menu, GTK_TYPE_WIDGET)

/* Underscores mark access keys in menus. */
static char *
menu_label (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

/* Those that are there, the last used first. */
static void
list_bundles (TaperBundleMenu *self)
{
  GListModel *library = G_LIST_MODEL (self->library);

  g_menu_remove_all (self->bundles);
  for (guint i = 0, n = 0; i < g_list_model_get_n_items (library) && n < MAX_LISTED; i++)
    {
      g_autoptr (TaperBundleEntry) entry = g_list_model_get_item (library, i);
      g_autofree char *label =
          menu_label (taper_label ("bundle", taper_bundle_entry_get_name (entry)));
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      if (!taper_bundle_entry_is_available (entry))
        continue;
      g_menu_item_set_action_and_target (item, "win.bundle", "s",
                                         taper_bundle_entry_get_path (entry));
      g_menu_append_item (self->bundles, item);
      n++;
    }
}

static void
bundle_cb (TaperBundleMenu *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);

  if (bundle == NULL)
    return;

  const char *name = taper_bundle_get_label (bundle);
  guint n_classes = taper_class_list_get_n_classes (taper_bundle_get_classes (bundle));
  g_autofree char *detail =
      g_strdup_printf (ngettext ("%'u class", "%'u classes", n_classes), n_classes);
  /* Translators: the bundle's name, then “81 classes”; what a screen reader says. */
  g_autofree char *spoken = g_strdup_printf (_ ("Bundle: %s, %s"), name, detail);

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->detail, detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  taper_bundle_library_note_used (self->library, taper_bundle_get_path (bundle));
}

static void
manage_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  taper_bundle_window_present (GTK_WINDOW (gtk_widget_get_root (widget)),
                               TAPER_BUNDLE_MENU (widget)->library);
}

static void
taper_bundle_menu_dispose (GObject *object)
{
  TaperBundleMenu *self = TAPER_BUNDLE_MENU (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_BUNDLE_MENU);
  g_clear_object (&self->library);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_bundle_menu_parent_class)->dispose (object);
}

static void
taper_bundle_menu_class_init (TaperBundleMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_bundle_menu_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-bundle-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperBundleMenu, button);
  gtk_widget_class_bind_template_child (widget_class, TaperBundleMenu, name);
  gtk_widget_class_bind_template_child (widget_class, TaperBundleMenu, detail);
  gtk_widget_class_bind_template_child (widget_class, TaperBundleMenu, bundles);
  gtk_widget_class_install_action (widget_class, "bundles.manage", NULL, manage_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
taper_bundle_menu_init (TaperBundleMenu *self)
{
  g_autofree char *state_path = taper_bundle_library_get_default_path ();
  g_autofree char *data_dir = taper_document_find_data_dir ();
  g_autofree char *shipped = data_dir ? g_build_filename (data_dir, "bundles", NULL) : NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->library = taper_bundle_library_new (state_path, shipped);
  g_signal_connect_object (self->library, "items-changed", G_CALLBACK (list_bundles), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
taper_bundle_menu_new (void)
{
  return g_object_new (TAPER_TYPE_BUNDLE_MENU, NULL);
}

void
taper_bundle_menu_set_document (TaperBundleMenu *self, TaperDocument *document)
{
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::bundle", G_CALLBACK (bundle_cb), self,
                           G_CONNECT_SWAPPED);
  bundle_cb (self);
}
