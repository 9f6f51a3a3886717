/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/taper-model-file.h"

#include "core/model/taper-session.h"
#include "core/taper-error.h"
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

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
                 "tensor “%s” does not read back as it was written", name);
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

/* --- metadata --------------------------------------------------------------------------------- */

/* Takes @builder. */
static char *
take_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  g_object_unref (builder);
  return json_to_string (root, FALSE);
}

static void
add_string (JsonBuilder *builder, const char *key, const char *value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *key, gint64 value)
{
  json_builder_set_member_name (builder, key);
  json_builder_add_int_value (builder, value);
}

/* All classes in the order of the logits. */
static char *
make_classes (TaperClassList *classes)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < taper_class_list_get_n_classes (classes); i++)
    {
      const TaperClass *class = taper_class_list_get_class (classes, i);

      json_builder_begin_object (builder);
      add_string (builder, "id", class->id);
      add_string (builder, "name", class->name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return take_json (builder);
}

/* How a picture becomes the input, with the words of the bundle format. */
static char *
make_preprocessing (const TaperInputSpec *spec)
{
  JsonBuilder *builder = json_builder_new ();
  const char *const names[] = { "mean", "std" };
  const float *const values[] = { spec->mean, spec->std };

  json_builder_begin_object (builder);
  add_string (builder, "color", "sRGB");
  add_int (builder, "channels", spec->channels);
  add_int (builder, "height", spec->height);
  add_int (builder, "width", spec->width);
  add_string (builder, "fit", "crop");
  add_string (builder, "value", "(v / 255 - mean) / std");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      json_builder_set_member_name (builder, names[i]);
      json_builder_begin_array (builder);
      for (guint c = 0; c < spec->channels; c++)
        json_builder_add_double_value (builder, values[i][c]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  return take_json (builder);
}

static char *
make_bundle (TaperBundle *bundle)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_string (builder, "name", taper_bundle_get_name (bundle));
  add_string (builder, "sha256", taper_bundle_get_sha256 (bundle));
  json_builder_end_object (builder);
  return take_json (builder);
}

/* --- safetensors ------------------------------------------------------------------------------ */

/* (transfer full) (nullable): the weights as they are in the file */
static TaperParameters *
read_parameters (const char *path, TaperNetwork *network, GError **error)
{
  g_autoptr (TaperSafetensors) file = taper_safetensors_open (path, error);
  TaperParameters *parameters;

  if (file == NULL)
    return NULL;
  parameters = taper_parameters_new (network);
  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      g_autofree float *weight = g_new (float, layer->n_weights);
      g_autofree float *bias = g_new (float, layer->out_channels);
      g_autofree char *weight_name = g_strconcat (layer->name, ".weight", NULL);
      g_autofree char *bias_name = g_strconcat (layer->name, ".bias", NULL);

      /* check_file() found both, of these shapes */
      taper_tensor_view_read (taper_safetensors_lookup (file, weight_name), weight);
      taper_tensor_view_read (taper_safetensors_lookup (file, bias_name), bias);
      taper_parameters_set_layer (parameters, l, weight, bias);
    }
  return parameters;
}

/* The largest difference of the logits of noise. */
static double
probe (TaperParameters *a, TaperParameters *b)
{
  TaperNetwork *network = taper_parameters_get_network (a);
  const TaperInputSpec *spec = taper_network_get_input (network);
  const gsize n_in = (gsize) TAPER_MODEL_PROBES * spec->channels * spec->height * spec->width;
  const gsize n_out = (gsize) TAPER_MODEL_PROBES * taper_network_get_n_outputs (network);
  g_autoptr (TaperSession) session = taper_session_new (network, TAPER_MODEL_PROBES);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree float *input = g_new (float, n_in);
  g_autofree float *logits_a = g_new (float, n_out), *logits_b = g_new (float, n_out);
  double largest = 0;

  for (gsize i = 0; i < n_in; i++)
    input[i] = (float) g_rand_double_range (rand, -2, 2);
  taper_session_forward (session, a, TAPER_MODEL_PROBES, input, logits_a);
  taper_session_forward (session, b, TAPER_MODEL_PROBES, input, logits_b);
  for (gsize i = 0; i < n_out; i++)
    largest = MAX (largest, fabs ((double) logits_a[i] - logits_b[i]));
  return largest;
}

