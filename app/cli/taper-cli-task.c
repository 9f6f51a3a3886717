/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-task.h"

#include "app/cli/taper-cli-describe.h"
#include "app/cli/taper-cli-output.h"
#include "app/taper-data-dir.h"

#include <glib/gi18n.h>
#include <string.h>

#define DEFAULT_BUNDLE "groceries-s16"

/* (nullable): the path of the shipped bundle called @name, with or without its extension. */
static char *
find_shipped (const char *name)
{
  g_auto (GStrv) dirs = taper_data_dirs ();
  g_autofree char *with_extension = g_strconcat (name, ".safetensors", NULL);

  for (guint i = 0; dirs[i] != NULL; i++)
    {
      const char *const candidates[] = { with_extension, name };

      for (guint j = 0; j < G_N_ELEMENTS (candidates); j++)
        {
          g_autofree char *path = g_build_filename (dirs[i], "bundles", candidates[j], NULL);

          if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
            return g_steal_pointer (&path);
        }
    }
  return NULL;
}

static int
compare_strings_cb (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* "groceries-s16, tiny-imagenet-s8": what --bundle could name; empty without any. */
static char *
list_shipped (void)
{
  g_auto (GStrv) dirs = taper_data_dirs ();
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; dirs[i] != NULL && names->len == 0; i++)
    {
      g_autofree char *path = g_build_filename (dirs[i], "bundles", NULL);
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      const char *file;

      while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
        if (g_str_has_suffix (file, ".safetensors"))
          g_ptr_array_add (names, g_strndup (file, strlen (file) - strlen (".safetensors")));
    }
  g_ptr_array_sort (names, compare_strings_cb);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

TaperBundle *
taper_cli_open_bundle (const char *name)
{
  g_autofree char *path = NULL;
  g_autofree char *shipped = NULL;
  g_autoptr (GError) error = NULL;
  TaperBundle *bundle;

  if (name == NULL)
    name = DEFAULT_BUNDLE;
  /* A file in the current folder wins over a shipped bundle of that name. */
  if (strchr (name, '/') == NULL && !g_file_test (name, G_FILE_TEST_IS_REGULAR))
    path = find_shipped (name);
  bundle = taper_bundle_open (path != NULL ? path : name, &error);
  if (bundle != NULL)
    return bundle;
  shipped = list_shipped ();
  /* Translators: the first %s is what is wrong with the bundle, the second a list of names */
  taper_cli_report (_ ("%s; choose another with --bundle, shipped ones are: %s"), error->message,
                    *shipped != '\0' ? shipped : _ ("none found, set TAPER_DATADIR"));
  return NULL;
}

/* Splits at commas; "\," is a comma in a name and "\\" a backslash. Empty parts are dropped. */
static void
split_names (const char *text, GPtrArray *names)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *p = text;; p++)
    {
      if (*p == '\\' && (p[1] == ',' || p[1] == '\\'))
        {
          g_string_append_c (name, *++p);
        }
      else if (*p == ',' || *p == '\0')
        {
          g_autofree char *stripped = g_strstrip (g_utf8_make_valid (name->str, name->len));

          if (*stripped != '\0')
            g_ptr_array_add (names, g_steal_pointer (&stripped));
          g_string_truncate (name, 0);
          if (*p == '\0')
            return;
        }
      else
        {
          g_string_append_c (name, *p);
        }
    }
}

/* Adds @part's classes to @weights (C) and frees it; FALSE if there is none. */
static gboolean
add_task (float *weights, TaperTask *part)
{
  guint n;
  const guint *selected;

  if (part == NULL)
    return FALSE;
  selected = taper_task_get_selected (part, &n);
  for (guint i = 0; i < n; i++)
    weights[selected[i]] = 1.0f;
  taper_task_unref (part);
  return TRUE;
}

TaperTask *
taper_cli_read_task (const TaperCliOptions *options, TaperBundle *bundle)
{
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  guint n_classes = taper_class_list_get_n_classes (classes);
  g_autofree float *weights = g_new0 (float, n_classes);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TaperTask) task = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  for (guint i = 0; options->classes != NULL && options->classes[i] != NULL; i++)
    split_names (options->classes[i], names);
  g_ptr_array_add (names, NULL);
  if (names->len > 1)
    ok = add_task (weights,
                   taper_task_new_from_names (classes, (const char *const *) names->pdata, &error));
  for (guint i = 0; ok && options->groups != NULL && options->groups[i] != NULL; i++)
    {
      g_autofree char *group = g_utf8_make_valid (options->groups[i], -1);

      ok = add_task (weights, taper_task_new_from_group (classes, group, &error));
    }
  if (ok && options->task_file != NULL)
    ok = add_task (weights, taper_task_new_from_file (classes, options->task_file, &error));
  if (!ok)
    {
      taper_cli_report (
          _ ("%s; name classes with --classes, --group or --task; “taper-cli inspect” "
             "lists all of a bundle"),
          error->message);
      return NULL;
    }
  if (options->descriptions != NULL &&
      !taper_cli_describe (classes, options->descriptions, weights))
    return NULL;
  task = taper_task_new_weighted (n_classes, weights);
  if (taper_task_is_empty (task))
    {
      taper_cli_report (_ ("the task names no class; give at least one, as in --classes “%s”"),
                        taper_class_list_get_class (classes, 0)->label);
      return NULL;
    }
  return g_steal_pointer (&task);
}

