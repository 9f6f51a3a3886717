/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-session-file.h"

#include "app/taper-document.h"
#include <glib/gstdio.h>

TaperSessionFile *
taper_session_file_new (const char *bundle_path, TaperRecipe *recipe)
{
  TaperSessionFile *self = g_new0 (TaperSessionFile, 1);

  self->bundle_path = g_strdup (bundle_path);
  self->recipe = recipe;
  self->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  self->labels = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
taper_session_file_free (TaperSessionFile *self)
{
  g_free (self->bundle_path);
  taper_recipe_free (self->recipe);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->labels);
  g_free (self->view);
  g_free (self);
}

void
taper_session_file_add (TaperSessionFile *self, TaperPicture *picture, const char *label)
{
  g_ptr_array_add (self->pictures, g_object_ref (picture));
  g_ptr_array_add (self->labels, g_strdup (label));
}

char *
taper_session_file_get_default_dir (void)
{
  return g_build_filename (g_get_user_state_dir (), "taper", "session", NULL);
}

static char *
get_path (const char *dir, guint slot)
{
  g_autofree char *name = g_strdup_printf ("window-%u.ini", slot + 1);

  return g_build_filename (dir, name, NULL);
}

static char *
get_store (const char *dir)
{
  return g_build_filename (dir, "pictures", NULL);
}

/* --- writing ---------------------------------------------------------------------------------- */

/* (transfer full) (nullable): the name under which @bytes lie in the store, put there if need be */
static char *
store_bytes (const char *dir, GBytes *bytes)
{
  g_autofree char *store = get_store (dir);
  g_autofree char *name = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *path = g_build_filename (store, name, NULL);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&name);
  g_mkdir_with_parents (store, 0700);
  return g_file_set_contents (path, data, (gssize) size, NULL) ? g_steal_pointer (&name) : NULL;
}

static void
write_picture (GKeyFile *file, const char *dir, guint i, TaperPicture *picture, const char *label)
{
  g_autofree char *group = g_strdup_printf ("Picture %u", i + 1);
  GFile *where = taper_picture_get_file (picture);
  GBytes *bytes = taper_picture_get_bytes (picture);
  g_autofree char *uri = where != NULL ? g_file_get_uri (where) : NULL;
  g_autofree char *stored = where == NULL && bytes != NULL ? store_bytes (dir, bytes) : NULL;

  g_key_file_set_string (file, group, "name", taper_picture_get_name (picture));
  if (uri != NULL)
    g_key_file_set_string (file, group, "uri", uri);
  if (stored != NULL)
    g_key_file_set_string (file, group, "stored", stored);
  if (label != NULL)
    g_key_file_set_string (file, group, "label", label);
}

gboolean
taper_session_file_write (const TaperSessionFile *self, const char *dir, guint slot, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = get_path (dir, slot);
  g_autofree char *recipe = taper_recipe_to_json (self->recipe);
  g_autofree char *uri = g_filename_to_uri (self->bundle_path, NULL, NULL);

  g_mkdir_with_parents (dir, 0700);
  g_key_file_set_integer (file, "Session", "version", 1);
  g_key_file_set_string (file, "Session", "bundle", uri != NULL ? uri : "");
  g_key_file_set_string (file, "Session", "recipe", recipe);
  if (self->view != NULL)
    g_key_file_set_string (file, "Session", "view", self->view);
  for (guint i = 0; i < self->pictures->len; i++)
    write_picture (file, dir, i, self->pictures->pdata[i], self->labels->pdata[i]);
  return g_key_file_save_to_file (file, path, error);
}

/* --- reading ---------------------------------------------------------------------------------- */

static gboolean
is_stored_name (const char *name)
{
  return strlen (name) == 64 && strspn (name, "0123456789abcdef") == 64;
}

/* (transfer full) (nullable) */
static TaperPicture *
read_picture (GKeyFile *file, const char *dir, const char *group)
{
  g_autofree char *name = g_key_file_get_string (file, group, "name", NULL);
  g_autofree char *uri = g_key_file_get_string (file, group, "uri", NULL);
  g_autofree char *stored = g_key_file_get_string (file, group, "stored", NULL);
  g_autofree char *store = get_store (dir), *path = NULL;
  g_autoptr (GFile) where = uri != NULL ? g_file_new_for_uri (uri) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *content;
  gsize size;

  if (name == NULL)
    return NULL;
  if (where == NULL && (stored == NULL || !is_stored_name (stored)))
    return NULL;
  if (where == NULL)
    {
      path = g_build_filename (store, stored, NULL);
      if (!g_file_get_contents (path, &content, &size, NULL))
        return NULL;
      bytes = g_bytes_new_take (content, size);
    }
  return taper_picture_new (name, where, bytes);
}

TaperSessionFile *
taper_session_file_read (const char *dir, guint slot)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = get_path (dir, slot);
  g_autofree char *uri = NULL, *bundle_path = NULL, *json = NULL;
  TaperRecipe *recipe;
  TaperSessionFile *self;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_integer (file, "Session", "version", NULL) != 1)
    return NULL;
  uri = g_key_file_get_string (file, "Session", "bundle", NULL);
  bundle_path = uri != NULL ? g_filename_from_uri (uri, NULL, NULL) : NULL;
  json = g_key_file_get_string (file, "Session", "recipe", NULL);
  recipe = json != NULL ? taper_recipe_new_from_json (json, strlen (json), NULL) : NULL;
  if (recipe == NULL)
    return NULL;
  self = taper_session_file_new (bundle_path, recipe);
  self->view = g_key_file_get_string (file, "Session", "view", NULL);
  for (guint i = 0;; i++)
    {
      g_autofree char *group = g_strdup_printf ("Picture %u", i + 1);
      g_autofree char *label = g_key_file_get_string (file, group, "label", NULL);
      g_autoptr (TaperPicture) picture = NULL;

      if (!g_key_file_has_group (file, group))
        return self;
      picture = read_picture (file, dir, group);
      if (picture != NULL)
        taper_session_file_add (self, picture, label);
    }
}

gboolean
taper_session_file_exists (const char *dir, guint slot)
{
  g_autofree char *path = get_path (dir, slot);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

void
taper_session_file_remove (const char *dir, guint slot)
{
  g_autofree char *path = get_path (dir, slot);

  g_unlink (path);
}

void
taper_session_file_clean (const char *dir)
{
  g_autoptr (GString) named = g_string_new (NULL);
  g_autofree char *store = get_store (dir);
  g_autoptr (GDir) stored = g_dir_open (store, 0, NULL);
  const char *name;

  for (guint slot = 0; slot < TAPER_SESSION_SLOTS; slot++)
    {
      g_autofree char *path = get_path (dir, slot), *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL))
        g_string_append (named, text);
    }
  while (stored != NULL && (name = g_dir_read_name (stored)) != NULL)
    if (strstr (named->str, name) == NULL)
      {
        g_autofree char *path = g_build_filename (store, name, NULL);

        g_unlink (path);
      }
}
