/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-bundle.h"
#include "core/image/taper-image.h"
#include "core/model/taper-session.h"

#include <json-glib/json-glib.h>
#include <math.h>

/* Values computed by PyTorch in fp32 from the same bundles and pictures. Coefficients are printed
 * with 8 digits and lie in 0..1; the L2 norms (of a layer's weights, without the biases) with 5
 * decimals; logits with 4, and two dozen fp32 layers in another order of summation stay within a
 * few 1e-4 of each other. */
#define COEFFICIENT_TOLERANCE 1e-5
#define L2_TOLERANCE 1e-4
#define LOGIT_TOLERANCE 2e-3

typedef struct {
  JsonParser *parser;
  JsonObject *golden;
  TaperBundle *bundle;
  TaperSession *session;
  guint n_images;
  guint n_outputs;
  float *input; /* (n_images, C, H, W) */
} Fixture;

static float *
load_images (Fixture *self)
{
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (self->bundle));
  const gsize n_input = (gsize) spec->channels * spec->height * spec->width;
  JsonArray *names = json_object_get_array_member (self->golden, "images");
  self->n_images = json_array_get_length (names);
  float *input = g_new (float, self->n_images *n_input);
  for (guint i = 0; i < self->n_images; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_test_build_filename (
          G_TEST_DIST, "golden", "images", json_array_get_string_element (names, i), NULL);
      g_autoptr (TaperImage) image = taper_image_load (path, 0, &error);
      g_assert_no_error (error);
      g_autoptr (TaperImage) fitted = taper_image_fit (image, spec->width, spec->height);
      taper_image_to_input (fitted, spec, input + i * n_input);
    }
  return input;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file_name = g_strdup_printf ("%s.json", (const char *) data);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", file_name, NULL);
  self->parser = json_parser_new ();
  json_parser_load_from_file (self->parser, path, &error);
  g_assert_no_error (error);
  self->golden = json_node_get_object (json_parser_get_root (self->parser));
  g_autofree char *bundle_path =
      g_build_filename (g_getenv ("TAPER_DATADIR"), "bundles",
                        json_object_get_string_member (self->golden, "bundle"), NULL);
  self->bundle = taper_bundle_open (bundle_path, &error);
  g_assert_no_error (error);
  TaperNetwork *network = taper_bundle_get_network (self->bundle);
  self->n_outputs = taper_network_get_n_outputs (network);
  self->input = load_images (self);
  self->session = taper_session_new (network, self->n_images);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  taper_session_free (self->session);
  taper_bundle_unref (self->bundle);
  g_free (self->input);
  g_object_unref (self->parser);
}

static void
check_rows (JsonArray *rows, guint n_rows, guint width, const float *got, double tolerance)
{
  g_assert_cmpuint (json_array_get_length (rows), ==, n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      JsonArray *row = json_array_get_array_element (rows, i);
      g_assert_cmpuint (json_array_get_length (row), ==, width);
      for (guint j = 0; j < width; j++)
        {
          const double wanted = json_array_get_double_element (row, j);
          g_assert_cmpfloat (fabs (got[(gsize) i * width + j] - wanted), <=, tolerance);
        }
    }
}

static void
check_logits (Fixture *self, const TaperParameters *parameters, JsonArray *wanted)
{
  g_autofree float *logits = g_new (float, self->n_images * self->n_outputs);
  taper_session_forward (self->session, parameters, self->n_images, self->input, logits);
  check_rows (wanted, self->n_images, self->n_outputs, logits, LOGIT_TOLERANCE);
}

static void
check_l2 (Fixture *self, const TaperParameters *blended, JsonObject *wanted)
{
  TaperNetwork *network = taper_bundle_get_network (self->bundle);
  for (guint i = 0; i < taper_network_get_n_layers (network); i++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, i);
      g_autofree float *weight = g_new (float, layer->n_weights);
      double sum = 0;
      taper_parameters_get_layer (blended, i, weight, NULL);
      for (gsize j = 0; j < layer->n_weights; j++)
        sum += (double) weight[j] * weight[j];
      const double norm = json_object_get_double_member (wanted, layer->name);
      g_assert_cmpfloat (fabs (sqrt (sum) - norm), <=, L2_TOLERANCE * norm);
    }
}

static TaperTask *
task_of (Fixture *self, JsonObject *golden)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  JsonArray *classes = json_object_get_array_member (golden, "classes");
  for (guint i = 0; i < json_array_get_length (classes); i++)
    g_ptr_array_add (names, (gpointer) json_array_get_string_element (classes, i));
  g_ptr_array_add (names, NULL);
  TaperTask *task = taper_task_new_from_names (taper_bundle_get_classes (self->bundle),
                                               (const char *const *) names->pdata, &error);
  g_assert_no_error (error);
  return task;
}

static void
test_generic (Fixture *self, gconstpointer data)
{
  check_logits (self, taper_bundle_get_generic (self->bundle),
                json_object_get_array_member (self->golden, "generic_logits"));
}

static void
test_tasks (Fixture *self, gconstpointer data)
{
  TaperNetwork *network = taper_bundle_get_network (self->bundle);
  const guint n_layers = taper_network_get_n_layers (network);
  const guint n_bases = taper_bundle_get_n_bases (self->bundle);
  g_autofree float *coefficients = g_new (float, n_layers *n_bases);
  g_autoptr (TaperParameters) blended = taper_parameters_new (network);
  JsonArray *tasks = json_object_get_array_member (self->golden, "tasks");
  g_assert_cmpuint (json_array_get_length (tasks), ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      JsonObject *golden = json_array_get_object_element (tasks, i);
      g_autoptr (TaperTask) task = task_of (self, golden);
      taper_mixer_predict (taper_bundle_get_mixer (self->bundle), task, coefficients);
      check_rows (json_object_get_array_member (golden, "coefficients"), n_layers, n_bases,
                  coefficients, COEFFICIENT_TOLERANCE);
      taper_bases_blend (taper_bundle_get_bases (self->bundle), coefficients, blended);
      check_l2 (self, blended, json_object_get_object_member (golden, "blended_l2"));
      check_logits (self, blended, json_object_get_array_member (golden, "logits"));
    }
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "tiny-imagenet-s8", "tiny-imagenet-s16", "groceries-s8",
                                       "groceries-s16" };
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *generic = g_strdup_printf ("/golden/%s/generic", names[i]);
      g_autofree char *tasks = g_strdup_printf ("/golden/%s/tasks", names[i]);
      g_test_add (generic, Fixture, names[i], set_up, test_generic, tear_down);
      g_test_add (tasks, Fixture, names[i], set_up, test_tasks, tear_down);
    }
  return g_test_run ();
}