gboolean
taper_cli_open (const TaperCliOptions *options, TaperBundle **bundle, TaperTask **task)
{
  *task = NULL;
  *bundle = taper_cli_open_bundle (options->bundle);
  if (*bundle != NULL)
    *task = taper_cli_read_task (options, *bundle);
  return *task != NULL;
}

void
taper_cli_mix_init (TaperCliMix *self, TaperBundle *bundle, const TaperTask *task)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  gint64 start, mixed;

  self->coefficients = g_new0 (float, (gsize) taper_network_get_n_layers (network) *
                                          taper_bundle_get_n_bases (bundle));
  self->parameters = taper_parameters_new (network);
  start = g_get_monotonic_time ();
  taper_mixer_predict (taper_bundle_get_mixer (bundle), task, self->coefficients);
  mixed = g_get_monotonic_time ();
  taper_bases_blend (taper_bundle_get_bases (bundle), self->coefficients, self->parameters);
  self->mixer_ms = (mixed - start) / 1000.0;
  self->blend_ms = (g_get_monotonic_time () - mixed) / 1000.0;
}

void
taper_cli_mix_clear (TaperCliMix *self)
{
  g_clear_pointer (&self->coefficients, g_free);
  g_clear_pointer (&self->parameters, taper_parameters_unref);
}

double *
taper_cli_parameter_shares (TaperBundle *bundle, const float *coefficients)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  guint n_bases = taper_bundle_get_n_bases (bundle);
  double *shares = g_new0 (double, n_bases);

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    for (guint k = 0; k < n_bases; k++)
      shares[k] += (double) coefficients[l * n_bases + k] *
                   taper_network_get_layer (network, l)->n_params /
                   taper_network_get_n_params (network);
  return shares;
}

static void
begin (JsonBuilder *builder, const char *key)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
}

void
taper_cli_json_bundle (JsonBuilder *builder, const char *key, TaperBundle *bundle)
{
  begin (builder, key);
  json_builder_begin_object (builder);
  taper_cli_json_string (builder, "name", taper_bundle_get_name (bundle));
  taper_cli_json_string (builder, "file", taper_bundle_get_path (bundle));
  taper_cli_json_string (builder, "sha256", taper_bundle_get_sha256 (bundle));
  json_builder_end_object (builder);
}

void
taper_cli_json_task (JsonBuilder *builder, const char *key, TaperBundle *bundle,
                     const TaperTask *task)
{
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  guint n;
  const guint *selected = taper_task_get_selected (task, &n);

  begin (builder, key);
  json_builder_begin_object (builder);
  begin (builder, "classes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    {
      const TaperClass *class = taper_class_list_get_class (classes, selected[i]);

      json_builder_begin_object (builder);
      taper_cli_json_int (builder, "index", selected[i]);
      taper_cli_json_string (builder, "id", class->id);
      taper_cli_json_string (builder, "name", class->name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
taper_cli_json_mix (JsonBuilder *builder, const char *key, TaperBundle *bundle,
                    const float *coefficients)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  guint n_layers = taper_network_get_n_layers (network);
  guint n_bases = taper_bundle_get_n_bases (bundle);
  g_autofree double *shares = taper_cli_parameter_shares (bundle, coefficients);

  begin (builder, key);
  json_builder_begin_object (builder);
  begin (builder, "layers");
  json_builder_begin_array (builder);
  for (guint l = 0; l < n_layers; l++)
    taper_cli_json_string (builder, NULL, taper_network_get_layer (network, l)->name);
  json_builder_end_array (builder);
  begin (builder, "bases");
  json_builder_begin_array (builder);
  for (guint k = 0; k < n_bases; k++)
    taper_cli_json_string (builder, NULL, taper_bundle_get_basis_name (bundle, k));
  json_builder_end_array (builder);
  begin (builder, "parameter_shares");
  json_builder_begin_array (builder);
  for (guint k = 0; k < n_bases; k++)
    taper_cli_json_double (builder, NULL, shares[k]);
  json_builder_end_array (builder);
  begin (builder, "coefficients");
  json_builder_begin_array (builder);
  for (guint l = 0; l < n_layers; l++)
    {
      json_builder_begin_array (builder);
      for (guint k = 0; k < n_bases; k++)
        taper_cli_json_double (builder, NULL, coefficients[l * n_bases + k]);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
taper_cli_print_task (TaperBundle *bundle, const TaperTask *task)
{
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  guint n_classes = taper_class_list_get_n_classes (classes);
  guint n;
  const guint *selected = taper_task_get_selected (task, &n);
  g_autofree const char **names = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = taper_class_list_get_class (classes, selected[i])->label;
  taper_cli_print (ngettext ("Task: %u of %u class\n", "Task: %u of %u classes\n", n_classes), n,
                   n_classes);
  taper_cli_print_wrapped (2, 100, names, ",");
}
