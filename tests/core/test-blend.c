/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-bases.h"
#include "core/tensor/taper-half.h"
#include "core/threads/taper-pool.h"
#include "tests/support/random-network.h"
#include <math.h>

#include <string.h>

#define K 5
/* fp32 sums of K terms: K roundings of 6e-8 each. */
#define SUM_TOLERANCE 1e-6

typedef struct {
  TaperNetwork *network;
  TaperBases *bases;
  GPtrArray *weights; /* [basis * L + layer], already rounded to fp16 */
  GPtrArray *biases;
} Fixture;

static float *
random_rounded (GRand *rand, gsize n)
{
  g_autofree guint16 *halves = g_new (guint16, n);
  float *values = g_new (float, n);
  random_fill (rand, values, n, 1);
  taper_float_to_half (values, halves, n);
  taper_half_to_float (halves, values, n);
  return values;
}

static void
fixture_init (Fixture *self, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  self->network = random_network_new (rand, 6);
  self->bases = taper_bases_new (self->network, K);
  self->weights = g_ptr_array_new_with_free_func (g_free);
  self->biases = g_ptr_array_new_with_free_func (g_free);
  for (guint k = 0; k < K; k++)
    for (guint i = 0; i < taper_network_get_n_layers (self->network); i++)
      {
        const TaperLayer *layer = taper_network_get_layer (self->network, i);
        float *weight = random_rounded (rand, layer->n_weights);
        float *bias = random_rounded (rand, layer->out_channels);
        taper_bases_set_layer (self->bases, k, i, weight, bias);
        g_ptr_array_add (self->weights, weight);
        g_ptr_array_add (self->biases, bias);
      }
}

static void
fixture_clear (Fixture *self)
{
  taper_bases_unref (self->bases);
  taper_network_unref (self->network);
  g_ptr_array_unref (self->weights);
  g_ptr_array_unref (self->biases);
}

static float *
weighted_twin (const Fixture *self, GPtrArray *values, guint layer, gsize n,
               const float *coefficients)
{
  const guint n_layers = taper_network_get_n_layers (self->network);
  float *sums = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    {
      double sum = 0;
      for (guint k = 0; k < K; k++)
        {
          const float *basis = g_ptr_array_index (values, k * n_layers + layer);
          sum += (double) coefficients[k] * basis[i];
        }
      sums[i] = (float) sum;
    }
  return sums;
}

static void
check_layer (const Fixture *self, TaperParameters *blended, guint i, const float *coefficients,
             double tolerance)
{
  const TaperLayer *layer = taper_network_get_layer (self->network, i);
  g_autofree float *weight = g_new (float, layer->n_weights);
  g_autofree float *bias = g_new (float, layer->out_channels);
  g_autofree float *wanted_weight =
      weighted_twin (self, self->weights, i, layer->n_weights, coefficients);
  g_autofree float *wanted_bias =
      weighted_twin (self, self->biases, i, layer->out_channels, coefficients);
  taper_parameters_get_layer (blended, i, weight, bias);
  g_assert_cmpfloat (relative_error (weight, wanted_weight, layer->n_weights), <=, tolerance);
  g_assert_cmpfloat (relative_error (bias, wanted_bias, layer->out_channels), <=, tolerance);
}

static float *
random_coefficients (GRand *rand, guint n_layers)
{
  float *coefficients = g_new (float, n_layers *K);
  random_fill (rand, coefficients, (gsize) n_layers * K, 1);
  return coefficients;
}

static void
test_round_trip (void)
{
  Fixture fixture;
  fixture_init (&fixture, 21);
  const guint n_layers = taper_network_get_n_layers (fixture.network);
  for (guint k = 0; k < K; k++)
    for (guint i = 0; i < n_layers; i++)
      {
        const TaperLayer *layer = taper_network_get_layer (fixture.network, i);
        g_autofree float *weight = g_new (float, layer->n_weights);
        g_autofree float *bias = g_new (float, layer->out_channels);
        taper_bases_get_layer (fixture.bases, k, i, weight, NULL);
        taper_bases_get_layer (fixture.bases, k, i, NULL, bias);
        g_assert_cmpmem (weight, layer->n_weights * sizeof (float),
                         g_ptr_array_index (fixture.weights, k * n_layers + i),
                         layer->n_weights * sizeof (float));
        g_assert_cmpmem (bias, layer->out_channels * sizeof (float),
                         g_ptr_array_index (fixture.biases, k * n_layers + i),
                         layer->out_channels * sizeof (float));
      }
  fixture_clear (&fixture);
}

