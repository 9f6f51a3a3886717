/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-task.h"
#include "app/taper-bundle-finder.h"

#include <glib/gi18n.h>
#include <math.h>

/* fp16 keeps 11 bits: rounding to nearest changes a value by at most 2^-11 of itself, and by
 * half the smallest subnormal, 2^-25, near zero. */
#define HALF_RELATIVE 0x1p-11
#define HALF_ABSOLUTE 0x1p-25

static guint
layer_shape (TaperNetwork *network, const TaperLayer *layer, guint64 shape[4])
{
  shape[0] = layer->out_channels;
  shape[1] = layer->in_channels;
  shape[2] = shape[3] = layer->kernel;
  return taper_network_get_node (network, layer->node)->op == TAPER_OP_LINEAR ? 2 : 4;
}

static void
add_tensors (TaperSafetensorsWriter *writer, TaperParameters *parameters, TaperDtype dtype)
{
  TaperNetwork *network = taper_parameters_get_network (parameters);

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      g_autofree float *weight = g_new (float, layer->n_weights);
      g_autofree float *bias = g_new (float, layer->out_channels);
      g_autofree char *weight_name = g_strconcat (layer->name, ".weight", NULL);
      g_autofree char *bias_name = g_strconcat (layer->name, ".bias", NULL);
      guint64 shape[4];
      guint rank = layer_shape (network, layer, shape);

      taper_parameters_get_layer (parameters, l, weight, bias);
      taper_safetensors_writer_add (writer, weight_name, dtype, rank, shape, weight);
      taper_safetensors_writer_add (writer, bias_name, dtype, 1, shape, bias);
    }
}

/* Takes @builder and sets @key to the text of what was built. */
static void
set_json (TaperSafetensorsWriter *writer, const char *key, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  taper_safetensors_writer_set_metadata (writer, key, text);
  g_object_unref (builder);
}

/* All classes in the order of the logits. */
static JsonBuilder *
build_classes (TaperClassList *classes)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < taper_class_list_get_n_classes (classes); i++)
    {
      const TaperClass *class = taper_class_list_get_class (classes, i);

      json_builder_begin_object (builder);
      taper_cli_json_string (builder, "id", class->id);
      taper_cli_json_string (builder, "name", class->name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return builder;
}

/* How a picture becomes the input, with the words of the bundle format. */
static JsonBuilder *
build_preprocessing (const TaperInputSpec *spec)
{
  JsonBuilder *builder = json_builder_new ();
  const char *const names[] = { "mean", "std" };
  const float *const values[] = { spec->mean, spec->std };

  json_builder_begin_object (builder);
  taper_cli_json_string (builder, "color", "sRGB");
  taper_cli_json_int (builder, "channels", spec->channels);
  taper_cli_json_int (builder, "height", spec->height);
  taper_cli_json_int (builder, "width", spec->width);
  taper_cli_json_string (builder, "fit", "crop");
  taper_cli_json_string (builder, "value", "(v / 255 - mean) / std");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      json_builder_set_member_name (builder, names[i]);
      json_builder_begin_array (builder);
      for (guint c = 0; c < spec->channels; c++)
        taper_cli_json_double (builder, NULL, values[i][c]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  return builder;
}

static void
set_metadata (TaperSafetensorsWriter *writer, TaperBundle *bundle, const TaperTask *task,
              const float *coefficients)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  JsonBuilder *source = json_builder_new ();
  JsonBuilder *selected = json_builder_new ();
  JsonBuilder *mix = json_builder_new ();
  g_autofree char *name = NULL;
  guint n;

  taper_task_get_selected (task, &n);
  name = g_strdup_printf ("%s, personalized for %u classes", taper_bundle_get_name (bundle), n);
  taper_safetensors_writer_set_metadata (writer, "format", "taper-model");
  taper_safetensors_writer_set_metadata (writer, "format_version", "1");
  taper_safetensors_writer_set_metadata (writer, "name", name);
  taper_safetensors_writer_set_metadata (writer, "model", taper_network_get_json (network));
  set_json (writer, "preprocessing", build_preprocessing (taper_network_get_input (network)));
  set_json (writer, "classes", build_classes (taper_bundle_get_classes (bundle)));
  taper_cli_json_task (selected, NULL, bundle, task);
  set_json (writer, "task", selected);
  taper_cli_json_mix (mix, NULL, bundle, coefficients);
  set_json (writer, "mix", mix);
  json_builder_begin_object (source);
  taper_cli_json_string (source, "name", taper_bundle_get_name (bundle));
  taper_cli_json_string (source, "sha256", taper_bundle_get_sha256 (bundle));
  json_builder_end_object (source);
  set_json (writer, "bundle", source);
  taper_safetensors_writer_set_metadata (writer, "provenance",
                                         taper_bundle_get_provenance (bundle));
}

/* FALSE unless the file holds tensor @name with @shape and, within @dtype's rounding, @values. */
static gboolean
check_tensor (TaperSafetensors *file, const char *name, TaperDtype dtype, guint rank,
              const guint64 *shape, const float *values, GError **error)
{
  const TaperTensorView *view = taper_safetensors_lookup (file, name);
  g_autofree float *read = NULL;
  gboolean same = view != NULL && view->dtype == dtype && view->rank == rank;

  for (guint i = 0; same && i < rank; i++)
    same = view->shape[i] == shape[i];
  if (same)
    {
      read = g_new (float, view->n_elements);
      same = taper_tensor_view_read (view, read);
    }
  for (gsize i = 0; same && i < view->n_elements; i++)
    {
      float slack =
          dtype == TAPER_DTYPE_F16 ? HALF_RELATIVE * fabsf (values[i]) + HALF_ABSOLUTE : 0;

      same = fabsf (read[i] - values[i]) <= slack;
    }
  if (!same)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO,
                 _ ("tensor “%s” does not read back as it was written"), name);
  return same;
}

