/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-task.h"
#include "app/taper-bundle-finder.h"

#include <glib/gi18n.h>

static void
print_result (TaperBundle *bundle, const TaperTask *task, const char *path, TaperDtype dtype,
              const TaperCliMix *mix, gboolean json)
{
  gsize n_params = taper_network_get_n_params (taper_bundle_get_network (bundle));
  const char *dtype_name = dtype == TAPER_DTYPE_F16 ? "F16" : "F32";
  g_autofree char *hash = taper_parameters_get_sha256 (mix->parameters);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!json)
    {
      g_autofree char *name = taper_cli_escape (path);

      taper_cli_print_task (bundle, task);
      taper_cli_print (taper_model_file_is_onnx (path)
                           ? _ ("%s: %zu parameters as %s, an ONNX model\n")
                           : _ ("%s: %zu parameters as %s, read back and compared\n"),
                       name, n_params, dtype_name);
      taper_cli_print (_ ("Weights, SHA-256 %s\n"), hash);
      return;
    }
  json_builder_begin_object (builder);
  taper_cli_json_bundle (builder, "bundle", bundle);
  taper_cli_json_task (builder, "task", bundle, task);
  taper_cli_json_string (builder, "file", path);
  taper_cli_json_string (builder, "dtype", dtype_name);
  taper_cli_json_int (builder, "parameters", n_params);
  taper_cli_json_string (builder, "model_sha256", hash);
  taper_cli_json_mix (builder, "mix", bundle, mix->coefficients);
  json_builder_set_member_name (builder, "timings_ms");
  json_builder_begin_object (builder);
  taper_cli_json_double (builder, "mixer", mix->mixer_ms);
  taper_cli_json_double (builder, "blend", mix->blend_ms);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  taper_cli_json_print (builder);
}

static char *
take_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  g_object_unref (builder);
  return json_to_string (root, FALSE);
}

/* Writes and checks; FALSE after saying why. */
static gboolean
write_model (TaperBundle *bundle, const TaperTask *task, const TaperCliMix *mix, const char *path,
             TaperDtype dtype, TaperModelCheck *check)
{
  JsonBuilder *selected = json_builder_new ();
  JsonBuilder *blend = json_builder_new ();
  g_autofree char *task_json = NULL, *mix_json = NULL, *name = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  taper_task_get_selected (task, &n);
  name = g_strdup_printf ("%s, personalized for %u classes", taper_bundle_get_name (bundle), n);
  taper_cli_json_task (selected, NULL, bundle, task);
  task_json = take_json (selected);
  taper_cli_json_mix (blend, NULL, bundle, mix->coefficients);
  mix_json = take_json (blend);
  {
    const TaperOnnxProperty properties[] = {
      { "task", task_json },
      { "name", name },
      { "mix", mix_json },
    };

    if (taper_model_file_write (bundle, mix->parameters, dtype, properties,
                                G_N_ELEMENTS (properties), path, check, &error))
      return TRUE;
  }
  taper_cli_report (_ ("%s; choose a folder that can be written to"), error->message);
  return FALSE;
}

/* --- from a recipe ---------------------------------------------------------------------------- */

/* (transfer full) (nullable): after saying why not */
static TaperRecipe *
read_recipe (const char *path)
{
  g_autoptr (GError) error = NULL;
  TaperRecipe *recipe = taper_recipe_read (path, &error);

  if (recipe == NULL && error != NULL)
    taper_cli_report ("%s", error->message);
  else if (recipe == NULL)
    taper_cli_report (_ ("%s: holds no recipe of Taper; give a file that Taper exported"), path);
  return recipe;
}

/* Bundle and task of @recipe, and the model it describes; FALSE after saying why not. */
static gboolean
open_recipe (const TaperCliOptions *options, const TaperRecipe *recipe, TaperBundle **bundle,
             TaperTask **task, TaperCliMix *mix)
{
  g_autoptr (GError) error = NULL;
  guint n_unknown;

  *bundle = options->bundle != NULL ? taper_cli_open_bundle (options->bundle)
                                    : taper_bundle_find (recipe, NULL, NULL, FALSE, &error);
  if (*bundle == NULL && error != NULL)
    taper_cli_report ("%s", error->message);
  if (*bundle == NULL)
    return FALSE;
  if (!taper_recipe_fits (recipe, *bundle))
    {
      taper_cli_report (_ ("the recipe is for the bundle “%s” with SHA-256 %.12s…, this one has "
                           "%.12s…; leave --bundle out to look for it"),
                        recipe->bundle_name, recipe->bundle_sha256,
                        taper_bundle_get_sha256 (*bundle));
      return FALSE;
    }
  *task = taper_recipe_make_task (recipe, taper_bundle_get_classes (*bundle), &n_unknown);
  taper_cli_mix_init (mix, *bundle, *task);
  if (!taper_recipe_is_edited (recipe))
    return TRUE;
  for (guint l = 0; l < recipe->n_layers; l++)
    if (recipe->edited[l])
      memcpy (mix->coefficients + (gsize) l * recipe->n_bases,
              recipe->coefficients + (gsize) l * recipe->n_bases, recipe->n_bases * sizeof (float));
  taper_bases_blend (taper_bundle_get_bases (*bundle), mix->coefficients, mix->parameters);
  return TRUE;
}

