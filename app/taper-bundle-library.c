/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-bundle-library.h"
#include "app/taper-trash.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

/* Nobody looks through more; the longest unused are forgotten. */
#define MAX_ENTRIES 100

struct _TaperBundleEntry {
  GObject parent_instance;
  char *path, *name;
  guint64 size, memory;
  gint64 last_used;
  gboolean shipped, available;
};

G_DEFINE_FINAL_TYPE (TaperBundleEntry, taper_bundle_entry, G_TYPE_OBJECT)

struct _TaperBundleLibrary {
  GObject parent_instance;
  char *state_path, *shipped_dir;
  GPtrArray *entries; /* (element-type TaperBundleEntry) */
  guint n_looking;
};

enum { PROP_0, PROP_AVAILABLE, N_ENTRY_PROPS };
static GParamSpec *entry_properties[N_ENTRY_PROPS];
enum { PROP_BUSY = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* --- entries -----------------------------------------------------------------------------------
 */

static void
taper_bundle_entry_finalize (GObject *object)
{
  TaperBundleEntry *self = TAPER_BUNDLE_ENTRY (object);

  g_free (self->path);
  g_free (self->name);
  G_OBJECT_CLASS (taper_bundle_entry_parent_class)->finalize (object);
}

static void
taper_bundle_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TAPER_BUNDLE_ENTRY (object)->available);
}

static void
taper_bundle_entry_class_init (TaperBundleEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = taper_bundle_entry_finalize;
  object_class->get_property = taper_bundle_entry_get_property;
  entry_properties[PROP_AVAILABLE] =
      g_param_spec_boolean ("available", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_ENTRY_PROPS, entry_properties);
}

static void
taper_bundle_entry_init (TaperBundleEntry *self)
{
}

static TaperBundleEntry *
taper_bundle_entry_new (const char *path)
{
  TaperBundleEntry *self = g_object_new (TAPER_TYPE_BUNDLE_ENTRY, NULL);

  self->path = g_strdup (path);
  self->name = g_filename_display_basename (path);
  return self;
}

const char *
taper_bundle_entry_get_path (TaperBundleEntry *self)
{
  return self->path;
}

const char *
taper_bundle_entry_get_name (TaperBundleEntry *self)
{
  return self->name;
}

guint64
taper_bundle_entry_get_size (TaperBundleEntry *self)
{
  return self->size;
}

guint64
taper_bundle_entry_get_memory (TaperBundleEntry *self)
{
  return self->memory;
}

gint64
taper_bundle_entry_get_last_used (TaperBundleEntry *self)
{
  return self->last_used;
}

gboolean
taper_bundle_entry_is_shipped (TaperBundleEntry *self)
{
  return self->shipped;
}

gboolean
taper_bundle_entry_is_available (TaperBundleEntry *self)
{
  return self->available;
}

/* --- the list ----------------------------------------------------------------------------------
 */

static GType
taper_bundle_library_get_item_type (GListModel *model)
{
  return TAPER_TYPE_BUNDLE_ENTRY;
}

static guint
taper_bundle_library_get_n_items (GListModel *model)
{
  return TAPER_BUNDLE_LIBRARY (model)->entries->len;
}

static gpointer
taper_bundle_library_get_item (GListModel *model, guint position)
{
  TaperBundleLibrary *self = TAPER_BUNDLE_LIBRARY (model);

  return position < self->entries->len ? g_object_ref (self->entries->pdata[position]) : NULL;
}

static void
taper_bundle_library_init_list (GListModelInterface *iface)
{
  iface->get_item_type = taper_bundle_library_get_item_type;
  iface->get_n_items = taper_bundle_library_get_n_items;
  iface->get_item = taper_bundle_library_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TaperBundleLibrary, taper_bundle_library, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      taper_bundle_library_init_list))

static int
taper_compare_entries (gconstpointer a, gconstpointer b)
{
  const TaperBundleEntry *first = *(TaperBundleEntry *const *) a;
  const TaperBundleEntry *second = *(TaperBundleEntry *const *) b;

  if (first->last_used != second->last_used)
    return first->last_used > second->last_used ? -1 : 1;
  return g_utf8_collate (first->name, second->name);
}

static TaperBundleEntry *
taper_bundle_library_find (TaperBundleLibrary *self, const char *path)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal (((TaperBundleEntry *) self->entries->pdata[i])->path, path))
      return self->entries->pdata[i];
  return NULL;
}

