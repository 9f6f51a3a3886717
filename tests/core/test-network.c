/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/taper-network.h"
#include "core/taper-error.h"

#include <string.h>

/* 3 convolutions with a residual addition, both pools and a linear layer; `mixed` in an order of
 * its own. */
#define MODEL                                                                                      \
  "{\"input\": {\"channels\": 3, \"height\": 9, \"width\": 8, \"color\": \"sRGB\","                \
  " \"mean\": [0.5, 0.4, 0], \"std\": [0.2, 0.25, 1], \"fit\": \"crop\"},"                         \
  "\"nodes\": ["                                                                                   \
  "{\"op\": \"conv2d\", \"name\": \"stem\", \"input\": \"image\", \"in\": 3, \"out\": 4,"          \
  " \"kernel\": 3, \"stride\": 2, \"padding\": 1, \"relu\": true},"                                \
  "{\"op\": \"conv2d\", \"name\": \"b.1\", \"input\": \"stem\", \"in\": 4, \"out\": 6,"            \
  " \"kernel\": 1, \"stride\": 1, \"padding\": 0, \"relu\": false},"                               \
  "{\"op\": \"conv2d\", \"name\": \"b.2\", \"input\": \"stem\", \"in\": 4, \"out\": 6,"            \
  " \"kernel\": 3, \"stride\": 1, \"padding\": 1, \"add\": \"b.1\", \"relu\": true},"              \
  "{\"op\": \"max_pool\", \"name\": \"max\", \"input\": \"b.2\", \"kernel\": 2, \"stride\": 2,"    \
  " \"padding\": 0},"                                                                              \
  "{\"op\": \"global_avg_pool\", \"name\": \"pool\", \"input\": \"max\"},"                         \
  "{\"op\": \"linear\", \"name\": \"head\", \"input\": \"pool\", \"in\": 6, \"out\": 5}],"         \
  "\"output\": \"head\", \"mixed\": [\"stem\", \"b.2\", \"b.1\", \"head\"]}"

static char *
replace (const char *text, const char *old, const char *new)
{
  const char *at = strstr (text, old);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, new, at + strlen (old));
}

static void
test_shapes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperNetwork) network = taper_network_new_from_json (MODEL, &error);
  const TaperInputSpec *input;
  const TaperNode *node;

  g_assert_no_error (error);
  input = taper_network_get_input (network);
  g_assert_cmpuint (input->channels, ==, 3);
  g_assert_cmpuint (input->height, ==, 9);
  g_assert_cmpuint (input->width, ==, 8);
  g_assert_cmpfloat (input->mean[1], ==, 0.4f);
  g_assert_cmpfloat (input->std[2], ==, 1);
  g_assert_cmpuint (taper_network_get_n_nodes (network), ==, 6);
  node = taper_network_get_node (network, 0);
  g_assert_cmpint (node->input, ==, TAPER_NODE_IMAGE);
  g_assert_cmpint (node->add, ==, -1);
  g_assert_cmpint (node->layer, ==, 0);
  g_assert_true (node->relu);
  g_assert_cmpuint (node->out_height, ==, 5);
  g_assert_cmpuint (node->out_width, ==, 4);
  node = taper_network_get_node (network, 2);
  g_assert_cmpstr (node->name, ==, "b.2");
  g_assert_cmpint (node->op, ==, TAPER_OP_CONV2D);
  g_assert_cmpint (node->input, ==, 0);
  g_assert_cmpint (node->add, ==, 1);
  g_assert_cmpint (node->layer, ==, 1);
  g_assert_cmpuint (node->in_channels, ==, 4);
  g_assert_cmpuint (node->out_channels, ==, 6);
  node = taper_network_get_node (network, 3);
  g_assert_cmpint (node->op, ==, TAPER_OP_MAX_POOL);
  g_assert_cmpint (node->layer, ==, -1);
  g_assert_cmpuint (node->out_channels, ==, 6);
  g_assert_cmpuint (node->out_height, ==, 2);
  g_assert_cmpuint (node->out_width, ==, 2);
  node = taper_network_get_node (network, 5);
  g_assert_cmpint (node->op, ==, TAPER_OP_LINEAR);
  g_assert_cmpuint (node->out_channels, ==, 5);
  g_assert_cmpuint (node->out_height, ==, 1);
  g_assert_cmpuint (taper_network_get_n_outputs (network), ==, 5);
  g_assert_cmpstr (taper_network_get_json (network), ==, MODEL);
}

