/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/taper-onnx.h"
#include "core/export/taper-proto.h"
#include "core/taper-error.h"
#include "taper-config.h"

/* Field numbers of onnx.proto. */
enum {
  MODEL_IR_VERSION = 1,
  MODEL_PRODUCER_NAME = 2,
  MODEL_PRODUCER_VERSION = 3,
  MODEL_GRAPH = 7,
  MODEL_OPSET_IMPORT = 8,
  MODEL_METADATA = 14,
  OPSET_VERSION = 2,
  GRAPH_NODE = 1,
  GRAPH_NAME = 2,
  GRAPH_INITIALIZER = 5,
  GRAPH_INPUT = 11,
  GRAPH_OUTPUT = 12,
  NODE_INPUT = 1,
  NODE_OUTPUT = 2,
  NODE_NAME = 3,
  NODE_OP_TYPE = 4,
  NODE_ATTRIBUTE = 5,
  ATTRIBUTE_NAME = 1,
  ATTRIBUTE_INT = 3,
  ATTRIBUTE_INTS = 8,
  ATTRIBUTE_TYPE = 20,
  TENSOR_DIMS = 1,
  TENSOR_DATA_TYPE = 2,
  TENSOR_NAME = 8,
  TENSOR_RAW_DATA = 9,
  VALUE_NAME = 1,
  VALUE_TYPE = 2,
  TYPE_TENSOR = 1,
  TENSOR_TYPE_ELEMENT = 1,
  TENSOR_TYPE_SHAPE = 2,
  SHAPE_DIM = 1,
  DIM_VALUE = 1,
  DIM_PARAM = 2,
  PAIR_KEY = 1,
  PAIR_VALUE = 2,
};

#define IR_VERSION 8
#define OPERATOR_SET 13
#define TYPE_FLOAT 1
#define KIND_INT 2
#define KIND_INTS 7
/* A protocol buffer's length is a signed 32-bit number; the graph around the weights is small. */
#define MAX_PARAMETERS ((gsize) 500 * 1000 * 1000)

static const char *
value_name (const TaperNetwork *network, int node)
{
  return node < 0 ? "image" : taper_network_get_node (network, node)->name;
}

static GByteArray *
begin_node (const char *op, const char *name)
{
  GByteArray *node = g_byte_array_new ();
  taper_proto_add_string (node, NODE_NAME, name);
  taper_proto_add_string (node, NODE_OP_TYPE, op);
  return node;
}

static void
add_int (GByteArray *node, const char *name, guint value)
{
  GByteArray *attribute = g_byte_array_new ();
  taper_proto_add_string (attribute, ATTRIBUTE_NAME, name);
  taper_proto_add_int (attribute, ATTRIBUTE_INT, value);
  taper_proto_add_int (attribute, ATTRIBUTE_TYPE, KIND_INT);
  taper_proto_take (node, NODE_ATTRIBUTE, attribute);
}

/* The same number @n times: ONNX wants one per axis, pads one per side. */
static void
add_ints (GByteArray *node, const char *name, guint value, guint n)
{
  GByteArray *attribute = g_byte_array_new ();
  taper_proto_add_string (attribute, ATTRIBUTE_NAME, name);
  for (guint i = 0; i < n; i++)
    taper_proto_add_int (attribute, ATTRIBUTE_INTS, value);
  taper_proto_add_int (attribute, ATTRIBUTE_TYPE, KIND_INTS);
  taper_proto_take (node, NODE_ATTRIBUTE, attribute);
}

static void
add_window (GByteArray *proto, const TaperNode *node)
{
  add_ints (proto, "kernel_shape", node->kernel, 2);
  add_ints (proto, "strides", node->stride, 2);
  add_ints (proto, "pads", node->padding, 4);
}

static void
add_layer_inputs (GByteArray *proto, const TaperNode *node)
{
  g_autofree char *weight = g_strconcat (node->name, ".weight", NULL);
  g_autofree char *bias = g_strconcat (node->name, ".bias", NULL);
  taper_proto_add_string (proto, NODE_INPUT, weight);
  taper_proto_add_string (proto, NODE_INPUT, bias);
}

/* Ends @proto, whose result is @from's next step: @to if nothing follows. */
static void
finish (GByteArray *graph, GByteArray *proto, const char *to)
{
  taper_proto_add_string (proto, NODE_OUTPUT, to);
  taper_proto_take (graph, GRAPH_NODE, proto);
}