/* The hash of what was made, and whether it is the recipe's; FALSE when it is not. */
static gboolean
compare_with_recipe (const TaperRecipe *recipe, const TaperCliMix *mix, gboolean json)
{
  g_autofree char *hash = taper_parameters_get_sha256 (mix->parameters);
  const gboolean same = g_strcmp0 (hash, recipe->model_sha256) == 0;

  if (!json)
    taper_cli_print (same ? _ ("SHA-256 of the weights: %s, the same as in the recipe\n")
                          : _ ("SHA-256 of the weights: %s\n"),
                     hash);
  if (!same && recipe->model_sha256 != NULL)
    taper_cli_report (_ ("the weights are not those the recipe was made with (%s): another kind of "
                         "processor rounds differently, or the file was changed"),
                      recipe->model_sha256);
  return same || recipe->model_sha256 == NULL;
}

/* From the task or the recipe, whichever was given; FALSE after saying why not. */
static gboolean
make_model (const TaperCliOptions *options, const char *recipe_path, TaperRecipe **recipe,
            TaperBundle **bundle, TaperTask **task, TaperCliMix *mix)
{
  if (recipe_path != NULL)
    {
      *recipe = read_recipe (recipe_path);
      return *recipe != NULL && open_recipe (options, *recipe, bundle, task, mix);
    }
  if (!taper_cli_open (options, bundle, task))
    return FALSE;
  taper_cli_mix_init (mix, *bundle, *task);
  return TRUE;
}

int
taper_cli_synthesize (int argc, char **argv)
{
  g_autofree char *output = NULL, *recipe_path = NULL;
  gboolean force = FALSE, half = FALSE;
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("File to write"), N_ ("FILE") },
    { "recipe", 'r', 0, G_OPTION_ARG_FILENAME, &recipe_path,
      N_ ("Task, bundle and what was set by hand from a file that Taper exported"), N_ ("FILE") },
    { "half", 0, 0, G_OPTION_ARG_NONE, &half, N_ ("Store 16-bit floats, half the size"), NULL },
    { "force", 'f', 0, G_OPTION_ARG_NONE, &force, N_ ("Replace the file if it exists"), NULL },
    { NULL },
  };
  const TaperCliUsage usage = {
    .summary = _ ("Writes the model personalized for a task as a plain safetensors file: "
                  "LAYER.weight and LAYER.bias, with classes, network and origin in the metadata; "
                  "or as an ONNX model, if the file's name ends with .onnx. "
                  "The logits are those of all the bundle's classes; to select, look only at "
                  "those of the task."),
    .example = "  taper-cli synthesize --classes \"Banana,Lemon,Lime\" -o fruit.safetensors",
    .entries = entries,
    .flags = TAPER_CLI_WITH_BUNDLE | TAPER_CLI_WITH_TASK,
  };
  g_auto (TaperCliOptions) options = { 0 };
  g_auto (TaperCliMix) mix = { 0 };
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (TaperTask) task = NULL;
  g_autoptr (TaperRecipe) recipe = NULL;
  TaperModelCheck check;
  TaperDtype dtype;
  int status;

  if (!taper_cli_options_parse (&options, &usage, argc, argv, &status))
    return status;
  if (recipe_path != NULL && taper_cli_options_have_task (&options))
    return taper_cli_usage_error (
        _ ("a recipe holds its task; leave the other options for it out"));
  if (recipe_path == NULL && !taper_cli_options_have_task (&options))
    return taper_cli_usage_error (_ ("no task given; use --classes, --group, --describe, --task or "
                                     "--recipe"));
  if (output == NULL)
    return taper_cli_usage_error (_ ("no file to write given; name it with --output"));
  if (half && taper_model_file_is_onnx (output))
    return taper_cli_usage_error (_ ("an ONNX model holds 32-bit floats; leave --half out"));
  if (!force && g_file_test (output, G_FILE_TEST_EXISTS))
    {
      taper_cli_report (_ ("%s: exists already; choose another name or replace it with --force"),
                        output);
      return TAPER_CLI_FAILED;
    }
  if (!make_model (&options, recipe_path, &recipe, &bundle, &task, &mix))
    return TAPER_CLI_FAILED;
  dtype = half ? TAPER_DTYPE_F16 : TAPER_DTYPE_F32;
  if (!write_model (bundle, task, &mix, output, dtype, &check))
    return TAPER_CLI_FAILED;
  print_result (bundle, task, output, dtype, &mix, options.json);
  if (recipe != NULL && !compare_with_recipe (recipe, &mix, options.json))
    return TAPER_CLI_FAILED;
  return TAPER_CLI_OK;
}