static void
test_layers (void)
{
  g_autoptr (TaperNetwork) network = taper_network_new_from_json (MODEL, NULL);
  const TaperLayer *layer;
  const guint64 macs[] = { 3 * 4 * 9 * 20, 4 * 6 * 9 * 20, 4 * 6 * 20, 30 };
  guint64 sum = 0;

  g_assert_cmpuint (taper_network_get_n_layers (network), ==, 4);
  layer = taper_network_get_layer (network, 2);
  g_assert_cmpstr (layer->name, ==, "b.1");
  g_assert_cmpuint (layer->row, ==, 2);
  g_assert_cmpuint (layer->node, ==, 1);
  g_assert_cmpuint (layer->out_channels, ==, 6);
  g_assert_cmpuint (layer->in_channels, ==, 4);
  g_assert_cmpuint (layer->kernel, ==, 1);
  g_assert_cmpuint (layer->n_weights, ==, 24);
  g_assert_cmpuint (layer->n_params, ==, 30);
  g_assert_cmpuint (taper_network_get_layer (network, 3)->kernel, ==, 1);
  g_assert_cmpuint (taper_network_get_n_params (network), ==,
                    (108 + 4) + (216 + 6) + (24 + 6) + (30 + 5));
  for (guint i = 0; i < 4; i++)
    {
      g_assert_cmpuint (taper_network_get_layer (network, i)->macs, ==, macs[i]);
      sum += macs[i];
    }
  g_assert_cmpuint (taper_network_get_macs (network), ==, sum);
}

typedef struct {
  const char *old, *new, *message;
  TaperError code;
} Damage;