/* What is listed, but for what ships anyway and was never used. */
static void
taper_bundle_library_save (TaperBundleLibrary *self)
{
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autofree char *dir = g_path_get_dirname (self->state_path);

  for (guint i = 0; i < MIN (self->entries->len, MAX_ENTRIES); i++)
    {
      TaperBundleEntry *entry = self->entries->pdata[i];
      g_autofree char *group = g_strdup_printf ("Bundle %u", i + 1);
      g_autofree char *uri = g_filename_to_uri (entry->path, NULL, NULL);

      if (!uri || (entry->shipped && entry->last_used == 0))
        continue;
      g_key_file_set_string (key_file, group, "uri", uri);
      g_key_file_set_string (key_file, group, "name", entry->name);
      g_key_file_set_uint64 (key_file, group, "size", entry->size);
      g_key_file_set_int64 (key_file, group, "last-used", entry->last_used);
    }
  g_mkdir_with_parents (dir, 0700);
  /* A list that cannot be kept is no reason to disturb anyone. */
  g_key_file_save_to_file (key_file, self->state_path, NULL);
}

/* The order changed, or what it is made of. */
static void
taper_bundle_library_changed (TaperBundleLibrary *self, guint n_before)
{
  g_ptr_array_sort (self->entries, taper_compare_entries);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->entries->len);
}

static void
taper_bundle_library_load (TaperBundleLibrary *self)
{
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (!g_key_file_load_from_file (key_file, self->state_path, G_KEY_FILE_NONE, NULL))
    return;
  groups = g_key_file_get_groups (key_file, NULL);
  for (guint i = 0; groups[i] && i < MAX_ENTRIES; i++)
    {
      g_autofree char *uri = g_key_file_get_string (key_file, groups[i], "uri", NULL);
      g_autofree char *path = uri ? g_filename_from_uri (uri, NULL, NULL) : NULL;
      g_autofree char *name = g_key_file_get_string (key_file, groups[i], "name", NULL);
      TaperBundleEntry *entry;

      if (!path || taper_bundle_library_find (self, path))
        continue;
      entry = taper_bundle_entry_new (path);
      if (name && *name)
        {
          g_free (entry->name);
          entry->name = g_steal_pointer (&name);
        }
      entry->size = g_key_file_get_uint64 (key_file, groups[i], "size", NULL);
      entry->last_used = g_key_file_get_int64 (key_file, groups[i], "last-used", NULL);
      g_ptr_array_add (self->entries, entry);
    }
}

/* --- looking -----------------------------------------------------------------------------------
 */

typedef struct {
  char *path;
  TaperBundlePreview *preview; /* NULL: not there, or no bundle */
} TaperLook;

static void
taper_look_free (gpointer data)
{
  TaperLook *look = data;

  g_free (look->path);
  g_clear_pointer (&look->preview, taper_bundle_preview_free);
  g_free (look);
}

static void
taper_add_look (GPtrArray *looks, const char *path)
{
  TaperLook *look = g_new0 (TaperLook, 1);

  look->path = g_strdup (path);
  g_ptr_array_add (looks, look);
}

static void
taper_bundle_library_look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *looks = data;
  const char *shipped_dir = TAPER_BUNDLE_LIBRARY (source)->shipped_dir; /* never changes */
  g_autoptr (GDir) dir = shipped_dir ? g_dir_open (shipped_dir, 0, NULL) : NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".safetensors"))
      {
        g_autofree char *path = g_build_filename (shipped_dir, name, NULL);
        taper_add_look (looks, path);
      }
  for (guint i = 0; i < looks->len; i++)
    {
      TaperLook *look = looks->pdata[i];
      look->preview = taper_bundle_preview_read (look->path, NULL);
    }
  g_task_return_boolean (task, TRUE);
}

static void
taper_bundle_library_adopt (TaperBundleLibrary *self, const TaperLook *look)
{
  TaperBundleEntry *entry = taper_bundle_library_find (self, look->path);
  g_autofree char *dir = g_path_get_dirname (look->path);
  const gboolean shipped = self->shipped_dir && g_str_equal (dir, self->shipped_dir);
  const gboolean available = look->preview != NULL;

  if (!entry && !(shipped && available)) /* forgotten meanwhile */
    return;
  if (!entry)
    {
      entry = taper_bundle_entry_new (look->path);
      g_ptr_array_add (self->entries, entry);
    }
  entry->shipped = shipped;
  if (available)
    {
      g_free (entry->name);
      entry->name = g_strdup (look->preview->name);
      entry->size = look->preview->file_size;
      entry->memory = taper_memory_get_total (&look->preview->memory);
    }
  if (entry->available == available)
    return;
  entry->available = available;
  g_object_notify_by_pspec (G_OBJECT (entry), entry_properties[PROP_AVAILABLE]);
}

