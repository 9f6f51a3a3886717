/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test-shipped.h"

#include <math.h>

static void
test_entropy (void)
{
  const double even[] = { 1, 1, 1, 1 }, one[] = { 0, 3, 0 }, none[] = { 0, 0 };
  const double uneven[] = { 0.75, 0.25 };

  g_assert_cmpfloat_with_epsilon (exp (taper_entropy (even, 4)), 4, 1e-12);
  g_assert_cmpfloat_with_epsilon (taper_entropy (one, 3), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (taper_entropy (none, 2), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (taper_entropy (uneven, 2), -0.75 * log (0.75) - 0.25 * log (0.25),
                                  1e-12);
}

static void
test_compare (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("tiny-imagenet-s8");
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const guint n_layers = taper_network_get_n_layers (network);
  g_autofree float *a = g_new0 (float, n_layers * 8), *b = g_new0 (float, n_layers * 8);
  g_autofree double *shares = g_new (double, 8);
  double first = 0, total = 0;

  for (guint l = 0; l < n_layers; l++)
    {
      a[l * 8 + 2] = 1;
      b[l * 8 + (l == 0 ? 2 : 5)] = 1;
      total += taper_network_get_layer (network, l)->n_params;
    }
  first = taper_network_get_layer (network, 0)->n_params / total;
  g_assert_cmpfloat_with_epsilon (taper_mix_compare (network, 8, a, a), 1, 1e-12);
  /* they agree in the first layer, which is as much as it is large */
  g_assert_cmpfloat_with_epsilon (taper_mix_compare (network, 8, a, b), first, 1e-9);
  taper_mix_get_shares (network, 8, b, shares);
  g_assert_cmpfloat_with_epsilon (shares[2], first, 1e-9);
  g_assert_cmpfloat_with_epsilon (shares[5], 1 - first, 1e-9);
  g_assert_cmpfloat (shares[0], ==, 0);
}

static void
test_usage (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperUsage) usage =
      taper_usage_new (taper_bundle_get_mixer (bundle), taper_bundle_get_network (bundle),
                       taper_bundle_get_classes (bundle), 100, 1);
  g_autoptr (TaperUsage) again =
      taper_usage_new (taper_bundle_get_mixer (bundle), taper_bundle_get_network (bundle),
                       taper_bundle_get_classes (bundle), 100, 1);
  double sum = 0;

  for (guint k = 0; k < usage->n_bases; k++)
    {
      sum += usage->mean_share[k];
      g_assert_cmpfloat (usage->mean_share[k], <=, usage->max_share[k]);
      g_assert_cmpfloat (usage->mean_share[k], ==, again->mean_share[k]);
      g_assert_false (usage->dead[k]);
    }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
  g_assert_cmpuint (usage->n_dead, ==, 0);
  g_assert_cmpfloat (usage->effective, >, 1);
  g_assert_cmpfloat (usage->effective, <=, 8);
}

/* A mixer that never takes its last basis: that one is dead. */
static void
test_dead (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("tiny-imagenet-s8");
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const guint n_layers = taper_network_get_n_layers (network), n_bases = 3;
  g_autofree float *zeros = g_new0 (float, 200 * 4), *bias = g_new0 (float, n_layers *n_bases);
  const TaperMixerWeights weights = {
    .n_classes = 200,
    .n_embedding = 2,
    .n_hidden = 4,
    .n_layers = n_layers,
    .n_bases = n_bases,
    .class_embedding = zeros,
    .encoder0_weight = zeros,
    .encoder0_bias = zeros,
    .encoder1_weight = zeros,
    .encoder1_bias = zeros,
    .predictor0_weight = zeros,
    .predictor0_bias = zeros,
    .predictor1_weight = zeros,
    .predictor1_bias = bias,
  };
  g_autoptr (TaperMixer) mixer = NULL;
  g_autoptr (TaperUsage) usage = NULL;

  for (guint l = 0; l < n_layers; l++)
    bias[l * n_bases + 2] = -20;
  mixer = taper_mixer_new (&weights);
  usage = taper_usage_new (mixer, network, taper_bundle_get_classes (bundle), 20, 1);
  g_assert_cmpuint (usage->n_dead, ==, 1);
  g_assert_true (usage->dead[2]);
  g_assert_cmpfloat_with_epsilon (usage->effective, 2, 1e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mix-usage/entropy", test_entropy);
  g_test_add_func ("/mix-usage/compare", test_compare);
  g_test_add_func ("/mix-usage/usage", test_usage);
  g_test_add_func ("/mix-usage/dead", test_dead);
  return g_test_run ();
}
