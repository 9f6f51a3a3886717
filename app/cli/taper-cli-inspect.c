/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-task.h"

#include <glib/gi18n.h>
#include <string.h>

#define TEXT_WIDTH 100

/* Bytes in the file by part, and what the parts need once they are loaded. */
typedef struct {
  gsize generic, bases, mixer;
  TaperMemory memory;
} Sizes;

static gboolean
measure (TaperBundle *bundle, Sizes *sizes, GError **error)
{
  static const gsize width[] = {
    [TAPER_DTYPE_F32] = 4, [TAPER_DTYPE_F16] = 2, [TAPER_DTYPE_BF16] = 2
  };
  g_autoptr (TaperSafetensors) file =
      taper_safetensors_open (taper_bundle_get_path (bundle), error);

  if (file == NULL)
    return FALSE;
  for (guint i = 0; i < taper_safetensors_get_n_tensors (file); i++)
    {
      const TaperTensorView *view = taper_safetensors_get_tensor (file, i);
      gsize bytes = view->n_elements * width[view->dtype];

      if (g_str_has_prefix (view->name, "generic."))
        sizes->generic += bytes;
      else if (g_str_has_prefix (view->name, "bases."))
        sizes->bases += bytes;
      else if (g_str_has_prefix (view->name, "mixer."))
        sizes->mixer += bytes;
    }
  taper_memory_estimate_bundle (&sizes->memory, bundle);
  return TRUE;
}

/* "Conv 3x3, stride 2", as in model cards. */
static char *
describe_layer (TaperNetwork *network, const TaperLayer *layer)
{
  const TaperNode *node = taper_network_get_node (network, layer->node);

  if (node->op == TAPER_OP_LINEAR)
    return g_strdup ("linear");
  return g_strdup_printf ("conv %u×%u/%u%s%s", layer->kernel, layer->kernel, node->stride,
                          node->add >= 0 ? " + add" : "", node->relu ? " + relu" : "");
}

static char *
layer_shape (TaperNetwork *network, const TaperLayer *layer)
{
  const TaperNode *node = taper_network_get_node (network, layer->node);

  return g_strdup_printf ("%u×%u×%u", node->out_channels, node->out_height, node->out_width);
}

/* The card is somebody's claim: any member may be missing or of any kind. */
static gboolean
holds_objects (JsonObject *object)
{
  g_autoptr (GList) values = json_object_get_values (object);

  for (GList *l = values; l != NULL; l = l->next)
    if (JSON_NODE_HOLDS_OBJECT ((JsonNode *) l->data))
      return TRUE;
  return FALSE;
}

/* On one line: "a, b", "key value, key value". */
static void
append_value (GString *text, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *key;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      for (guint i = 0; json_object_iter_next_ordered (&iter, &key, &value); i++)
        {
          g_string_append_printf (text, "%s%s ", i > 0 ? ", " : "", key);
          append_value (text, value);
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_string_append (text, i > 0 ? ", " : "");
          append_value (text, json_array_get_element (array, i));
        }
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append (text, json_node_get_string (node));
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    g_string_append (text, json_node_get_boolean (node) ? _ ("yes") : _ ("no"));
  else if (!JSON_NODE_HOLDS_NULL (node))
    g_string_append_printf (text, "%.6g", json_node_get_double (node));
}

static void
print_members (JsonObject *object, guint indent)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      g_autofree char *name = taper_cli_escape (key);
      g_autoptr (GString) text = g_string_new (NULL);

      if (JSON_NODE_HOLDS_OBJECT (value) && holds_objects (json_node_get_object (value)))
        {
          taper_cli_print ("%*s%s:\n", (int) indent, "", name);
          print_members (json_node_get_object (value), indent + 2);
          continue;
        }
      append_value (text, value);
      if (indent + strlen (name) + 2 + text->len <= TEXT_WIDTH)
        {
          g_autofree char *line = taper_cli_escape (text->str);

          taper_cli_print ("%*s%s: %s\n", (int) indent, "", name, line);
        }
      else
        {
          g_auto (GStrv) words = g_strsplit (text->str, " ", -1);

          taper_cli_print ("%*s%s:\n", (int) indent, "", name);
          taper_cli_print_wrapped (indent + 2, TEXT_WIDTH, (const char *const *) words, "");
        }
    }
}

