/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-network.h"
#include "core/taper-json.h"

#include <math.h>

/* Far above any network that makes sense on a desktop, low enough that no product below overflows
 * and no file can ask for more memory than there is. */
#define MAX_NODES 1024
#define MAX_CHANNELS 65536
#define MAX_SIDE 4096
#define MAX_KERNEL 31
#define MAX_LAYER_WEIGHTS (G_GUINT64_CONSTANT (1) << 28)
#define MAX_ACTIVATIONS (G_GUINT64_CONSTANT (1) << 26) /* floats of all nodes, one picture */
#define MAX_MACS (G_GUINT64_CONSTANT (1) << 40)

struct _TaperNetwork {
  gatomicrefcount ref_count;
  char *json;
  TaperInputSpec input;
  TaperNode *nodes;
  guint n_nodes;
  TaperLayer *layers; /* by row */
  guint n_layers;
  gsize n_params;
  guint64 macs;
};

static const struct {
  const char *name;
  const char *members; /* beside op, name and input; each between spaces */
} ops[] = {
  [TAPER_OP_CONV2D] = { "conv2d", " in out kernel stride padding add relu " },
  [TAPER_OP_MAX_POOL] = { "max_pool", " kernel stride padding " },
  [TAPER_OP_GLOBAL_AVG_POOL] = { "global_avg_pool", " " },
  [TAPER_OP_LINEAR] = { "linear", " in out " },
};

G_GNUC_PRINTF (2, 3)
static gboolean
fail (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_INVALID, message);
  return FALSE;
}

/* A member nobody knows may change what the network computes (groups, dilation), so it is refused
 * rather than passed over. */
static gboolean
check_members (JsonObject *object, const char *common, const char *own, GError **error)
{
  JsonObjectIter iter;
  const char *member;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member, NULL))
    {
      g_autofree char *word = g_strdup_printf (" %s ", member);
      if (strstr (common, word) == NULL && strstr (own, word) == NULL)
        {
          g_set_error (error, TAPER_ERROR, TAPER_ERROR_UNSUPPORTED, "unknown member “%.*s”",
                       TAPER_JSON_MAX_NAME, member);
          return FALSE;
        }
    }
  return TRUE;
}

/* A member whose value this version only knows one of. */
static gboolean
expect_string (JsonObject *object, const char *member, const char *wanted, GError **error)
{
  const char *found = taper_json_get_name (object, member, error);

  if (found == NULL)
    return FALSE;
  if (g_str_equal (found, wanted))
    return TRUE;
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_UNSUPPORTED, "“%s” is “%s”, expected “%s”", member,
               found, wanted);
  return FALSE;
}

static gboolean
parse_channel_values (JsonObject *object, const char *member, float values[3], GError **error)
{
  JsonArray *array = taper_json_get_array (object, member, error);

  if (array == NULL)
    return FALSE;
  if (json_array_get_length (array) != 3)
    return fail (error, "“%s” has %u values, expected 3", member, json_array_get_length (array));
  for (guint i = 0; i < 3; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
      if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
        return fail (error, "“%s” number %u is not a number", member, i + 1);
      values[i] = json_node_get_double (node);
      if (!isfinite (values[i]) || fabsf (values[i]) > 1e6f)
        return fail (error, "“%s” number %u is %g, expected -1e6 to 1e6", member, i + 1,
                     json_node_get_double (node));
    }
  return TRUE;
}

static gboolean
parse_input (TaperInputSpec *input, JsonObject *model, GError **error)
{
  JsonObject *object = taper_json_get_object (model, "input", error);

  if (object == NULL)
    return FALSE;
  if (!check_members (object, " channels height width color mean std fit ", " name ", error) ||
      !taper_json_get_uint (object, "channels", 3, 3, &input->channels, error) ||
      !taper_json_get_uint (object, "height", 1, MAX_SIDE, &input->height, error) ||
      !taper_json_get_uint (object, "width", 1, MAX_SIDE, &input->width, error) ||
      !expect_string (object, "color", "sRGB", error) ||
      !expect_string (object, "fit", "crop", error) ||
      !parse_channel_values (object, "mean", input->mean, error) ||
      !parse_channel_values (object, "std", input->std, error) ||
      (json_object_has_member (object, "name") && !expect_string (object, "name", "image", error)))
    {
      g_prefix_error (error, "input: ");
      return FALSE;
    }
  for (guint i = 0; i < 3; i++)
    if (input->std[i] < 1e-6f)
      return fail (error, "input: “std” number %u is %g, expected 1e-6 or more", i + 1,
                   input->std[i]);
  return TRUE;
}

