/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mix-fixture.h"

#include <json-glib/json-glib.h>

const TaperMixMetrics mix_fixture_metrics = {
  .line = 14, .names = 78, .bases = 140, .number = 25, .count = 36
};

static const struct {
  const char *name;
  guint64 params;
} layers[] = {
  { "stem", 448 },           { "s1.b0.conv1", 2320 },   { "s1.b0.conv2", 2320 },
  { "s1.b1.conv1", 2320 },   { "s1.b1.conv2", 2320 },   { "s2.b0.conv1", 4640 },
  { "s2.b0.conv2", 9248 },   { "s2.b0.short", 544 },    { "s2.b1.conv1", 9248 },
  { "s2.b1.conv2", 9248 },   { "s3.b0.conv1", 18496 },  { "s3.b0.conv2", 36928 },
  { "s3.b0.short", 2112 },   { "s3.b1.conv1", 36928 },  { "s3.b1.conv2", 36928 },
  { "s4.b0.conv1", 73856 },  { "s4.b0.conv2", 147584 }, { "s4.b0.short", 8320 },
  { "s4.b1.conv1", 147584 }, { "s4.b1.conv2", 147584 }, { "head", 10449 },
};

static const char *const bases[] = {
  "Tomato and Potato",
  "Soyghurt and Asparagus",
  "Yoghurt",
  "Apple",
  "Juice and Pepper",
  "Milk and Soy Milk",
  "Melon and Cucumber",
  "Pear and Aubergine",
};

/* The last row from the others. */
static void
finish (TaperMix *mix)
{
  for (guint l = 0; l < mix->n_layers; l++)
    mix->n_params += mix->layer_params[l];
  for (guint k = 0; k < mix->n_bases; k++)
    {
      double sum = 0;

      for (guint l = 0; l < mix->n_layers; l++)
        sum += taper_mix_get_value (mix, l, k) * taper_mix_get_param_share (mix, l);
      mix->values[mix->n_layers * mix->n_bases + k] = (float) sum;
    }
}

TaperMix *
mix_fixture_groceries (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "groceries-s16.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  TaperMix *mix = taper_mix_new (G_N_ELEMENTS (layers), G_N_ELEMENTS (bases));
  JsonArray *rows;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  rows = json_object_get_array_member (
      json_array_get_object_element (
          json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                        "tasks"),
          0),
      "coefficients");
  g_assert_cmpuint (json_array_get_length (rows), ==, mix->n_layers);
  for (guint l = 0; l < mix->n_layers; l++)
    {
      JsonArray *row = json_array_get_array_element (rows, l);

      g_assert_cmpuint (json_array_get_length (row), ==, mix->n_bases);
      for (guint k = 0; k < mix->n_bases; k++)
        mix->values[l * mix->n_bases + k] = (float) json_array_get_double_element (row, k);
      mix->layer_names[l] = g_strdup (layers[l].name);
      mix->layer_params[l] = layers[l].params;
    }
  for (guint k = 0; k < mix->n_bases; k++)
    mix->basis_names[k] = g_strdup (bases[k]);
  finish (mix);
  return mix;
}

TaperMix *
mix_fixture_synthetic (guint n_layers, guint n_bases)
{
  TaperMix *mix = taper_mix_new (n_layers, n_bases);

  for (guint l = 0; l < n_layers; l++)
    {
      double sum = 0;

      for (guint k = 0; k < n_bases; k++)
        sum += 1 + (l * 7 + k * k * 3) % 11;
      for (guint k = 0; k < n_bases; k++)
        mix->values[l * n_bases + k] = (float) ((1 + (l * 7 + k * k * 3) % 11) / sum);
      mix->layer_names[l] = g_strdup_printf ("layer %u", l + 1);
      mix->layer_params[l] = 100 * (l + 1) * (l + 1);
    }
  for (guint k = 0; k < n_bases; k++)
    mix->basis_names[k] = g_strdup_printf ("Basis of kind %u", k + 1);
  finish (mix);
  return mix;
}

TaperText *
mix_fixture_text (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *font = pango_font_description_from_string ("DejaVu Sans 10");
  cairo_font_options_t *options = cairo_font_options_create ();
  TaperText *text;

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 96);
  pango_context_set_font_description (context, font);
  text = taper_text_new (context);
  cairo_font_options_destroy (options);
  pango_font_description_free (font);
  g_object_unref (context);
  return text;
}