static void
print_card (TaperBundle *bundle)
{
  g_autoptr (JsonNode) root = json_from_string (taper_bundle_get_provenance (bundle), NULL);

  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    print_members (json_node_get_object (root), 2);
}

static void
print_layers (TaperNetwork *network)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("llrrr");

  taper_cli_table_add (table, "%s", _ ("layer"));
  taper_cli_table_add (table, "%s", _ ("operation"));
  taper_cli_table_add (table, "%s", _ ("output C×H×W"));
  taper_cli_table_add (table, "%s", _ ("parameters"));
  taper_cli_table_add (table, "%s", _ ("multiply-adds"));
  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      g_autofree char *operation = describe_layer (network, layer);
      g_autofree char *shape = layer_shape (network, layer);

      taper_cli_table_add (table, "%s", layer->name);
      taper_cli_table_add (table, "%s", operation);
      taper_cli_table_add (table, "%s", shape);
      taper_cli_table_add (table, "%" G_GSIZE_FORMAT, layer->n_params);
      taper_cli_table_add (table, "%" G_GUINT64_FORMAT, layer->macs);
    }
  taper_cli_table_add (table, "%s", _ ("all"));
  taper_cli_table_add (table, "%s", "");
  taper_cli_table_add (table, "%s", "");
  taper_cli_table_add (table, "%" G_GSIZE_FORMAT, taper_network_get_n_params (network));
  taper_cli_table_add (table, "%" G_GUINT64_FORMAT, taper_network_get_macs (network));
  taper_cli_table_print (table, 2);
}

static void
print_class_names (TaperClassList *classes, const guint *indices, guint n)
{
  g_autofree const char **names = g_new0 (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = taper_class_list_get_class (classes, indices[i])->label;
  taper_cli_print_wrapped (4, TEXT_WIDTH, names, ",");
}

static void
print_bases_and_groups (TaperBundle *bundle)
{
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  guint n;

  taper_cli_print ("\n%s\n", _ ("Bases, with the classes each was specialized on"));
  for (guint k = 0; k < taper_bundle_get_n_bases (bundle); k++)
    {
      const guint *indices = taper_bundle_get_basis_classes (bundle, k, &n);
      g_autofree char *name = taper_cli_escape (taper_bundle_get_basis_label (bundle, k));

      taper_cli_print ("  b%u %s (%u)\n", k + 1, name, n);
      print_class_names (classes, indices, n);
    }
  taper_cli_print ("\n%s\n", _ ("Groups, with their classes"));
  for (guint g = 0; g < taper_class_list_get_n_groups (classes); g++)
    {
      const guint *indices = taper_class_list_get_group_classes (classes, g, &n);
      g_autofree char *name = taper_cli_escape (taper_class_list_get_group_label (classes, g));

      taper_cli_print ("  %s (%u)\n", name, n);
      print_class_names (classes, indices, n);
    }
}

static void
add_size (TaperCliTable *table, const char *name, gsize bytes)
{
  taper_cli_table_add (table, "%s", name);
  taper_cli_table_add (table, "%.2f MB", bytes / 1e6);
}

static void
print_text (TaperBundle *bundle, const Sizes *sizes)
{
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const TaperInputSpec *input = taper_network_get_input (network);
  g_autofree char *name = taper_cli_escape (taper_bundle_get_label (bundle));
  g_autofree char *path = taper_cli_escape (taper_bundle_get_path (bundle));
  g_autoptr (TaperCliTable) files = taper_cli_table_new ("lr");
  g_autoptr (TaperCliTable) memory = taper_cli_table_new ("lr");

  taper_cli_print ("%s\n  %s\n  sha256 %s\n\n%s\n", name, path, taper_bundle_get_sha256 (bundle),
                   _ ("Card"));
  print_card (bundle);
  taper_cli_print (_ ("\nInput: %u×%u pixels, %u channels, sRGB; (v / 255 − mean) / std with mean "
                      "%.3f %.3f %.3f, std %.3f %.3f %.3f\nOutput: %u classes in %u groups\n\n"),
                   input->width, input->height, input->channels, input->mean[0], input->mean[1],
                   input->mean[2], input->std[0], input->std[1], input->std[2],
                   taper_network_get_n_outputs (network),
                   taper_class_list_get_n_groups (taper_bundle_get_classes (bundle)));
  print_layers (network);
  print_bases_and_groups (bundle);
  taper_cli_print ("\n%s\n", _ ("File"));
  add_size (files, _ ("generic model"), sizes->generic);
  add_size (files, _ ("bases"), sizes->bases);
  add_size (files, _ ("mixer"), sizes->mixer);
  add_size (files, _ ("whole file"), taper_bundle_get_file_size (bundle));
  taper_cli_table_print (files, 2);
  taper_cli_print ("\n%s\n", _ ("Memory while it is open (estimate)"));
  add_size (memory, _ ("bases, fp16"), sizes->memory.bases);
  add_size (memory, _ ("generic and one personalized model, fp32"), sizes->memory.models);
  add_size (memory, _ ("mixer, fp32"), sizes->memory.mixer);
  add_size (memory, _ ("workspace of all threads, fp32"), sizes->memory.workspace);
  add_size (memory, _ ("together"), taper_memory_get_total (&sizes->memory));
  add_size (memory, _ ("at most, with the file’s bytes"), taper_memory_get_peak (&sizes->memory));
  taper_cli_table_print (memory, 2);
}

static void
json_floats (JsonBuilder *builder, const char *key, const float *values, guint n)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    taper_cli_json_double (builder, NULL, values[i]);
  json_builder_end_array (builder);
}

