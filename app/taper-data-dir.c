/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-data-dir.h"

#include "taper-config.h"

char **
taper_data_dirs (void)
{
  g_autoptr (GStrvBuilder) dirs = g_strv_builder_new ();
  const char *from_environment = g_getenv ("TAPER_DATADIR");
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (from_environment != NULL && *from_environment != '\0')
    g_strv_builder_add (dirs, from_environment);
  if (program != NULL)
    {
      g_autofree char *bin = g_path_get_dirname (program);
      g_autofree char *prefix = g_path_get_dirname (bin);
      g_autofree char *beside = g_build_filename (prefix, "share", "taper", NULL);

      g_strv_builder_add (dirs, beside);
    }
  g_strv_builder_add (dirs, TAPER_PKGDATADIR);
  g_strv_builder_add (dirs, TAPER_SOURCE_DATADIR);
  return g_strv_builder_end (dirs);
}

char *
taper_data_find (const char *name)
{
  g_auto (GStrv) dirs = taper_data_dirs ();

  for (guint i = 0; dirs[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (dirs[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
  return NULL;
}