/* Reads the file again and compares every tensor, so that "written" means readable. */
static gboolean
check_file (const char *path, TaperParameters *parameters, TaperDtype dtype, GError **error)
{
  TaperNetwork *network = taper_parameters_get_network (parameters);
  g_autoptr (TaperSafetensors) file = taper_safetensors_open (path, error);

  if (file == NULL)
    return FALSE;
  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      g_autofree float *weight = g_new (float, layer->n_weights);
      g_autofree float *bias = g_new (float, layer->out_channels);
      g_autofree char *weight_name = g_strconcat (layer->name, ".weight", NULL);
      g_autofree char *bias_name = g_strconcat (layer->name, ".bias", NULL);
      guint64 shape[4];
      guint rank = layer_shape (network, layer, shape);

      taper_parameters_get_layer (parameters, l, weight, bias);
      if (!check_tensor (file, weight_name, dtype, rank, shape, weight, error) ||
          !check_tensor (file, bias_name, dtype, 1, shape, bias, error))
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_onnx (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".onnx");
}

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
      taper_cli_print (is_onnx (path) ? _ ("%s: %zu parameters as %s, an ONNX model\n")
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

/* For any number of pictures at once; what the safetensors file tells is in the metadata. */
static gboolean
write_onnx (TaperBundle *bundle, const TaperTask *task, const TaperCliMix *mix, const char *path)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  JsonBuilder *selected = json_builder_new ();
  g_autofree char *preprocessing = NULL, *classes = NULL, *task_json = NULL;
  g_autoptr (GError) error = NULL;

  preprocessing = take_json (build_preprocessing (taper_network_get_input (network)));
  classes = take_json (build_classes (taper_bundle_get_classes (bundle)));
  taper_cli_json_task (selected, NULL, bundle, task);
  task_json = take_json (selected);
  {
    const TaperOnnxProperty properties[] = {
      { "classes", classes },
      { "preprocessing", preprocessing },
      { "task", task_json },
      { "bundle", taper_bundle_get_name (bundle) },
      { "bundle_sha256", taper_bundle_get_sha256 (bundle) },
      { "provenance", taper_bundle_get_provenance (bundle) },
    };

    if (taper_onnx_export_file (mix->parameters, taper_bundle_get_name (bundle), 0, properties,
                                G_N_ELEMENTS (properties), path, &error))
      return TRUE;
  }
  taper_cli_report (_ ("%s; choose a folder that can be written to"), error->message);
  return FALSE;
}

/* Writes and checks; FALSE after saying why. */
static gboolean
write_model (TaperBundle *bundle, const TaperTask *task, const TaperCliMix *mix, const char *path,
             TaperDtype dtype)
{
  g_autoptr (TaperSafetensorsWriter) writer = taper_safetensors_writer_new ();
  g_autoptr (GError) error = NULL;

  set_metadata (writer, bundle, task, mix->coefficients);
  add_tensors (writer, mix->parameters, dtype);
  if (!taper_safetensors_writer_write (writer, path, &error))
    {
      taper_cli_report (_ ("%s; choose a folder that can be written to"), error->message);
      return FALSE;
    }
  if (!check_file (path, mix->parameters, dtype, &error))
    {
      taper_cli_report (_ ("%s; do not use this file, write it again elsewhere"), error->message);
      return FALSE;
    }
  return TRUE;
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
  if (half && is_onnx (output))
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
  if (is_onnx (output) ? !write_onnx (bundle, task, &mix, output)
                       : !write_model (bundle, task, &mix, output, dtype))
    return TAPER_CLI_FAILED;
  print_result (bundle, task, output, dtype, &mix, options.json);
  if (recipe != NULL && !compare_with_recipe (recipe, &mix, options.json))
    return TAPER_CLI_FAILED;
  return TAPER_CLI_OK;
}