static const Damage damages[] = {
  { "conv2d", "attention", "node “stem”: unknown operation “attention”", TAPER_ERROR_UNSUPPORTED },
  { "\"relu\": true", "\"groups\": 2", "node “stem”: unknown member “groups”",
    TAPER_ERROR_UNSUPPORTED },
  { "\"kernel\": 3", "\"kernel\": 0", "node “stem”: “kernel” is 0, expected 1 to 31",
    TAPER_ERROR_INVALID },
  { "\"kernel\": 3", "\"kernel\": 32", "node “stem”: “kernel” is 32, expected 1 to 31",
    TAPER_ERROR_LIMIT },
  { "\"kernel\": 3", "\"kernel\": 12",
    "node “stem”: a kernel of 12 does not fit into 9x8 with padding 1", TAPER_ERROR_INVALID },
  { "\"stride\": 2", "\"stride\": 0", "node “stem”: “stride” is 0, expected 1 to 31",
    TAPER_ERROR_INVALID },
  { "\"stride\": 2", "\"stride\": -1", "node “stem”: “stride” is -1, expected 1 to 31",
    TAPER_ERROR_INVALID },
  { "\"padding\": 1", "\"padding\": 3", "node “stem”: “padding” is 3, expected 0 to 2",
    TAPER_ERROR_LIMIT },
  { "\"out\": 4", "\"out\": 1000000000", "node “stem”: “out” is 1000000000, expected 1 to 65536",
    TAPER_ERROR_LIMIT },
  { "\"out\": 4", "\"out\": 0", "node “stem”: “out” is 0, expected 1 to 65536",
    TAPER_ERROR_INVALID },
  { "\"out\": 4", "\"out\": 4.5", "node “stem”: “out” is a number, expected a whole number",
    TAPER_ERROR_INVALID },
  { "\"out\": 4, ", "", "node “stem”: “out” is missing", TAPER_ERROR_INVALID },
  { "\"in\": 3", "\"in\": 4", "node “stem”: “in” is 4, but its input has 3 channels",
    TAPER_ERROR_INVALID },
  { ", \"relu\": true", "", "node “stem”: “relu” is missing", TAPER_ERROR_INVALID },
  { "\"input\": \"stem\"", "\"input\": \"nothing\"",
    "node “b.1”: its input “nothing” is none of the nodes before it", TAPER_ERROR_INVALID },
  { "\"input\": \"stem\"", "\"input\": \"b.2\"",
    "node “b.1”: its input “b.2” is none of the nodes before it", TAPER_ERROR_INVALID },
  { "\"input\": \"stem\"", "\"input\": \"b.1\"",
    "node “b.1”: its input “b.1” is none of the nodes before it", TAPER_ERROR_INVALID },
  { "\"add\": \"b.1\"", "\"add\": \"stem\"",
    "node “b.2”: “add” names “stem” of shape [4, 5, 4], expected [6, 5, 4]", TAPER_ERROR_INVALID },
  { "\"add\": \"b.1\"", "\"add\": \"head\"",
    "node “b.2”: “add” names “head”, which is none of the nodes before it", TAPER_ERROR_INVALID },
  { "\"add\": \"b.1\"", "\"add\": \"image\"",
    "node “b.2”: “add” names “image”, which is none of the nodes before it", TAPER_ERROR_INVALID },
  { "\"name\": \"b.1\"", "\"name\": \"stem\"", "node number 2: the name “stem” is taken",
    TAPER_ERROR_INVALID },
  { "\"name\": \"b.1\"", "\"name\": \"image\"", "node number 2: the name “image” is taken",
    TAPER_ERROR_INVALID },
  { "\"name\": \"b.1\", ", "", "node number 2: “name” is missing", TAPER_ERROR_INVALID },
  { "\"input\": \"pool\"", "\"input\": \"max\"",
    "node “head”: its input is 2 pixels high and 2 wide, expected 1 and 1", TAPER_ERROR_INVALID },
  { "\"output\": \"head\"", "\"output\": \"pool\"",
    "“output” names “pool”, expected the last node, “head”", TAPER_ERROR_INVALID },
  { "\"mixed\": [\"stem\", ", "\"mixed\": [", "layer “stem” is missing from “mixed”",
    TAPER_ERROR_INVALID },
  { "\"mixed\": [", "\"mixed\": [\"head\", ", "“mixed” names “head” twice", TAPER_ERROR_INVALID },
  { "\"mixed\": [", "\"mixed\": [\"pool\", ",
    "“mixed” names “pool”, which is not a node with weights", TAPER_ERROR_INVALID },
  { "\"mixed\": [", "\"mixed\": [\"x\", ", "“mixed” names “x”, which is not a node with weights",
    TAPER_ERROR_INVALID },
  { "\"mixed\": [", "\"mixed\": [3, ", "“mixed” number 1 is a number, expected a string",
    TAPER_ERROR_INVALID },
  { "\"channels\": 3", "\"channels\": 1", "input: “channels” is 1, expected 3 to 3",
    TAPER_ERROR_INVALID },
  { "\"height\": 9", "\"height\": 1000000", "input: “height” is 1000000, expected 1 to 4096",
    TAPER_ERROR_LIMIT },
  { "sRGB", "BGR", "input: “color” is “BGR”, expected “sRGB”", TAPER_ERROR_UNSUPPORTED },
  { "crop", "stretch", "input: “fit” is “stretch”, expected “crop”", TAPER_ERROR_UNSUPPORTED },
  { "[0.5, 0.4, 0]", "[0.5, 0.4]", "input: “mean” has 2 values, expected 3", TAPER_ERROR_INVALID },
  { "[0.5, 0.4, 0]", "[0.5, 1e999, 0]", "input: “mean” number 2 is inf, expected -1e6 to 1e6",
    TAPER_ERROR_INVALID },
  { "[0.2, 0.25, 1]", "[0.2, 0, 1]", "input: “std” number 2 is 0, expected 1e-6 or more",
    TAPER_ERROR_INVALID },
  { "[0.2, 0.25, 1]", "[0.2, \"1\", 1]", "input: “std” number 2 is not a number",
    TAPER_ERROR_INVALID },
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *json = replace (MODEL, damages[i].old, damages[i].new);
      g_autoptr (TaperNetwork) network = taper_network_new_from_json (json, &error);

      g_assert_null (network);
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, damages[i].message);
      g_assert_error (error, TAPER_ERROR, (int) damages[i].code);
    }
}