static void
json_ids (JsonBuilder *builder, TaperClassList *classes, const guint *indices, guint n)
{
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    taper_cli_json_string (builder, NULL, taper_class_list_get_class (classes, indices[i])->id);
  json_builder_end_array (builder);
}

static void
json_network (JsonBuilder *builder, TaperNetwork *network)
{
  const TaperInputSpec *input = taper_network_get_input (network);

  json_builder_set_member_name (builder, "input");
  json_builder_begin_object (builder);
  taper_cli_json_int (builder, "channels", input->channels);
  taper_cli_json_int (builder, "height", input->height);
  taper_cli_json_int (builder, "width", input->width);
  json_floats (builder, "mean", input->mean, input->channels);
  json_floats (builder, "std", input->std, input->channels);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "layers");
  json_builder_begin_array (builder);
  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      const TaperNode *node = taper_network_get_node (network, layer->node);
      g_autofree char *operation = describe_layer (network, layer);

      json_builder_begin_object (builder);
      taper_cli_json_string (builder, "name", layer->name);
      taper_cli_json_string (builder, "operation", operation);
      json_builder_set_member_name (builder, "output");
      json_builder_begin_array (builder);
      taper_cli_json_int (builder, NULL, node->out_channels);
      taper_cli_json_int (builder, NULL, node->out_height);
      taper_cli_json_int (builder, NULL, node->out_width);
      json_builder_end_array (builder);
      taper_cli_json_int (builder, "parameters", layer->n_params);
      taper_cli_json_int (builder, "macs", layer->macs);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  taper_cli_json_int (builder, "parameters", taper_network_get_n_params (network));
  taper_cli_json_int (builder, "macs", taper_network_get_macs (network));
}