/* Index of an earlier node, or -1. */
static int
find_node (const TaperNetwork *self, const char *name)
{
  for (guint i = 0; i < self->n_nodes; i++)
    if (g_str_equal (self->nodes[i].name, name))
      return i;
  return -1;
}

static gboolean
parse_input_of_node (const TaperNetwork *self, TaperNode *node, JsonObject *object, GError **error)
{
  const char *input = taper_json_get_name (object, "input", error);

  if (input == NULL)
    return FALSE;
  if (g_str_equal (input, "image"))
    {
      node->input = TAPER_NODE_IMAGE;
      node->in_channels = self->input.channels;
      node->in_height = self->input.height;
      node->in_width = self->input.width;
      return TRUE;
    }
  node->input = find_node (self, input);
  if (node->input < 0)
    return fail (error, "its input “%s” is none of the nodes before it", input);
  node->in_channels = self->nodes[node->input].out_channels;
  node->in_height = self->nodes[node->input].out_height;
  node->in_width = self->nodes[node->input].out_width;
  return TRUE;
}

/* Kernel, stride and padding; height and width of the output. */
static gboolean
parse_window (TaperNode *node, JsonObject *object, GError **error)
{
  guint shorter = MIN (node->in_height, node->in_width);

  if (!taper_json_get_uint (object, "kernel", 1, MAX_KERNEL, &node->kernel, error) ||
      !taper_json_get_uint (object, "stride", 1, MAX_KERNEL, &node->stride, error) ||
      !taper_json_get_uint (object, "padding", 0, node->kernel - 1, &node->padding, error))
    return FALSE;
  if (node->kernel > shorter + 2 * node->padding)
    return fail (error, "a kernel of %u does not fit into %ux%u with padding %u", node->kernel,
                 node->in_height, node->in_width, node->padding);
  node->out_height = (node->in_height + 2 * node->padding - node->kernel) / node->stride + 1;
  node->out_width = (node->in_width + 2 * node->padding - node->kernel) / node->stride + 1;
  return TRUE;
}

static gboolean
parse_channels (TaperNode *node, JsonObject *object, GError **error)
{
  guint in;

  if (!taper_json_get_uint (object, "in", 1, MAX_CHANNELS, &in, error) ||
      !taper_json_get_uint (object, "out", 1, MAX_CHANNELS, &node->out_channels, error))
    return FALSE;
  if (in != node->in_channels)
    return fail (error, "“in” is %u, but its input has %u channels", in, node->in_channels);
  return TRUE;
}

static gboolean
parse_add (const TaperNetwork *self, TaperNode *node, JsonObject *object, GError **error)
{
  const char *add;
  const TaperNode *other;

  if (!json_object_has_member (object, "add"))
    return TRUE;
  add = taper_json_get_name (object, "add", error);
  if (add == NULL)
    return FALSE;
  node->add = find_node (self, add);
  if (node->add < 0)
    return fail (error, "“add” names “%s”, which is none of the nodes before it", add);
  other = &self->nodes[node->add];
  if (other->out_channels != node->out_channels || other->out_height != node->out_height ||
      other->out_width != node->out_width)
    return fail (error, "“add” names “%s” of shape [%u, %u, %u], expected [%u, %u, %u]", add,
                 other->out_channels, other->out_height, other->out_width, node->out_channels,
                 node->out_height, node->out_width);
  return TRUE;
}

static gboolean
parse_op (const TaperNetwork *self, TaperNode *node, JsonObject *object, GError **error)
{
  switch (node->op)
    {
    case TAPER_OP_CONV2D:
      return parse_channels (node, object, error) && parse_window (node, object, error) &&
             taper_json_get_boolean (object, "relu", &node->relu, error) &&
             parse_add (self, node, object, error);
    case TAPER_OP_MAX_POOL:
      node->out_channels = node->in_channels;
      return parse_window (node, object, error);
    case TAPER_OP_GLOBAL_AVG_POOL:
      node->out_channels = node->in_channels;
      node->out_height = node->out_width = 1;
      return TRUE;
    case TAPER_OP_LINEAR:
      node->out_height = node->out_width = node->kernel = node->stride = 1;
      if (node->in_height != 1 || node->in_width != 1)
        return fail (error, "its input is %u pixels high and %u wide, expected 1 and 1",
                     node->in_height, node->in_width);
      return parse_channels (node, object, error);
    }
  g_return_val_if_reached (FALSE);
}

