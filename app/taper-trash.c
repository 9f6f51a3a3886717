/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-trash.h"
#include "core/taper.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define GROUP "Trash Info"

typedef struct {
  char *info; /* the newest *.trashinfo found */
  char *file; /* what it is about */
  char *date;
} TaperTrashed;

static void
taper_trashed_clear (TaperTrashed *self)
{
  g_free (self->info);
  g_free (self->file);
  g_free (self->date);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TaperTrashed, taper_trashed_clear)

/* The folder that the drive of @path is mounted at. (transfer full) */
static char *
taper_trash_find_top (const char *path)
{
  char *top = g_path_get_dirname (path);
  GStatBuf here, above;

  if (g_stat (top, &here) != 0)
    return top;
  while (!g_str_equal (top, "/") && !g_str_equal (top, "."))
    {
      g_autofree char *parent = g_path_get_dirname (top);

      if (g_stat (parent, &above) != 0 || above.st_dev != here.st_dev)
        break;
      g_free (top);
      top = g_steal_pointer (&parent);
    }
  return top;
}

/* Remembers @name of @trash if it is about @path (absolute, or from @top on) and newer. */
static void
taper_trash_look_at (const char *trash, const char *name, const char *top, const char *path,
                     TaperTrashed *found)
{
  g_autofree char *info = g_build_filename (trash, "info", name, NULL);
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".trashinfo"));
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autofree char *escaped = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *absolute = NULL;
  g_autofree char *date = NULL;

  if (!g_key_file_load_from_file (key_file, info, G_KEY_FILE_NONE, NULL))
    return;
  escaped = g_key_file_get_string (key_file, GROUP, "Path", NULL);
  date = g_key_file_get_string (key_file, GROUP, "DeletionDate", NULL);
  origin = escaped ? g_uri_unescape_string (escaped, NULL) : NULL;
  if (!origin || !date)
    return;
  absolute = g_path_is_absolute (origin) ? g_strdup (origin) : g_build_filename (top, origin, NULL);
  if (!g_str_equal (absolute, path) || (found->date && strcmp (found->date, date) > 0))
    return;
  taper_trashed_clear (found);
  found->info = g_steal_pointer (&info);
  found->file = g_build_filename (trash, "files", stem, NULL);
  found->date = g_steal_pointer (&date);
}

static void
taper_trash_search (const char *trash, const char *top, const char *path, TaperTrashed *found)
{
  g_autofree char *infos = g_build_filename (trash, "info", NULL);
  g_autoptr (GDir) dir = g_dir_open (infos, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".trashinfo"))
      taper_trash_look_at (trash, name, top, path, found);
}

gboolean
taper_trash_restore (const char *path, GError **error)
{
  g_autofree char *top = taper_trash_find_top (path);
  g_autofree char *own = g_strdup_printf ("%s/.Trash-%u", top, (guint) getuid ());
  g_autofree char *shared = g_strdup_printf ("%s/.Trash/%u", top, (guint) getuid ());
  g_autofree char *home = g_build_filename (g_get_user_data_dir (), "Trash", NULL);
  const char *trashes[] = { home, own, shared };
  g_auto (TaperTrashed) found = { NULL, NULL, NULL };
  g_autoptr (GFile) from = NULL;
  g_autoptr (GFile) to = g_file_new_for_path (path);

  for (guint i = 0; i < G_N_ELEMENTS (trashes); i++)
    taper_trash_search (trashes[i], top, path, &found);
  if (!found.file)
    {
      g_autofree char *name = g_filename_display_basename (path);

      g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, _ ("“%s” is not in the trash any more."),
                   name);
      return FALSE;
    }
  from = g_file_new_for_path (found.file);
  if (!g_file_move (from, to, G_FILE_COPY_NO_FALLBACK_FOR_MOVE, NULL, NULL, NULL, error))
    return FALSE;
  g_unlink (found.info);
  return TRUE;
}