static void
assert_refused (const char *json, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperNetwork) network = taper_network_new_from_json (json, &error);

  g_assert_null (network);
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_incomplete (void)
{
  g_autofree char *no_nodes = replace (MODEL, "\"nodes\"", "\"knots\"");
  g_autofree char *no_output = replace (MODEL, "\"output\"", "\"out\"");
  g_autofree char *no_mixed = replace (MODEL, "\"mixed\"", "\"mixt\"");

  assert_refused ("[]", "expected JSON object, found JsonArray");
  assert_refused ("{}", "“input” is missing");
  assert_refused (no_nodes, "“nodes” is missing");
  assert_refused (no_output, "“output” is missing");
  assert_refused (no_mixed, "“mixed” is missing");
}

/* Sizes that are each allowed, but not together. */
static void
test_too_large (void)
{
  g_autofree char *image =
      replace (MODEL, "\"height\": 9, \"width\": 8", "\"height\": 4096, \"width\": 4096");
  g_autofree char *activations = replace (image, "\"out\": 4", "\"out\": 65536");
  g_autofree char *first = replace (MODEL, "\"in\": 4, \"out\": 6,", "\"in\": 4, \"out\": 65536,");
  g_autofree char *both = replace (first, "\"in\": 4, \"out\": 6,", "\"in\": 4, \"out\": 65536,");
  g_autofree char *weights =
      replace (both, "\"in\": 6, \"out\": 5", "\"in\": 65536, \"out\": 65536");

  /* Four channels take the memory of sixteen. */
  assert_refused (image, "node “stem”: the nodes up to it have more than 67108864 values");
  assert_refused (activations, "node “stem”: the nodes up to it have more than 67108864 values");
  assert_refused (weights, "layer “head” has 4294967296 weights, the limit is 268435456");
}

static void
test_too_many_nodes (void)
{
  g_autoptr (GString) nodes = g_string_new ("\"nodes\": [");
  g_autofree char *json = NULL;

  for (int i = 0; i < 1025; i++)
    g_string_append_printf (
        nodes, "{\"op\": \"global_avg_pool\", \"name\": \"p%d\", \"input\": \"image\"},", i);
  json = replace (MODEL, "\"nodes\": [", nodes->str);
  assert_refused (json, "“nodes” has 1031 elements, expected 1 to 1024");
}

static void
test_macs (void)
{
  g_autofree char *image =
      replace (MODEL, "\"height\": 9, \"width\": 8", "\"height\": 512, \"width\": 512");
  g_autofree char *json =
      replace (image, "\"out\": 4, \"kernel\": 3, \"stride\": 2, \"padding\": 1",
               "\"out\": 80, \"kernel\": 3, \"stride\": 1, \"padding\": 1");
  g_autofree char *first = replace (json, "\"in\": 4, \"out\": 6", "\"in\": 80, \"out\": 64");
  g_autofree char *second =
      replace (first, "\"in\": 4, \"out\": 6, \"kernel\": 3, \"stride\": 1, \"padding\": 1",
               "\"in\": 80, \"out\": 64, \"kernel\": 31, \"stride\": 1, \"padding\": 15");
  g_autofree char *head = replace (second, "\"in\": 6", "\"in\": 64");

  /* 512 * 512 * 80 * 64 * 31 * 31 = 1.29e12 */
  assert_refused (head, "layer “b.2”: more than 1099511627776 multiply-adds per picture");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/shapes", test_shapes);
  g_test_add_func ("/network/layers", test_layers);
  g_test_add_func ("/network/refused", test_refused);
  g_test_add_func ("/network/incomplete", test_incomplete);
  g_test_add_func ("/network/too-large", test_too_large);
  g_test_add_func ("/network/too-many-nodes", test_too_many_nodes);
  g_test_add_func ("/network/macs", test_macs);
  return g_test_run ();
}
