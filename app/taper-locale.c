/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-locale.h"

#include "core/taper.h"
#include "taper-config.h"

#include <libintl.h>
#include <locale.h>

static void
bind (const char *domain, const char *dir)
{
  bindtextdomain (domain, dir);
  bind_textdomain_codeset (domain, "UTF-8");
}

/* Where the build puts a catalogue, for a program that was not installed. */
static gboolean
bind_uninstalled (const char *program)
{
  if (program == NULL || !g_str_has_prefix (program, TAPER_BUILDDIR G_DIR_SEPARATOR_S))
    return FALSE;
  bind (GETTEXT_PACKAGE, TAPER_BUILDDIR "/po");
  bind (TAPER_CLASSES_DOMAIN, TAPER_BUILDDIR "/po/classes");
  return TRUE;
}

static char *
find_dir (const char *program)
{
  g_autofree char *bin = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *prefix = bin != NULL ? g_path_get_dirname (bin) : NULL;
  g_autofree char *beside =
      prefix != NULL ? g_build_filename (prefix, "share", "locale", NULL) : NULL;

  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&beside);
  return g_strdup (TAPER_LOCALEDIR);
}

void
taper_locale_init (void)
{
  const char *from_environment = g_getenv ("TAPER_LOCALEDIR");
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *dir =
      from_environment != NULL && *from_environment != '\0' ? g_strdup (from_environment) : NULL;

  setlocale (LC_ALL, "");
  if (dir != NULL || !bind_uninstalled (program))
    {
      if (dir == NULL)
        dir = find_dir (program);
      bind (GETTEXT_PACKAGE, dir);
      bind (TAPER_CLASSES_DOMAIN, dir);
    }
  textdomain (GETTEXT_PACKAGE);
}
