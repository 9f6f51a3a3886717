/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-pictures.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-trial.h"

#include <glib/gi18n.h>

#define CACHE_BYTES (G_GUINT64_CONSTANT (512) << 20)

/* Files that were passed over, and labels that mean no class. */
static GStrv
list_problems (const TaperLabelled *labelled, const int *map)
{
  g_autoptr (GStrvBuilder) problems = g_strv_builder_new ();
  const char *const *files = taper_labelled_get_problems (labelled);

  for (guint i = 0; files[i] != NULL; i++)
    g_strv_builder_add (problems, files[i]);
  for (guint l = 0; l < taper_labelled_get_n_labels (labelled); l++)
    if (map[l] == TAPER_LABEL_UNKNOWN)
      {
        g_autofree char *line =
            g_strdup_printf (_ ("“%s” is no class of this bundle, by name, synonym or id"),
                             taper_labelled_get_label_text (labelled, l));

        g_strv_builder_add (problems, line);
      }
  return g_strv_builder_end (problems);
}

/* FALSE if nothing is left to count. */
static gboolean
report (const char *data, char **problems, const TaperPictureSet *pictures)
{
  GPtrArray *unreadable = taper_picture_set_get_unreadable (pictures);

  for (guint i = 0; problems[i] != NULL; i++)
    taper_cli_report (_ ("%s; left out"), problems[i]);
  for (guint i = 0; i < unreadable->len; i++)
    taper_cli_report (_ ("%s; left out"), (const char *) unreadable->pdata[i]);
  if (taper_picture_set_get_n (pictures) > 0)
    return TRUE;
  taper_cli_report (_ ("%s: no picture that can be read has a class of this bundle; check the "
                       "folder"),
                    data);
  return FALSE;
}

TaperPictureSet *
taper_cli_load_pictures (const char *data, TaperBundle *bundle, char **mappings, GStrv *problems)
{
  TaperCliProgress progress = { _ ("Reading"), 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperLabelled) labelled = taper_labelled_open (data, NULL, &error);
  g_autoptr (TaperPictureSet) pictures = NULL;
  g_autofree int *map = NULL;
  g_auto (GStrv) lines = NULL;

  if (labelled != NULL)
    {
      map = taper_labelled_match (labelled, taper_bundle_get_classes (bundle));
      if (!taper_cli_map_labels (labelled, taper_bundle_get_classes (bundle), mappings, map))
        return NULL;
      lines = list_problems (labelled, map);
      pictures = taper_picture_set_load (
          labelled, map, taper_network_get_input (taper_bundle_get_network (bundle)),
          taper_cli_progress_cb, &progress, NULL, &error);
    }
  taper_cli_progress_clear (&progress);
  if (pictures == NULL)
    {
      taper_cli_report (_ ("%s; --data expects a folder with one folder of pictures per class, "
                           "named by id or name"),
                        error->message);
      return NULL;
    }
  if (!report (data, lines, pictures))
    return NULL;
  if (problems != NULL)
    *problems = g_steal_pointer (&lines);
  return g_steal_pointer (&pictures);
}

TaperLogitCache *
taper_cli_open_cache (void)
{
  g_autofree char *dir = g_build_filename (g_get_user_cache_dir (), "taper", "logits", NULL);

  return taper_logit_cache_new (dir, CACHE_BYTES);
}

GArray *
taper_cli_parse_sizes (const char *text, guint n_classes)
{
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint64 number;
      guint size;

      if (!g_ascii_string_to_unsigned (g_strstrip (parts[i]), 10, 2, n_classes, &number, NULL))
        {
          taper_cli_report (_ ("--sizes %s: expected numbers of classes from 2 to %u"), parts[i],
                            n_classes);
          return NULL;
        }
      size = (guint) number;
      g_array_append_val (sizes, size);
    }
  if (sizes->len > 0)
    return g_steal_pointer (&sizes);
  taper_cli_report (_ ("--sizes: expected numbers of classes from 2 to %u"), n_classes);
  return NULL;
}