static void
json_classes (JsonBuilder *builder, TaperClassList *classes)
{
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < taper_class_list_get_n_classes (classes); i++)
    {
      const TaperClass *class = taper_class_list_get_class (classes, i);

      json_builder_begin_object (builder);
      taper_cli_json_string (builder, "id", class->id);
      taper_cli_json_string (builder, "name", class->name);
      json_builder_set_member_name (builder, "synonyms");
      json_builder_begin_array (builder);
      for (guint s = 0; class->synonyms[s] != NULL; s++)
        taper_cli_json_string (builder, NULL, class->synonyms[s]);
      json_builder_end_array (builder);
      taper_cli_json_string (builder, "group",
                             taper_class_list_get_group_name (classes, class->group));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
json_bases_and_groups (JsonBuilder *builder, TaperBundle *bundle)
{
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  const guint *indices;
  guint n;

  json_builder_set_member_name (builder, "bases");
  json_builder_begin_array (builder);
  for (guint k = 0; k < taper_bundle_get_n_bases (bundle); k++)
    {
      json_builder_begin_object (builder);
      taper_cli_json_string (builder, "name", taper_bundle_get_basis_name (bundle, k));
      indices = taper_bundle_get_basis_classes (bundle, k, &n);
      json_ids (builder, classes, indices, n);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "groups");
  json_builder_begin_array (builder);
  for (guint g = 0; g < taper_class_list_get_n_groups (classes); g++)
    {
      json_builder_begin_object (builder);
      taper_cli_json_string (builder, "name", taper_class_list_get_group_name (classes, g));
      indices = taper_class_list_get_group_classes (classes, g, &n);
      json_ids (builder, classes, indices, n);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (TaperBundle *bundle, const Sizes *sizes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  taper_cli_json_bundle (builder, "bundle", bundle);
  taper_cli_json_raw (builder, "provenance", taper_bundle_get_provenance (bundle));
  json_network (builder, taper_bundle_get_network (bundle));
  json_classes (builder, taper_bundle_get_classes (bundle));
  json_bases_and_groups (builder, bundle);
  json_builder_set_member_name (builder, "file_bytes");
  json_builder_begin_object (builder);
  taper_cli_json_int (builder, "generic", sizes->generic);
  taper_cli_json_int (builder, "bases", sizes->bases);
  taper_cli_json_int (builder, "mixer", sizes->mixer);
  taper_cli_json_int (builder, "total", taper_bundle_get_file_size (bundle));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "memory_bytes_estimate");
  json_builder_begin_object (builder);
  taper_cli_json_int (builder, "bases", sizes->memory.bases);
  taper_cli_json_int (builder, "models", sizes->memory.models);
  taper_cli_json_int (builder, "mixer", sizes->memory.mixer);
  taper_cli_json_int (builder, "workspace", sizes->memory.workspace);
  taper_cli_json_int (builder, "total", taper_memory_get_total (&sizes->memory));
  taper_cli_json_int (builder, "peak", taper_memory_get_peak (&sizes->memory));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  taper_cli_json_print (builder);
}

int
taper_cli_inspect (int argc, char **argv)
{
  const TaperCliUsage usage = {
    .parameters = _ ("[BUNDLE]"),
    .summary = _ ("Shows what a bundle holds: its card, network, classes, bases and sizes."),
    .example = "  taper-cli inspect tiny-imagenet-s8",
    .flags = TAPER_CLI_WITH_BUNDLE,
  };
  g_auto (TaperCliOptions) options = { 0 };
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  Sizes sizes = { 0 };
  int status;

  if (!taper_cli_options_parse (&options, &usage, argc, argv, &status))
    return status;
  if (options.rest != NULL && (options.bundle != NULL || options.rest[1] != NULL))
    return taper_cli_usage_error (_ ("more than one bundle given"));
  bundle = taper_cli_open_bundle (options.rest != NULL ? options.rest[0] : options.bundle);
  if (bundle == NULL)
    return TAPER_CLI_FAILED;
  if (!measure (bundle, &sizes, &error))
    {
      taper_cli_report ("%s", error->message);
      return TAPER_CLI_FAILED;
    }
  if (options.json)
    print_json (bundle, &sizes);
  else
    print_text (bundle, &sizes);
  return TAPER_CLI_OK;
}