static void
test_one_hot (void)
{
  Fixture fixture;
  fixture_init (&fixture, 22);
  const guint n_layers = taper_network_get_n_layers (fixture.network);
  g_autoptr (TaperParameters) blended = taper_parameters_new (fixture.network);
  for (guint k = 0; k < K; k++)
    {
      g_autofree float *coefficients = g_new0 (float, n_layers *K);
      for (guint i = 0; i < n_layers; i++)
        coefficients[i * K + k] = 1;
      taper_bases_blend (fixture.bases, coefficients, blended);
      for (guint i = 0; i < n_layers; i++)
        check_layer (&fixture, blended, i, coefficients + i * K, 0);
    }
  fixture_clear (&fixture);
}

static void
test_against_twin (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  for (guint repeat = 0; repeat < 10; repeat++)
    {
      Fixture fixture;
      fixture_init (&fixture, 30 + repeat);
      const guint n_layers = taper_network_get_n_layers (fixture.network);
      g_autoptr (TaperParameters) blended = taper_parameters_new (fixture.network);
      g_autofree float *coefficients = random_coefficients (rand, n_layers);
      taper_pool_set_threads (1 + repeat % 3);
      taper_bases_blend (fixture.bases, coefficients, blended);
      for (guint i = 0; i < n_layers; i++)
        check_layer (&fixture, blended, i, coefficients + i * K, SUM_TOLERANCE);
      fixture_clear (&fixture);
    }
  taper_pool_set_threads (0);
}

static void
test_linear (void)
{
  /* blend (a + b) = blend (a) + blend (b); the sum of two is made with blend_add. */
  Fixture fixture;
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  fixture_init (&fixture, 23);
  const guint n_layers = taper_network_get_n_layers (fixture.network);
  g_autofree float *a = random_coefficients (rand, n_layers);
  g_autofree float *b = random_coefficients (rand, n_layers);
  g_autofree float *sum = g_new (float, n_layers *K);
  g_autoptr (TaperParameters) blended = taper_parameters_new (fixture.network);
  taper_bases_blend (fixture.bases, a, blended);
  for (guint i = 0; i < n_layers; i++)
    {
      for (guint k = 0; k < K; k++)
        {
          sum[i * K + k] = a[i * K + k] + b[i * K + k];
          taper_bases_blend_add (fixture.bases, i, k, b[i * K + k], blended);
        }
      check_layer (&fixture, blended, i, sum + i * K, SUM_TOLERANCE);
    }
  fixture_clear (&fixture);
}

static void
test_layer_equals_full (void)
{
  Fixture fixture;
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  fixture_init (&fixture, 24);
  const guint n_layers = taper_network_get_n_layers (fixture.network);
  g_autofree float *coefficients = random_coefficients (rand, n_layers);
  g_autoptr (TaperParameters) full = taper_parameters_new (fixture.network);
  g_autoptr (TaperParameters) by_layer = taper_parameters_new (fixture.network);
  taper_bases_blend (fixture.bases, coefficients, full);
  for (guint i = 0; i < n_layers; i++)
    {
      const TaperLayer *layer = taper_network_get_layer (fixture.network, i);
      g_autofree float *one = g_new (float, layer->n_weights);
      g_autofree float *two = g_new (float, layer->n_weights);
      taper_bases_blend_layer (fixture.bases, i, coefficients + i * K, by_layer);
      taper_parameters_get_layer (full, i, one, NULL);
      taper_parameters_get_layer (by_layer, i, two, NULL);
      g_assert_cmpmem (one, layer->n_weights * sizeof (float), two,
                       layer->n_weights * sizeof (float));
    }
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blend/round-trip", test_round_trip);
  g_test_add_func ("/blend/one-hot", test_one_hot);
  g_test_add_func ("/blend/against-twin", test_against_twin);
  g_test_add_func ("/blend/linear", test_linear);
  g_test_add_func ("/blend/layer-equals-full", test_layer_equals_full);
  return g_test_run ();
}
