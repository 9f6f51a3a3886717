/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-adopt.h"
#include "core/taper-error.h"
#include "tests/support/test-bundle.h"

static TaperBundle *
open_shipped (const char *name)
{
  g_autofree char *path =
      g_strdup_printf ("%s/bundles/%s.safetensors", g_getenv ("TAPER_DATADIR"), name);
  g_autoptr (GError) error = NULL;
  TaperBundle *bundle = taper_bundle_open (path, &error);

  g_assert_no_error (error);
  return bundle;
}

/* The keys that are found describe exactly the bundle's network. */
static void
test_shipped (void)
{
  static const struct {
    const char *name;
    guint width;
  } shipped[] = { { "tiny-imagenet-s8", 8 }, { "tiny-imagenet-s16", 16 } };

  for (guint i = 0; i < G_N_ELEMENTS (shipped); i++)
    {
      g_autoptr (TaperBundle) bundle = open_shipped (shipped[i].name);
      g_autoptr (TaperTrainConfig) config = taper_train_config_new ();
      g_autoptr (TaperNetwork) network = NULL;
      g_autoptr (GError) error = NULL;

      config->stages = 2;
      config->width = 5;
      config->input = 32;
      g_assert_true (taper_train_config_adopt (config, bundle, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (config->width, ==, shipped[i].width);
      g_assert_cmpuint (config->stages, ==, 4);
      g_assert_cmpuint (config->blocks, ==, 2);
      g_assert_cmpuint (config->stem_stride, ==, 2);
      g_assert_cmpuint (config->input, ==, 64);
      network = taper_train_config_make_network (config, 200, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (taper_network_get_n_params (network), ==,
                        taper_network_get_n_params (taper_bundle_get_network (bundle)));
    }
}

static void
test_other_network (void)
{
  g_autoptr (TestBundle) maker = test_bundle_new ();
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (maker);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = taper_bundle_new_from_bytes (bytes, "tiny", &error);
  g_autoptr (TaperTrainConfig) config = taper_train_config_new ();
  g_autofree char *before = taper_train_config_to_text (config);
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  g_assert_false (taper_train_config_adopt (config, bundle, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_CONFIG);
  after = taper_train_config_to_text (config);
  g_assert_cmpstr (before, ==, after);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train-adopt/shipped", test_shipped);
  g_test_add_func ("/train-adopt/other-network", test_other_network);
  return g_test_run ();
}