/* Conv, then Add and Relu where the node has them; the last carries the node's name. */
static void
add_conv (GByteArray *graph, const TaperNetwork *network, const TaperNode *node)
{
  const gboolean adds = node->add >= 0;
  g_autofree char *conv = g_strconcat (node->name, "/conv", NULL);
  g_autofree char *sum = g_strconcat (node->name, "/sum", NULL);
  const char *after_conv = adds || node->relu ? conv : node->name;
  const char *after_sum = node->relu ? sum : node->name;
  GByteArray *proto = begin_node ("Conv", conv);
  taper_proto_add_string (proto, NODE_INPUT, value_name (network, node->input));
  add_layer_inputs (proto, node);
  add_window (proto, node);
  finish (graph, proto, after_conv);
  if (adds)
    {
      proto = begin_node ("Add", sum);
      taper_proto_add_string (proto, NODE_INPUT, after_conv);
      taper_proto_add_string (proto, NODE_INPUT, value_name (network, node->add));
      finish (graph, proto, after_sum);
    }
  if (node->relu)
    {
      proto = begin_node ("Relu", node->name);
      taper_proto_add_string (proto, NODE_INPUT, adds ? after_sum : after_conv);
      finish (graph, proto, node->name);
    }
}

static void
add_linear (GByteArray *graph, const TaperNetwork *network, const TaperNode *node)
{
  g_autofree char *flat = g_strconcat (node->name, "/flat", NULL);
  GByteArray *proto = begin_node ("Flatten", flat);
  taper_proto_add_string (proto, NODE_INPUT, value_name (network, node->input));
  add_int (proto, "axis", 1);
  finish (graph, proto, flat);
  proto = begin_node ("Gemm", node->name);
  taper_proto_add_string (proto, NODE_INPUT, flat);
  add_layer_inputs (proto, node);
  add_int (proto, "transB", 1);
  finish (graph, proto, node->name);
}

static void
add_node (GByteArray *graph, const TaperNetwork *network, const TaperNode *node)
{
  GByteArray *proto;
  switch (node->op)
    {
    case TAPER_OP_CONV2D:
      add_conv (graph, network, node);
      break;
    case TAPER_OP_LINEAR:
      add_linear (graph, network, node);
      break;
    case TAPER_OP_MAX_POOL:
      proto = begin_node ("MaxPool", node->name);
      taper_proto_add_string (proto, NODE_INPUT, value_name (network, node->input));
      add_window (proto, node);
      finish (graph, proto, node->name);
      break;
    case TAPER_OP_GLOBAL_AVG_POOL:
      proto = begin_node ("GlobalAveragePool", node->name);
      taper_proto_add_string (proto, NODE_INPUT, value_name (network, node->input));
      finish (graph, proto, node->name);
      break;
    }
}

static void
add_tensor (GByteArray *graph, const char *layer, const char *part, const guint *dims, guint rank,
            float *values)
{
  g_autofree char *name = g_strconcat (layer, part, NULL);
  GByteArray *tensor = g_byte_array_new ();
  gsize n = 1;
  for (guint i = 0; i < rank; i++)
    {
      taper_proto_add_int (tensor, TENSOR_DIMS, dims[i]);
      n *= dims[i];
    }
  taper_proto_add_int (tensor, TENSOR_DATA_TYPE, TYPE_FLOAT);
  taper_proto_add_string (tensor, TENSOR_NAME, name);
#if G_BYTE_ORDER == G_BIG_ENDIAN
  for (gsize i = 0; i < n; i++)
    ((guint32 *) values)[i] = GUINT32_TO_LE (((guint32 *) values)[i]);
#endif
  taper_proto_add_bytes (tensor, TENSOR_RAW_DATA, values, n * sizeof *values);
  taper_proto_take (graph, GRAPH_INITIALIZER, tensor);
}

static void
add_weights (GByteArray *graph, const TaperParameters *parameters)
{
  const TaperNetwork *network = taper_parameters_get_network (parameters);
  for (guint i = 0; i < taper_network_get_n_layers (network); i++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, i);
      const gboolean linear = taper_network_get_node (network, layer->node)->op == TAPER_OP_LINEAR;
      const guint dims[] = { layer->out_channels, layer->in_channels, layer->kernel,
                             layer->kernel };
      g_autofree float *weight = g_new (float, layer->n_weights);
      g_autofree float *bias = g_new (float, layer->out_channels);
      taper_parameters_get_layer (parameters, i, weight, bias);
      add_tensor (graph, layer->name, ".weight", dims, linear ? 2 : 4, weight);
      add_tensor (graph, layer->name, ".bias", dims, 1, bias);
    }
}

