/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stories from and to files: the text is taper-story-file.c's. */

#include "app/taper-story-file.h"
#include "core/taper.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>
#include <string.h>

/* --- reading ---------------------------------------------------------------------------------- */

gboolean
taper_story_is_story (GFile *file, GCancellable *cancellable)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFileInputStream) stream = NULL;
  char start[sizeof TAPER_STORY_MAGIC - 1];
  gsize n_read;

  if (name != NULL && g_str_has_suffix (name, TAPER_STORY_SUFFIX))
    return TRUE;
  stream = g_file_read (file, cancellable, NULL);
  return stream != NULL &&
         g_input_stream_read_all (G_INPUT_STREAM (stream), start, sizeof start, &n_read,
                                  cancellable, NULL) &&
         n_read == sizeof start && memcmp (start, TAPER_STORY_MAGIC, sizeof start) == 0;
}

/* At most a byte more than is accepted, and nothing but a regular file: a pipe could keep one
 * waiting for ever. */
static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *data = NULL;
  gsize n_read;

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) != G_FILE_TYPE_REGULAR)
    {
      g_autofree char *name = g_file_get_parse_name (file);

      g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO,
                   _ ("“%s” is not there, or not a regular file"), name);
      return NULL;
    }
  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return NULL;
  data = g_malloc (TAPER_STORY_MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), data, TAPER_STORY_MAX_BYTES + 1, &n_read,
                                cancellable, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), n_read);
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GBytes *bytes = read_file (data, cancellable, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

void
taper_story_load_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, taper_story_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

TaperStory *
taper_story_load_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), error);
  GFile *file = g_task_get_task_data (G_TASK (result));
  g_autoptr (GFile) folder = NULL;
  g_autofree char *basename = NULL, *name = NULL;

  if (bytes == NULL)
    return NULL;
  folder = g_file_get_parent (file);
  basename = g_file_get_basename (file);
  name = g_filename_display_name (basename);
  return taper_story_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), name, folder,
                            error);
}

/* --- writing ---------------------------------------------------------------------------------- */

/* What is to be written, apart from the story, for another thread. */
typedef struct {
  GFile *file;
  char *text;
  GPtrArray *pictures; /* (element-type GFile) */
  GPtrArray *contents; /* (element-type GBytes): of each of them */
} Saving;

static void
saving_free (gpointer data)
{
  Saving *self = data;

  g_object_unref (self->file);
  g_free (self->text);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->contents);
  g_free (self);
}

/* A pasted picture is a file from now on; the same picture is the same file. */
static void
save_picture (Saving *self, GFile *folder, TaperPicture *picture)
{
  GBytes *bytes = taper_picture_get_bytes (picture);
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *name = g_strndup (sum, 16);
  g_autoptr (GFile) file = g_file_get_child (folder, name);

  g_ptr_array_add (self->pictures, g_object_ref (file));
  g_ptr_array_add (self->contents, g_bytes_ref (bytes));
  taper_picture_set_file (picture, file);
}

static Saving *
saving_new (TaperStory *story, GFile *file)
{
  Saving *self = g_new0 (Saving, 1);
  g_autofree char *path = g_strconcat (g_file_peek_path (file), "-pictures", NULL);
  g_autoptr (GFile) pictures_folder = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_get_parent (file);

  self->file = g_object_ref (file);
  self->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  self->contents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < taper_story_get_n_steps (story); i++)
    {
      GPtrArray *pictures = taper_story_step_get_pictures (taper_story_get_step (story, i));

      for (guint p = 0; p < pictures->len; p++)
        if (taper_picture_get_file (pictures->pdata[p]) == NULL)
          save_picture (self, pictures_folder, pictures->pdata[p]);
    }
  self->text = taper_story_to_text (story, folder);
  return self;
}

static gboolean
write_file (GFile *file, const void *data, gsize size, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (g_mkdir_with_parents (g_file_peek_path (folder), 0755) < 0)
    {
      const int saved_errno = errno;

      g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "“%s”: %s", g_file_peek_path (folder),
                   g_strerror (saved_errno));
      return FALSE;
    }
  return g_file_set_contents (g_file_peek_path (file), data, (gssize) size, error);
}

/* The pictures first: a story never names one that is not there yet. */
static gboolean
saving_run (Saving *self, GError **error)
{
  for (guint i = 0; i < self->pictures->len; i++)
    if (!write_file (self->pictures->pdata[i], g_bytes_get_data (self->contents->pdata[i], NULL),
                     g_bytes_get_size (self->contents->pdata[i]), error))
      return FALSE;
  return write_file (self->file, self->text, strlen (self->text), error);
}

gboolean
taper_story_save (TaperStory *self, GFile *file, GError **error)
{
  Saving *saving = saving_new (self, file);
  const gboolean ok = saving_run (saving, error);

  saving_free (saving);
  return ok;
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (saving_run (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
taper_story_save_async (TaperStory *self, GFile *file, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  g_task_set_source_tag (task, taper_story_save_async);
  g_task_set_task_data (task, saving_new (self, file), saving_free);
  g_task_run_in_thread (task, save_in_thread);
}

gboolean
taper_story_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
