/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-file-walk.h"
#include "app/taper-story-file.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

#define MAX_DEPTH 32
#define ATTRIBUTES                                                                                 \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE                                \
                                 "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN

typedef struct {
  GPtrArray *files;
  guint max_pictures;
} TaperWalkInput;

static void
taper_walk_input_free (gpointer data)
{
  TaperWalkInput *input = data;

  g_ptr_array_unref (input->files);
  g_free (input);
}

static TaperFileWalk *
taper_file_walk_new (void)
{
  TaperFileWalk *self = g_new0 (TaperFileWalk, 1);

  self->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  self->found = g_byte_array_new ();
  self->bundles = g_ptr_array_new_with_free_func (g_object_unref);
  self->stories = g_ptr_array_new_with_free_func (g_object_unref);
  self->recipes = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_recipe_free);
  self->recipe_files = g_ptr_array_new_with_free_func (g_object_unref);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
taper_file_walk_free (TaperFileWalk *self)
{
  g_ptr_array_unref (self->pictures);
  g_byte_array_unref (self->found);
  g_ptr_array_unref (self->bundles);
  g_ptr_array_unref (self->stories);
  g_ptr_array_unref (self->recipes);
  g_ptr_array_unref (self->recipe_files);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

static void
taper_file_walk_add_picture (TaperFileWalk *self, GFile *file, gboolean found, guint max_pictures)
{
  const guint8 mark = found;

  if (self->pictures->len < max_pictures)
    {
      g_ptr_array_add (self->pictures, g_object_ref (file));
      g_byte_array_append (self->found, &mark, 1);
    }
  else
    self->left_out = TRUE;
}

static gboolean
taper_is_picture_name (const char *name)
{
  g_autofree char *type = g_content_type_guess (name, NULL, 0, NULL);
  g_autofree char *mime = g_content_type_get_mime_type (type);

  return mime && g_str_has_prefix (mime, "image/");
}

/* By name, or because it starts as one: the length of a JSON header, then the header. */
static gboolean
taper_is_bundle (GFile *file, GFileInfo *info, GCancellable *cancellable)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFileInputStream) stream = NULL;
  guint8 start[9];
  guint64 length;
  gsize n_read;

  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return FALSE;
  if (name && g_str_has_suffix (name, ".safetensors"))
    return TRUE;
  stream = g_file_read (file, cancellable, NULL);
  if (!stream ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), start, sizeof start, &n_read, cancellable,
                                NULL) ||
      n_read < sizeof start)
    return FALSE;
  memcpy (&length, start, sizeof length);
  return start[8] == '{' && GUINT64_FROM_LE (length) < (guint64) g_file_info_get_size (info);
}

static int
taper_compare_names (gconstpointer a, gconstpointer b)
{
  const char *name_a = g_file_info_get_name (*(GFileInfo *const *) a);
  const char *name_b = g_file_info_get_name (*(GFileInfo *const *) b);

  return strcmp (name_a, name_b);
}

/* (element-type GFileInfo) (nullable): what is in @dir, in order of name */
static GPtrArray *
taper_list_folder (GFile *dir, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileEnumerator) enumerator = g_file_enumerate_children (
      dir, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, error);
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (g_object_unref);

  while (enumerator)
    {
      GFileInfo *info;

      if (!g_file_enumerator_iterate (enumerator, &info, NULL, cancellable, error))
        return NULL;
      if (!info)
        {
          g_ptr_array_sort (infos, taper_compare_names);
          return g_steal_pointer (&infos);
        }
      if (!g_file_info_get_is_hidden (info))
        g_ptr_array_add (infos, g_object_ref (info));
    }
  return NULL;
}

static void
taper_file_walk_folder (TaperFileWalk *self, GFile *dir, guint max_pictures, guint depth,
                        GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = taper_list_folder (dir, cancellable, &error);

  if (!infos)
    {
      if (!g_cancellable_is_cancelled (cancellable))
        g_ptr_array_add (self->problems, g_strdup (error->message));
      return;
    }
  for (guint i = 0; i < infos->len && !self->left_out; i++)
    {
      GFileInfo *info = g_ptr_array_index (infos, i);
      g_autoptr (GFile) file = g_file_get_child (dir, g_file_info_get_name (info));

      switch (g_file_info_get_file_type (info))
        {
        case G_FILE_TYPE_DIRECTORY:
          if (depth < MAX_DEPTH)
            taper_file_walk_folder (self, file, max_pictures, depth + 1, cancellable);
          break;
        case G_FILE_TYPE_SYMBOLIC_LINK:
          /* A link to a folder could lead into a loop. */
          if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) !=
              G_FILE_TYPE_REGULAR)
            break;
          G_GNUC_FALLTHROUGH;
        case G_FILE_TYPE_REGULAR:
          if (taper_is_picture_name (g_file_info_get_name (info)))
            taper_file_walk_add_picture (self, file, TRUE, max_pictures);
          break;
        default:
          break;
        }
    }
}

/* FALSE: it carries no recipe. One that is damaged is no reason to hide the picture. */
static gboolean
taper_file_walk_add_recipe (TaperFileWalk *self, GFile *file)
{
  const char *path = g_file_peek_path (file);
  TaperRecipe *recipe = path != NULL ? taper_recipe_read (path, NULL) : NULL;

  if (recipe == NULL)
    return FALSE;
  g_ptr_array_add (self->recipes, recipe);
  g_ptr_array_add (self->recipe_files, g_object_ref (file));
  return TRUE;
}

static void
taper_file_walk_given (TaperFileWalk *self, GFile *file, guint max_pictures,
                       GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, ATTRIBUTES "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, cancellable, NULL);
  const guint n_before = self->pictures->len;
  const guint n_problems = self->problems->len;

  /* What cannot be read becomes a picture as well: its loader says why. */
  if (info && g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      taper_file_walk_folder (self, file, max_pictures, 0, cancellable);
      if (self->pictures->len == n_before && !self->left_out && self->problems->len == n_problems)
        {
          g_autofree char *name = g_file_get_parse_name (file);

          /* Translators: %s is a folder. */
          g_ptr_array_add (self->problems,
                           g_strdup_printf (_ ("“%s” holds no picture files."), name));
        }
    }
  else if (info && taper_is_bundle (file, info, cancellable))
    g_ptr_array_add (self->bundles, g_object_ref (file));
  else if (info && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR &&
           taper_story_is_story (file, cancellable))
    g_ptr_array_add (self->stories, g_object_ref (file));
  else if (!taper_file_walk_add_recipe (self, file))
    taper_file_walk_add_picture (self, file, FALSE, max_pictures);
}

static void
taper_file_walk_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TaperWalkInput *input = data;
  TaperFileWalk *self = taper_file_walk_new ();

  for (guint i = 0; i < input->files->len; i++)
    taper_file_walk_given (self, input->files->pdata[i], input->max_pictures, cancellable);
  g_task_return_pointer (task, self, (GDestroyNotify) taper_file_walk_free);
}

void
taper_file_walk_async (GFile *const *files, guint n, guint max_pictures, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  TaperWalkInput *input = g_new (TaperWalkInput, 1);

  input->files = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (input->files, g_object_ref (files[i]));
  input->max_pictures = max_pictures;
  g_task_set_source_tag (task, taper_file_walk_async);
  g_task_set_task_data (task, input, taper_walk_input_free);
  g_task_run_in_thread (task, taper_file_walk_in_thread);
}

TaperFileWalk *
taper_file_walk_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
