/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/taper-onnx.h"
#include "core/export/taper-proto.h"
#include "tests/support/random-network.h"

#include <glib/gstdio.h>
#include <string.h>

/* A reader of the protocol buffer wire format: independent of the writer, strict, tiny. */
typedef struct {
  const guint8 *at, *end;
} Message;

typedef struct {
  guint field, wire;
  guint64 number;
  Message bytes;
} Field;

static guint64
read_varint (Message *message)
{
  guint64 value = 0;
  for (guint shift = 0;; shift += 7)
    {
      g_assert_true (message->at < message->end && shift < 64);
      value |= (guint64) (*message->at & 0x7f) << shift;
      if ((*message->at++ & 0x80) == 0)
        return value;
    }
}

static gboolean
next_field (Message *message, Field *field)
{
  if (message->at == message->end)
    return FALSE;
  const guint64 key = read_varint (message);
  field->field = (guint) (key >> 3);
  field->wire = key & 7;
  field->number = read_varint (message);
  if (field->wire == 2)
    {
      g_assert_cmpuint (field->number, <=, message->end - message->at);
      field->bytes = (Message){ message->at, message->at + field->number };
      message->at += field->number;
    }
  else
    g_assert_cmpuint (field->wire, ==, 0);
  return TRUE;
}

/* The @index-th occurrence; fails the test if there is none. */
static Field
get_field (Message message, guint field, guint index)
{
  Field found;
  while (next_field (&message, &found))
    if (found.field == field && index-- == 0)
      return found;
  g_assert_not_reached ();
}

static guint
count_fields (Message message, guint field)
{
  Field found;
  guint n = 0;
  while (next_field (&message, &found))
    n += found.field == field;
  return n;
}

static void
assert_text (Message message, const char *text)
{
  g_assert_cmpmem (message.at, message.end - message.at, text, strlen (text));
}

/* A stem, a residual block and a pool, then the head. */
static TaperParameters *
make_parameters (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (51);
  g_autoptr (GError) error = NULL;
  RandomNetwork builder = random_network_begin (rand, 9, 8);
  random_network_conv (&builder, 5, 3, 2, 1, NULL, TRUE);
  random_network_conv (&builder, 5, 3, 1, 1, "n0", TRUE);
  random_network_max_pool (&builder, 3, 2, 1);
  g_autofree char *json = random_network_finish (&builder, 9, 8, 6);
  g_autoptr (TaperNetwork) network = taper_network_new_from_json (json, &error);
  g_assert_no_error (error);
  return random_parameters_new (rand, network);
}

static Message
as_message (GBytes *bytes)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  return (Message){ data, data + n };
}

static void
test_graph (void)
{
  static const char *const ops[] = {
    "Conv",    "Relu", "Conv",   "Add", "Relu", "MaxPool", "GlobalAveragePool",
    "Flatten", "Gemm", "Flatten"
  };
  g_autoptr (TaperParameters) parameters = make_parameters ();
  g_autoptr (GError) error = NULL;
  const TaperOnnxProperty properties[] = { { "classes", "[]" }, { "license", "mine" } };
  g_autoptr (GBytes) bytes = taper_onnx_export (parameters, "pears", 0, properties, 2, &error);
  g_assert_no_error (error);
  const Message model = as_message (bytes), graph = get_field (model, 7, 0).bytes;
  g_assert_cmpuint (get_field (model, 1, 0).number, ==, 8);
  g_assert_cmpuint (get_field (get_field (model, 8, 0).bytes, 2, 0).number, ==, 13);
  assert_text (get_field (get_field (model, 14, 1).bytes, 1, 0).bytes, "license");
  assert_text (get_field (get_field (model, 14, 1).bytes, 2, 0).bytes, "mine");
  assert_text (get_field (graph, 2, 0).bytes, "pears");
  g_assert_cmpuint (count_fields (graph, 1), ==, G_N_ELEMENTS (ops));
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    assert_text (get_field (get_field (graph, 1, i).bytes, 4, 0).bytes, ops[i]);
  assert_text (get_field (get_field (graph, 1, 3).bytes, 1, 1).bytes, "n0"); /* what Add adds */
  assert_text (get_field (get_field (graph, 1, 9).bytes, 2, 0).bytes, "logits");
}

