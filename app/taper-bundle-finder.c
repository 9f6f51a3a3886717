/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-bundle-finder.h"

#include "app/taper-bundle-library.h"
#include "app/taper-data-dir.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

typedef struct {
  TaperRecipe *recipe;
  TaperBundle *present;
  GPtrArray *paths; /* where it may be, best first */
  char *hint;
  gboolean any;
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  taper_recipe_free (self->recipe);
  g_clear_pointer (&self->present, taper_bundle_unref);
  g_ptr_array_unref (self->paths);
  g_free (self->hint);
  g_free (self);
}

static void
add_shipped (GPtrArray *paths)
{
  g_autofree char *folder = taper_data_find ("bundles");
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".safetensors"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
}

static void
add_opened (GPtrArray *paths)
{
  g_autofree char *state_path = taper_bundle_library_get_default_path ();
  g_autoptr (TaperBundleLibrary) library = taper_bundle_library_new (state_path, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (library)); i++)
    {
      g_autoptr (TaperBundleEntry) entry = g_list_model_get_item (G_LIST_MODEL (library), i);

      g_ptr_array_add (paths, g_strdup (taper_bundle_entry_get_path (entry)));
    }
}

static TaperBundle *
run (Search *self, GError **error)
{
  g_autofree char *size = g_format_size (self->recipe->bundle_size);
  TaperBundle *bundle = NULL;

  if (self->present != NULL && taper_recipe_fits (self->recipe, self->present))
    bundle = taper_bundle_ref (self->present);
  add_shipped (self->paths);
  for (guint i = 0; bundle == NULL && i < self->paths->len; i++)
    {
      const char *path = self->paths->pdata[i];
      GStatBuf info;

      if (g_stat (path, &info) != 0 || (guint64) info.st_size != self->recipe->bundle_size)
        continue;
      bundle = taper_bundle_open (path, NULL);
      if (bundle != NULL && !taper_recipe_fits (self->recipe, bundle))
        g_clear_pointer (&bundle, taper_bundle_unref);
    }
  if (bundle == NULL && self->any && self->hint != NULL)
    bundle = taper_bundle_open (self->hint, NULL);
  if (bundle == NULL)
    g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
        /* Translators: name of a bundle, size of its file, start of its SHA-256. */
        _ ("It is made from the bundle “%s” (%s, SHA-256 %.12s…), which is not among the bundles "
           "on this computer. Open that bundle once, then try again."),
        self->recipe->bundle_name, size, self->recipe->bundle_sha256);
  return bundle;
}

static void
find_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TaperBundle *bundle = run (data, &error);

  if (bundle != NULL)
    g_task_return_pointer (task, bundle, (GDestroyNotify) taper_bundle_unref);
  else
    g_task_return_error (task, error);
}

/* Looks at the list of bundles, which belongs to the main thread. */
static Search *
search_new (const TaperRecipe *recipe, const char *hint, TaperBundle *present, gboolean any)
{
  Search *search = g_new0 (Search, 1);

  search->recipe = taper_recipe_copy (recipe);
  search->hint = g_strdup (hint);
  search->present = present != NULL ? taper_bundle_ref (present) : NULL;
  search->any = any;
  search->paths = g_ptr_array_new_with_free_func (g_free);
  if (hint != NULL)
    g_ptr_array_add (search->paths, g_strdup (hint));
  add_opened (search->paths);
  return search;
}

TaperBundle *
taper_bundle_find (const TaperRecipe *recipe, const char *hint, TaperBundle *present, gboolean any,
                   GError **error)
{
  Search *search = search_new (recipe, hint, present, any);
  TaperBundle *bundle = run (search, error);

  search_free (search);
  return bundle;
}

void
taper_bundle_find_async (const TaperRecipe *recipe, const char *hint, TaperBundle *present,
                         gboolean any, GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, taper_bundle_find_async);
  g_task_set_task_data (task, search_new (recipe, hint, present, any), search_free);
  g_task_run_in_thread (task, find_in_thread);
}

TaperBundle *
taper_bundle_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
