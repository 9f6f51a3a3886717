/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-task-store.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_TASKS 200
#define MAX_IDS 100000

struct _TaperTaskStore {
  char *path;
  GPtrArray *saved;
  GPtrArray *recent;
  guint max_recent;
};

static void
stored_free (gpointer data)
{
  TaperStoredTask *task = data;

  g_free (task->name);
  g_strfreev (task->ids);
  g_free (task);
}

/* --- file ------------------------------------------------------------------------------------- */

static void
read_tasks (GKeyFile *file, const char *kind, GPtrArray *tasks)
{
  for (guint i = 0; i < MAX_TASKS; i++)
    {
      g_autofree char *group = g_strdup_printf ("%s %u", kind, i + 1);
      g_autofree char *name = g_key_file_get_string (file, group, "name", NULL);
      g_auto (GStrv) ids = g_key_file_get_string_list (file, group, "classes", NULL, NULL);
      TaperStoredTask *task;

      if (!name || !ids || g_strv_length (ids) > MAX_IDS)
        return;
      task = g_new (TaperStoredTask, 1);
      task->name = g_steal_pointer (&name);
      task->ids = g_steal_pointer (&ids);
      g_ptr_array_add (tasks, task);
    }
}

static void
write_tasks (GKeyFile *file, const char *kind, GPtrArray *tasks)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      const TaperStoredTask *task = tasks->pdata[i];
      g_autofree char *group = g_strdup_printf ("%s %u", kind, i + 1);

      g_key_file_set_string (file, group, "name", task->name);
      g_key_file_set_string_list (file, group, "classes", (const char *const *) task->ids,
                                  g_strv_length (task->ids));
    }
}

static gboolean
write_file (TaperTaskStore *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *directory = g_path_get_dirname (self->path);

  write_tasks (file, "Saved", self->saved);
  write_tasks (file, "Recent", self->recent);
  if (g_mkdir_with_parents (directory, 0700) < 0)
    {
      const int saved_errno = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "“%s”: %s", directory,
                   g_strerror (saved_errno));
      return FALSE;
    }
  return g_key_file_save_to_file (file, self->path, error);
}

TaperTaskStore *
taper_task_store_new (const char *path)
{
  TaperTaskStore *self = g_new0 (TaperTaskStore, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  self->path = path ? g_strdup (path)
                    : g_build_filename (g_get_user_data_dir (), "taper", "tasks.ini", NULL);
  self->max_recent = TAPER_TASK_STORE_RECENT;
  self->saved = g_ptr_array_new_with_free_func (stored_free);
  self->recent = g_ptr_array_new_with_free_func (stored_free);
  if (g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, NULL))
    {
      read_tasks (file, "Saved", self->saved);
      read_tasks (file, "Recent", self->recent);
    }
  return self;
}

void
taper_task_store_free (TaperTaskStore *self)
{
  g_ptr_array_unref (self->saved);
  g_ptr_array_unref (self->recent);
  g_free (self->path);
  g_free (self);
}

/* --- tasks ------------------------------------------------------------------------------------ */

GPtrArray *
taper_task_store_get_saved (TaperTaskStore *self)
{
  return self->saved;
}

GPtrArray *
taper_task_store_get_recent (TaperTaskStore *self)
{
  return self->recent;
}

static TaperStoredTask *
stored_new (const char *name, TaperClassList *classes, const TaperTask *task)
{
  TaperStoredTask *stored = g_new (TaperStoredTask, 1);
  guint n;
  const guint *selected = taper_task_get_selected (task, &n);

  stored->name = g_strdup (name);
  stored->ids = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    stored->ids[i] = g_strdup (taper_class_list_get_class (classes, selected[i])->id);
  return stored;
}

static void
drop_named (GPtrArray *tasks, const char *name)
{
  for (guint i = tasks->len; i-- > 0;)
    if (g_str_equal (((TaperStoredTask *) tasks->pdata[i])->name, name))
      g_ptr_array_remove_index (tasks, i);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const TaperStoredTask *x = *(TaperStoredTask *const *) a, *y = *(TaperStoredTask *const *) b;

  return g_utf8_collate (x->name, y->name);
}

gboolean
taper_task_store_save (TaperTaskStore *self, const char *name, TaperClassList *classes,
                       const TaperTask *task, GError **error)
{
  drop_named (self->saved, name);
  if (self->saved->len >= MAX_TASKS)
    g_ptr_array_remove_index (self->saved, 0);
  g_ptr_array_add (self->saved, stored_new (name, classes, task));
  g_ptr_array_sort (self->saved, compare_names);
  return write_file (self, error);
}

gboolean
taper_task_store_forget (TaperTaskStore *self, const char *name, GError **error)
{
  drop_named (self->saved, name);
  return write_file (self, error);
}

gboolean
taper_task_store_note (TaperTaskStore *self, const char *name, TaperClassList *classes,
                       const TaperTask *task, GError **error)
{
  TaperStoredTask *stored = stored_new (name, classes, task);

  for (guint i = self->recent->len; i-- > 0;)
    {
      const TaperStoredTask *other = self->recent->pdata[i];

      if (g_strv_equal ((const char *const *) other->ids, (const char *const *) stored->ids))
        g_ptr_array_remove_index (self->recent, i);
    }
  g_ptr_array_insert (self->recent, 0, stored);
  if (self->recent->len > self->max_recent)
    g_ptr_array_set_size (self->recent, self->max_recent);
  return write_file (self, error);
}

gboolean
taper_task_store_set_max_recent (TaperTaskStore *self, guint max, GError **error)
{
  self->max_recent = max;
  if (self->recent->len <= max)
    return TRUE;
  g_ptr_array_set_size (self->recent, max);
  return write_file (self, error);
}

TaperTask *
taper_stored_task_resolve (const TaperStoredTask *self, TaperClassList *classes, guint *n_unknown)
{
  const guint n = g_strv_length (self->ids);
  g_autofree guint *indices = g_new (guint, n);
  guint n_known = 0;

  for (guint i = 0; i < n; i++)
    {
      const int index = taper_class_list_find (classes, self->ids[i]);

      if (index >= 0)
        indices[n_known++] = (guint) index;
    }
  *n_unknown = n - n_known;
  return taper_task_new (taper_class_list_get_n_classes (classes), indices, n_known);
}