/* dims of the value info @field of the graph; 0: symbolic */
static void
assert_shape (Message graph, guint field, const guint *dims, guint rank)
{
  const Message type = get_field (get_field (graph, field, 0).bytes, 2, 0).bytes;
  const Message shape = get_field (get_field (type, 1, 0).bytes, 2, 0).bytes;
  g_assert_cmpuint (count_fields (shape, 1), ==, rank);
  for (guint i = 0; i < rank; i++)
    {
      const Message dim = get_field (shape, 1, i).bytes;
      if (dims[i] == 0)
        assert_text (get_field (dim, 2, 0).bytes, "batch");
      else
        g_assert_cmpuint (get_field (dim, 1, 0).number, ==, dims[i]);
    }
}

static void
test_shapes (void)
{
  g_autoptr (TaperParameters) parameters = make_parameters ();
  for (guint batch = 0; batch <= 4; batch += 4)
    {
      g_autoptr (GBytes) bytes = taper_onnx_export (parameters, "x", batch, NULL, 0, NULL);
      const Message graph = get_field (as_message (bytes), 7, 0).bytes;
      const guint input[] = { batch, 3, 9, 8 }, output[] = { batch, 6 };
      assert_shape (graph, 11, input, 4);
      assert_shape (graph, 12, output, 2);
    }
}

static void
test_weights (void)
{
  g_autoptr (TaperParameters) parameters = make_parameters ();
  TaperNetwork *network = taper_parameters_get_network (parameters);
  g_autoptr (GBytes) bytes = taper_onnx_export (parameters, "x", 1, NULL, 0, NULL);
  const Message graph = get_field (as_message (bytes), 7, 0).bytes;
  const guint n_layers = taper_network_get_n_layers (network);
  g_assert_cmpuint (count_fields (graph, 5), ==, 2 * n_layers);
  for (guint i = 0; i < n_layers; i++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, i);
      const Message weight = get_field (graph, 5, 2 * i).bytes;
      const Message bias = get_field (graph, 5, 2 * i + 1).bytes;
      g_autofree char *name = g_strconcat (layer->name, ".weight", NULL);
      g_autofree float *weights = g_new (float, layer->n_weights);
      g_autofree float *biases = g_new (float, layer->out_channels);
      taper_parameters_get_layer (parameters, i, weights, biases);
      assert_text (get_field (weight, 8, 0).bytes, name);
      g_assert_cmpuint (get_field (weight, 2, 0).number, ==, 1);
      g_assert_cmpuint (count_fields (weight, 1), ==, i + 1 < n_layers ? 4 : 2);
      g_assert_cmpuint (get_field (weight, 1, 0).number, ==, layer->out_channels);
      const Message raw = get_field (weight, 9, 0).bytes, raw_bias = get_field (bias, 9, 0).bytes;
      g_assert_cmpmem (raw.at, raw.end - raw.at, weights, layer->n_weights * sizeof (float));
      g_assert_cmpmem (raw_bias.at, raw_bias.end - raw_bias.at, biases,
                       layer->out_channels * sizeof (float));
    }
}

static void
test_file (void)
{
  g_autoptr (TaperParameters) parameters = make_parameters ();
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("taper-onnx-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.onnx", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "x.onnx", NULL);
  g_autoptr (GBytes) bytes = taper_onnx_export (parameters, "x", 1, NULL, 0, NULL);
  g_autofree char *contents = NULL;
  gsize n, n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  g_assert_true (taper_onnx_export_file (parameters, "x", 1, NULL, 0, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, &n, NULL));
  g_assert_cmpmem (contents, n, data, n_bytes);
  g_assert_false (taper_onnx_export_file (parameters, "x", 1, NULL, 0, nowhere, &error));
  g_assert_nonnull (strstr (error->message, nowhere));
  g_remove (path);
  g_rmdir (folder);
}

static void
test_numbers (void)
{
  static const guint64 numbers[] = { 0, 1, 127, 128, 300, G_MAXUINT32, G_MAXUINT64 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    taper_proto_add_int (bytes, 1 + 100 * i, numbers[i]);
  Message message = { bytes->data, bytes->data + bytes->len };
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpuint (get_field (message, 1 + 100 * i, 0).number, ==, numbers[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/onnx/graph", test_graph);
  g_test_add_func ("/onnx/shapes", test_shapes);
  g_test_add_func ("/onnx/weights", test_weights);
  g_test_add_func ("/onnx/file", test_file);
  g_test_add_func ("/onnx/numbers", test_numbers);
  return g_test_run ();
}