static gboolean
parse_node_members (TaperNetwork *self, TaperNode *node, JsonObject *object, GError **error)
{
  const char *op = taper_json_get_name (object, "op", error);
  gsize i;

  if (op == NULL)
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (ops); i++)
    if (g_str_equal (op, ops[i].name))
      break;
  if (i == G_N_ELEMENTS (ops))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_UNSUPPORTED, "unknown operation “%s”", op);
      return FALSE;
    }
  node->op = i;
  return check_members (object, " op name input ", ops[i].members, error) &&
         parse_input_of_node (self, node, object, error) && parse_op (self, node, object, error);
}

static gboolean
parse_node (TaperNetwork *self, JsonArray *array, guint index, GError **error)
{
  TaperNode node = { .input = TAPER_NODE_IMAGE, .add = -1, .layer = -1 };
  JsonObject *object = taper_json_array_get_object (array, index, "nodes", error);
  const char *name = object != NULL ? taper_json_get_name (object, "name", error) : NULL;

  if (name == NULL)
    {
      if (object != NULL)
        g_prefix_error (error, "node number %u: ", index + 1);
      return FALSE;
    }
  if (g_str_equal (name, "image") || find_node (self, name) >= 0)
    return fail (error, "node number %u: the name “%s” is taken", index + 1, name);
  if (!parse_node_members (self, &node, object, error))
    {
      g_prefix_error (error, "node “%s”: ", name);
      return FALSE;
    }
  node.name = g_strdup (name);
  self->nodes[self->n_nodes++] = node;
  return TRUE;
}

/* Channels as they are stored: in whole vectors (core/kernels). One channel must not take the
 * memory of sixteen unnoticed. */
static guint64
stored_channels (guint n)
{
  return ((guint64) n + 15) / 16 * 16;
}

/* A node's values, and what the border of zeros adds to its input's. */
static guint64
count_values (const TaperNode *node)
{
  guint64 output = stored_channels (node->out_channels) * node->out_height * node->out_width;
  guint64 bordered =
      (guint64) (node->in_height + 2 * node->padding) * (node->in_width + 2 * node->padding);
  guint64 border = bordered - (guint64) node->in_height * node->in_width;

  return output + stored_channels (node->in_channels) * border;
}

static gboolean
parse_nodes (TaperNetwork *self, JsonObject *model, GError **error)
{
  JsonArray *array = taper_json_get_array (model, "nodes", error);
  guint n = array != NULL ? json_array_get_length (array) : 0;
  guint64 activations = (guint64) self->input.channels * self->input.height * self->input.width;

  if (array == NULL)
    return FALSE;
  if (n == 0 || n > MAX_NODES)
    return fail (error, "“nodes” has %u elements, expected 1 to %d", n, MAX_NODES);
  self->nodes = g_new0 (TaperNode, n);
  for (guint i = 0; i < n; i++)
    {
      const TaperNode *node = &self->nodes[i];
      if (!parse_node (self, array, i, error))
        return FALSE;
      activations += count_values (node);
      if (activations > MAX_ACTIVATIONS)
        {
          g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                       "node “%s”: the nodes up to it have more than %" G_GUINT64_FORMAT " values",
                       node->name, MAX_ACTIVATIONS);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
parse_output (const TaperNetwork *self, JsonObject *model, GError **error)
{
  const TaperNode *last = &self->nodes[self->n_nodes - 1];
  const char *output = taper_json_get_name (model, "output", error);

  if (output == NULL)
    return FALSE;
  if (!g_str_equal (output, last->name))
    return fail (error, "“output” names “%s”, expected the last node, “%s”", output, last->name);
  if (last->out_height != 1 || last->out_width != 1)
    return fail (error, "the output “%s” has shape [%u, %u, %u], expected [classes, 1, 1]", output,
                 last->out_channels, last->out_height, last->out_width);
  return TRUE;
}

static gboolean
has_weights (const TaperNode *node)
{
  return node->op == TAPER_OP_CONV2D || node->op == TAPER_OP_LINEAR;
}

static gboolean
fill_layer (TaperNetwork *self, guint row, guint index, GError **error)
{
  const TaperNode *node = &self->nodes[index];
  guint64 n_weights =
      (guint64) node->out_channels * node->in_channels * node->kernel * node->kernel;
  guint64 n_stored = n_weights / node->out_channels * stored_channels (node->out_channels);
  guint64 macs;

  if (n_stored > MAX_LAYER_WEIGHTS)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                   "layer “%s” has %" G_GUINT64_FORMAT " weights, the limit is %" G_GUINT64_FORMAT,
                   node->name, n_weights, MAX_LAYER_WEIGHTS);
      return FALSE;
    }
  /* n_weights <= 2^28 and a plane <= 2^26. */
  macs = n_weights * node->out_height * node->out_width;
  if (macs > MAX_MACS - self->macs)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                   "layer “%s”: more than %" G_GUINT64_FORMAT " multiply-adds per picture",
                   node->name, MAX_MACS);
      return FALSE;
    }
  self->layers[row] = (TaperLayer){
    .name = node->name,
    .node = index,
    .row = row,
    .out_channels = node->out_channels,
    .in_channels = node->in_channels,
    .kernel = node->kernel,
    .n_weights = n_weights,
    .n_params = n_weights + node->out_channels,
    .macs = macs,
  };
  self->nodes[index].layer = row;
  self->n_params += self->layers[row].n_params;
  self->macs += macs;
  return TRUE;
}

