/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-sampling.h"

#include "app/cli/taper-cli-options.h"
#include "app/cli/taper-cli-pictures.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NUMBER 100000

static const TaperRandomKind kinds[] = { TAPER_RANDOM_RELATED, TAPER_RANDOM_ANY };

void
taper_cli_sampling_get_entries (TaperCliSampling *self, GOptionEntry *entries)
{
  const GOptionEntry all[TAPER_CLI_SAMPLING_ENTRIES] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &self->data,
      N_ ("Labelled pictures: a folder with a folder per class, or a CSV file"), N_ ("DIR") },
    { "sizes", 0, 0, G_OPTION_ARG_STRING, &self->sizes, N_ ("Numbers of classes of a task"),
      N_ ("N,...") },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &self->kind,
      N_ ("Classes that are related, random or both"), N_ ("KIND") },
    { "number", 'n', 0, G_OPTION_ARG_INT, &self->number,
      N_ ("Tasks that are drawn, of each kind and size"), "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed, N_ ("Chooses the tasks"), "N" },
    { "no-cache", 0, 0, G_OPTION_ARG_NONE, &self->no_cache,
      N_ ("Compute everything anew and keep nothing"), NULL },
    { NULL },
  };

  memcpy (entries, all, sizeof all);
}

static gboolean
is_kind (const char *kind)
{
  return kind == NULL || g_str_equal (kind, "both") || g_str_equal (kind, "related") ||
         g_str_equal (kind, "random");
}

int
taper_cli_sampling_check (TaperCliSampling *self, gboolean needs_data)
{
  if (self->sizes == NULL)
    self->sizes = g_strdup (self->default_sizes);
  if (self->kind == NULL)
    self->kind = g_strdup (self->default_kind);
  if (needs_data && self->data == NULL)
    return taper_cli_usage_error (_ ("no pictures given; name their folder with --data"));
  if (self->number < 1 || self->number > MAX_NUMBER)
    return taper_cli_usage_error (_ ("--number %d: expected 1 to %d"), self->number, MAX_NUMBER);
  if (!is_kind (self->kind))
    return taper_cli_usage_error (_ ("--kind %s: expected related, random or both"), self->kind);
  return TAPER_CLI_OK;
}

gboolean
taper_cli_sampling_plan (TaperCliSampling *self, TaperBundle *bundle)
{
  guint n_classes = taper_class_list_get_n_classes (taper_bundle_get_classes (bundle));
  gboolean random = g_strcmp0 (self->kind, "random") == 0;
  gboolean related = g_strcmp0 (self->kind, "related") == 0;

  g_clear_pointer (&self->checked_sizes, g_array_unref);
  self->checked_sizes = taper_cli_parse_sizes (self->sizes, n_classes);
  if (self->checked_sizes == NULL)
    return FALSE;
  self->plan = (TaperSweepPlan){ random ? &kinds[1] : kinds,
                                 random || related ? 1 : 2,
                                 (const guint *) self->checked_sizes->data,
                                 self->checked_sizes->len,
                                 (guint) self->number,
                                 (guint64) self->seed };
  return TRUE;
}

TaperPredictor *
taper_cli_sampling_open (const TaperCliSampling *self, TaperBundle *bundle)
{
  g_autoptr (TaperPictureSet) pictures = taper_cli_load_pictures (self->data, bundle, NULL, NULL);

  return pictures != NULL ? taper_predictor_new (bundle, pictures) : NULL;
}

void
taper_cli_sampling_clear (TaperCliSampling *self)
{
  g_free (self->data);
  g_free (self->sizes);
  g_free (self->kind);
  g_clear_pointer (&self->checked_sizes, g_array_unref);
}