static gboolean
write_safetensors (TaperBundle *bundle, TaperParameters *parameters, TaperDtype dtype,
                   const TaperOnnxProperty *properties, guint n_properties, const char *path,
                   TaperModelCheck *check, GError **error)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  g_autoptr (TaperSafetensorsWriter) writer = taper_safetensors_writer_new ();
  g_autoptr (TaperParameters) read = NULL;

  taper_safetensors_writer_set_metadata (writer, "format", "taper-model");
  taper_safetensors_writer_set_metadata (writer, "format_version", "1");
  taper_safetensors_writer_set_metadata (writer, "model", taper_network_get_json (network));
  for (guint i = 0; i < n_properties; i++)
    taper_safetensors_writer_set_metadata (writer, properties[i].key, properties[i].value);
  add_tensors (writer, parameters, dtype);
  if (!taper_safetensors_writer_write (writer, path, error) ||
      !check_file (path, parameters, dtype, error))
    return FALSE;
  read = read_parameters (path, network, error);
  if (read == NULL)
    return FALSE;
  check->n_probes = TAPER_MODEL_PROBES;
  check->largest = probe (parameters, read);
  return TRUE;
}

/* --- ONNX ------------------------------------------------------------------------------------- */

/* Every layer's weights stand in the file, bit by bit. */
static gboolean
check_onnx (const char *path, TaperParameters *parameters, GError **error)
{
  TaperNetwork *network = taper_parameters_get_network (parameters);
  g_autofree char *content = NULL;
  gsize size;

  if (!g_file_get_contents (path, &content, &size, error))
    return FALSE;
  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      g_autofree float *weight = g_new (float, layer->n_weights);

      taper_parameters_get_layer (parameters, l, weight, NULL);
      if (memmem (content, size, weight, layer->n_weights * sizeof (float)) == NULL)
        {
          g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO,
                       "%s: tensor “%s” does not read back as it was written", path, layer->name);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
taper_model_file_is_onnx (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".onnx");
}

gboolean
taper_model_file_write (TaperBundle *bundle, TaperParameters *parameters, TaperDtype dtype,
                        const TaperOnnxProperty *properties, guint n_properties, const char *path,
                        TaperModelCheck *check, GError **error)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  g_autofree char *classes = make_classes (taper_bundle_get_classes (bundle));
  g_autofree char *preprocessing = make_preprocessing (taper_network_get_input (network));
  g_autofree char *source = make_bundle (bundle);
  const gboolean onnx = taper_model_file_is_onnx (path);
  const TaperOnnxProperty common[] = {
    { "classes", classes },
    { "preprocessing", preprocessing },
    { "bundle", onnx ? taper_bundle_get_name (bundle) : source },
    { "provenance", taper_bundle_get_provenance (bundle) },
    { "bundle_sha256", taper_bundle_get_sha256 (bundle) },
  };
  g_autofree TaperOnnxProperty *all =
      g_new (TaperOnnxProperty, G_N_ELEMENTS (common) + n_properties);
  guint n = onnx ? G_N_ELEMENTS (common) : G_N_ELEMENTS (common) - 1;

  memcpy (all, common, sizeof common);
  for (guint i = 0; i < n_properties; i++)
    all[n++] = properties[i];
  *check = (TaperModelCheck){ 2 * taper_network_get_n_layers (network), 0, 0 };
  if (!onnx)
    return write_safetensors (bundle, parameters, dtype, all, n, path, check, error);
  check->n_tensors = taper_network_get_n_layers (network);
  return taper_onnx_export_file (parameters, taper_bundle_get_name (bundle), 0, all, n, path,
                                 error) &&
         check_onnx (path, parameters, error);
}