static gboolean
parse_mixed (TaperNetwork *self, JsonObject *model, GError **error)
{
  JsonArray *mixed = taper_json_get_array (model, "mixed", error);

  if (mixed == NULL)
    return FALSE;
  self->n_layers = MIN (json_array_get_length (mixed), self->n_nodes);
  self->layers = g_new0 (TaperLayer, self->n_layers);
  for (guint row = 0; row < json_array_get_length (mixed); row++)
    {
      const char *name = taper_json_array_get_name (mixed, row, "mixed", error);
      int index = name != NULL ? find_node (self, name) : -1;

      if (name == NULL)
        return FALSE;
      if (index < 0 || !has_weights (&self->nodes[index]))
        return fail (error, "“mixed” names “%s”, which is not a node with weights", name);
      if (self->nodes[index].layer >= 0)
        return fail (error, "“mixed” names “%s” twice", name);
      if (!fill_layer (self, row, index, error))
        return FALSE;
    }
  for (guint i = 0; i < self->n_nodes; i++)
    if (has_weights (&self->nodes[i]) && self->nodes[i].layer < 0)
      return fail (error, "layer “%s” is missing from “mixed”", self->nodes[i].name);
  if (self->n_layers == 0)
    return fail (error, "“mixed” is empty: the network has no weights");
  return TRUE;
}

TaperNetwork *
taper_network_new_from_json (const char *json, GError **error)
{
  g_autoptr (JsonNode) root = taper_json_parse_object (json, strlen (json), error);
  g_autoptr (TaperNetwork) self = NULL;
  JsonObject *model;

  if (root == NULL)
    return NULL;
  model = json_node_get_object (root);
  self = g_new0 (TaperNetwork, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->json = g_strdup (json);
  if (!parse_input (&self->input, model, error) || !parse_nodes (self, model, error) ||
      !parse_output (self, model, error) || !parse_mixed (self, model, error))
    return NULL;
  return g_steal_pointer (&self);
}

TaperNetwork *
taper_network_ref (TaperNetwork *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_network_unref (TaperNetwork *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_nodes; i++)
    g_free ((char *) self->nodes[i].name);
  g_free (self->nodes);
  g_free (self->layers);
  g_free (self->json);
  g_free (self);
}

const TaperInputSpec *
taper_network_get_input (const TaperNetwork *self)
{
  return &self->input;
}

guint
taper_network_get_n_nodes (const TaperNetwork *self)
{
  return self->n_nodes;
}

const TaperNode *
taper_network_get_node (const TaperNetwork *self, guint index)
{
  g_return_val_if_fail (index < self->n_nodes, NULL);
  return &self->nodes[index];
}

guint
taper_network_get_n_layers (const TaperNetwork *self)
{
  return self->n_layers;
}

const TaperLayer *
taper_network_get_layer (const TaperNetwork *self, guint index)
{
  g_return_val_if_fail (index < self->n_layers, NULL);
  return &self->layers[index];
}

guint
taper_network_get_n_outputs (const TaperNetwork *self)
{
  return self->nodes[self->n_nodes - 1].out_channels;
}

gsize
taper_network_get_n_params (const TaperNetwork *self)
{
  return self->n_params;
}

guint64
taper_network_get_macs (const TaperNetwork *self)
{
  return self->macs;
}

const char *
taper_network_get_json (const TaperNetwork *self)
{
  return self->json;
}