/* A float tensor (batch, dims...). */
static void
add_value (GByteArray *graph, guint field, const char *name, guint batch, const guint *dims,
           guint rank)
{
  GByteArray *value = g_byte_array_new (), *type = g_byte_array_new ();
  GByteArray *tensor = g_byte_array_new (), *shape = g_byte_array_new ();
  GByteArray *dim = g_byte_array_new ();
  if (batch > 0)
    taper_proto_add_int (dim, DIM_VALUE, batch);
  else
    taper_proto_add_string (dim, DIM_PARAM, "batch");
  taper_proto_take (shape, SHAPE_DIM, dim);
  for (guint i = 0; i < rank; i++)
    {
      dim = g_byte_array_new ();
      taper_proto_add_int (dim, DIM_VALUE, dims[i]);
      taper_proto_take (shape, SHAPE_DIM, dim);
    }
  taper_proto_add_int (tensor, TENSOR_TYPE_ELEMENT, TYPE_FLOAT);
  taper_proto_take (tensor, TENSOR_TYPE_SHAPE, shape);
  taper_proto_take (type, TYPE_TENSOR, tensor);
  taper_proto_add_string (value, VALUE_NAME, name);
  taper_proto_take (value, VALUE_TYPE, type);
  taper_proto_take (graph, field, value);
}

/* "logits" is (batch, outputs) whatever the last node is. */
static void
add_output (GByteArray *graph, const TaperNetwork *network, guint batch)
{
  const guint n_outputs = taper_network_get_n_outputs (network);
  const char *last = value_name (network, (int) taper_network_get_n_nodes (network) - 1);
  GByteArray *proto = begin_node ("Flatten", "logits/flat");
  taper_proto_add_string (proto, NODE_INPUT, last);
  add_int (proto, "axis", 1);
  finish (graph, proto, "logits");
  add_value (graph, GRAPH_OUTPUT, "logits", batch, &n_outputs, 1);
}

static GByteArray *
build_graph (const TaperParameters *parameters, const char *name, guint batch)
{
  const TaperNetwork *network = taper_parameters_get_network (parameters);
  const TaperInputSpec *spec = taper_network_get_input (network);
  const guint dims[] = { spec->channels, spec->height, spec->width };
  GByteArray *graph = g_byte_array_new ();
  taper_proto_add_string (graph, GRAPH_NAME, name);
  add_value (graph, GRAPH_INPUT, "image", batch, dims, G_N_ELEMENTS (dims));
  for (guint i = 0; i < taper_network_get_n_nodes (network); i++)
    add_node (graph, network, taper_network_get_node (network, i));
  add_output (graph, network, batch);
  add_weights (graph, parameters);
  return graph;
}

GBytes *
taper_onnx_export (const TaperParameters *parameters, const char *name, guint batch,
                   const TaperOnnxProperty *properties, guint n_properties, GError **error)
{
  const gsize n_params = taper_network_get_n_params (taper_parameters_get_network (parameters));
  GByteArray *model, *opset;
  if (n_params > MAX_PARAMETERS)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                   "%" G_GSIZE_FORMAT " parameters, an ONNX file of one part holds %" G_GSIZE_FORMAT
                   " at most; write safetensors instead",
                   n_params, MAX_PARAMETERS);
      return NULL;
    }
  model = g_byte_array_new ();
  opset = g_byte_array_new ();
  taper_proto_add_int (model, MODEL_IR_VERSION, IR_VERSION);
  taper_proto_add_string (model, MODEL_PRODUCER_NAME, "taper");
  taper_proto_add_string (model, MODEL_PRODUCER_VERSION, TAPER_VERSION);
  taper_proto_add_int (opset, OPSET_VERSION, OPERATOR_SET);
  taper_proto_take (model, MODEL_OPSET_IMPORT, opset);
  taper_proto_take (model, MODEL_GRAPH, build_graph (parameters, name, batch));
  for (guint i = 0; i < n_properties; i++)
    {
      GByteArray *pair = g_byte_array_new ();
      taper_proto_add_string (pair, PAIR_KEY, properties[i].key);
      taper_proto_add_string (pair, PAIR_VALUE, properties[i].value);
      taper_proto_take (model, MODEL_METADATA, pair);
    }
  return g_byte_array_free_to_bytes (model);
}

gboolean
taper_onnx_export_file (const TaperParameters *parameters, const char *name, guint batch,
                        const TaperOnnxProperty *properties, guint n_properties, const char *path,
                        GError **error)
{
  g_autoptr (GBytes) bytes =
      taper_onnx_export (parameters, name, batch, properties, n_properties, error);
  g_autoptr (GError) cause = NULL;
  gsize n;
  const char *data = bytes == NULL ? NULL : g_bytes_get_data (bytes, &n);
  if (data == NULL)
    return FALSE;
  if (g_file_set_contents_full (path, data, n,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                &cause))
    return TRUE;
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "%s: %s", path, cause->message);
  return FALSE;
}