static void
taper_bundle_library_looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TaperBundleLibrary *self = TAPER_BUNDLE_LIBRARY (source);
  GPtrArray *looks = g_task_get_task_data (G_TASK (result));
  const guint n_before = self->entries->len;

  for (guint i = 0; i < looks->len; i++)
    taper_bundle_library_adopt (self, looks->pdata[i]);
  taper_bundle_library_changed (self, n_before);
  taper_bundle_library_save (self); /* with the names that were seen */
  if (--self->n_looking == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
taper_bundle_library_refresh (TaperBundleLibrary *self)
{
  g_autoptr (GTask) task = NULL;
  GPtrArray *looks;

  g_return_if_fail (TAPER_IS_BUNDLE_LIBRARY (self));

  looks = g_ptr_array_new_with_free_func (taper_look_free);
  for (guint i = 0; i < self->entries->len; i++)
    taper_add_look (looks, ((TaperBundleEntry *) self->entries->pdata[i])->path);
  task = g_task_new (self, NULL, taper_bundle_library_looked_cb, NULL);
  g_task_set_source_tag (task, taper_bundle_library_refresh);
  g_task_set_task_data (task, looks, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, taper_bundle_library_look);
  if (self->n_looking++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* --- changing ----------------------------------------------------------------------------------
 */

void
taper_bundle_library_note_used (TaperBundleLibrary *self, const char *path)
{
  const guint n_before = self->entries->len;
  TaperBundleEntry *entry;

  g_return_if_fail (TAPER_IS_BUNDLE_LIBRARY (self) && path);

  if (!g_path_is_absolute (path)) /* read from elsewhere: nothing to come back to */
    return;
  entry = taper_bundle_library_find (self, path);
  if (!entry)
    {
      entry = taper_bundle_entry_new (path);
      g_ptr_array_add (self->entries, entry);
    }
  entry->last_used = g_get_real_time () / G_USEC_PER_SEC;
  taper_bundle_library_changed (self, n_before);
  taper_bundle_library_save (self);
  taper_bundle_library_refresh (self);
}

void
taper_bundle_library_remove (TaperBundleLibrary *self, TaperBundleEntry *entry)
{
  const guint n_before = self->entries->len;

  g_return_if_fail (TAPER_IS_BUNDLE_LIBRARY (self));

  if (entry->shipped || !g_ptr_array_find (self->entries, entry, NULL))
    return;
  g_object_ref (entry);
  g_ptr_array_remove (self->entries, entry);
  g_object_unref (entry);
  taper_bundle_library_changed (self, n_before);
  taper_bundle_library_save (self);
}

void
taper_bundle_library_restore (TaperBundleLibrary *self, TaperBundleEntry *entry)
{
  const guint n_before = self->entries->len;

  g_return_if_fail (TAPER_IS_BUNDLE_LIBRARY (self));

  if (taper_bundle_library_find (self, entry->path))
    return;
  g_ptr_array_add (self->entries, g_object_ref (entry));
  taper_bundle_library_changed (self, n_before);
  taper_bundle_library_save (self);
  taper_bundle_library_refresh (self);
}

gboolean
taper_bundle_library_trash (TaperBundleLibrary *self, TaperBundleEntry *entry, GError **error)
{
  g_autoptr (TaperBundleEntry) kept = g_object_ref (entry);
  g_autoptr (GFile) file = g_file_new_for_path (entry->path);

  g_return_val_if_fail (TAPER_IS_BUNDLE_LIBRARY (self) && !entry->shipped, FALSE);

  if (!g_file_trash (file, NULL, error))
    return FALSE;
  taper_bundle_library_remove (self, kept);
  return TRUE;
}

gboolean
taper_bundle_library_untrash (TaperBundleLibrary *self, TaperBundleEntry *entry, GError **error)
{
  if (!taper_trash_restore (entry->path, error))
    return FALSE;
  taper_bundle_library_restore (self, entry);
  return TRUE;
}

/* --- object ------------------------------------------------------------------------------------
 */

static void
taper_bundle_library_finalize (GObject *object)
{
  TaperBundleLibrary *self = TAPER_BUNDLE_LIBRARY (object);

  g_ptr_array_unref (self->entries);
  g_free (self->state_path);
  g_free (self->shipped_dir);
  G_OBJECT_CLASS (taper_bundle_library_parent_class)->finalize (object);
}

static void
taper_bundle_library_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TAPER_BUNDLE_LIBRARY (object)->n_looking > 0);
}

static void
taper_bundle_library_class_init (TaperBundleLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = taper_bundle_library_finalize;
  object_class->get_property = taper_bundle_library_get_property;
  properties[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
taper_bundle_library_init (TaperBundleLibrary *self)
{
  self->entries = g_ptr_array_new_with_free_func (g_object_unref);
}

TaperBundleLibrary *
taper_bundle_library_new (const char *state_path, const char *shipped_dir)
{
  TaperBundleLibrary *self = g_object_new (TAPER_TYPE_BUNDLE_LIBRARY, NULL);

  self->state_path = g_strdup (state_path);
  self->shipped_dir = g_strdup (shipped_dir);
  taper_bundle_library_load (self);
  taper_bundle_library_refresh (self);
  return self;
}

char *
taper_bundle_library_get_default_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "taper", "bundles.ini", NULL);
}
