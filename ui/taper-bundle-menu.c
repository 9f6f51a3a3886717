/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-bundle-menu.h"
#include <glib/gi18n.h>

struct _TaperBundleMenu {
  GtkWidget parent_instance;

  GtkMenuButton *button;
  GtkLabel *name;
  GtkLabel *detail;
  GMenu *bundles;

  TaperDocument *document;
  GPtrArray *listed; /* of Entry, in the order of the menu */
};

typedef struct {
  char *path;
  char *name;
} Entry;

G_DEFINE_FINAL_TYPE (TaperBundleMenu, taper_bundle_menu, GTK_TYPE_WIDGET)

static Entry *
entry_new (const char *path, const char *name)
{
  Entry *entry = g_new (Entry, 1);

  entry->path = g_strdup (path);
  entry->name = g_strdup (name);
  return entry;
}

static void
entry_free (Entry *entry)
{
  g_free (entry->path);
  g_free (entry->name);
  g_free (entry);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(Entry **) a)->name, (*(Entry **) b)->name);
}

/* Underscores mark access keys in menus. */
static char *
menu_label (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
list_bundle (TaperBundleMenu *self, const char *path, const char *name)
{
  for (guint i = 0; i < self->listed->len; i++)
    if (g_strcmp0 (((Entry *) self->listed->pdata[i])->path, path) == 0)
      return;

  g_autofree char *label = menu_label (name);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, "win.bundle", "s", path);
  g_menu_append_item (self->bundles, item);
  g_ptr_array_add (self->listed, entry_new (path, name));
}

/* Only the headers are read: three small reads, no weights. */
static void
scan_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  const char *path = data;
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, file, NULL);
      g_autoptr (TaperSafetensors) tensors = NULL;

      if (g_str_has_suffix (file, ".safetensors"))
        tensors = taper_safetensors_open (full, NULL);
      const char *name = tensors != NULL ? taper_safetensors_get_metadata (tensors, "name") : NULL;
      if (name != NULL)
        g_ptr_array_add (entries, entry_new (full, name));
    }
  g_ptr_array_sort (entries, compare_entries);
  g_task_return_pointer (task, entries, (GDestroyNotify) g_ptr_array_unref);
}

static void
scan_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  TaperBundleMenu *self = TAPER_BUNDLE_MENU (object);
  g_autoptr (GPtrArray) entries = g_task_propagate_pointer (G_TASK (result), NULL);

  for (guint i = 0; entries != NULL && self->listed != NULL && i < entries->len; i++)
    {
      Entry *entry = entries->pdata[i];

      list_bundle (self, entry->path, entry->name);
    }
}

static void
scan_shipped (TaperBundleMenu *self)
{
  g_autofree char *data_dir = taper_document_find_data_dir ();

  if (data_dir == NULL)
    return;
  g_autoptr (GTask) task = g_task_new (self, NULL, scan_cb, NULL);
  g_task_set_task_data (task, g_build_filename (data_dir, "bundles", NULL), g_free);
  g_task_run_in_thread (task, scan_thread);
}

static void
bundle_cb (TaperBundleMenu *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);

  if (bundle == NULL)
    return;

  const char *name = taper_bundle_get_name (bundle);
  guint n_classes = taper_class_list_get_n_classes (taper_bundle_get_classes (bundle));
  g_autofree char *detail =
      g_strdup_printf (ngettext ("%'u class", "%'u classes", n_classes), n_classes);
  /* Translators: the bundle's name, then “81 classes”; what a screen reader says. */
  g_autofree char *spoken = g_strdup_printf (_ ("Bundle: %s, %s"), name, detail);

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->detail, detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  list_bundle (self, taper_bundle_get_path (bundle), name);
}

static void
taper_bundle_menu_dispose (GObject *object)
{
  TaperBundleMenu *self = TAPER_BUNDLE_MENU (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_BUNDLE_MENU);
  g_clear_pointer (&self->listed, g_ptr_array_unref);
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
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
taper_bundle_menu_init (TaperBundleMenu *self)
{
  self->listed = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  gtk_widget_init_template (GTK_WIDGET (self));
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
  scan_shipped (self);
}
