/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-weights.h"
#include "tests/support/app-wait.h"

#include <math.h>
#include <string.h>

typedef struct {
  TaperBundle *bundle;
  TaperSnapshot *snapshot;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTask) task = NULL;

  f->bundle = test_open_bundle ("tiny-imagenet-s8");
  task = test_make_task (f->bundle, 5, 3);
  f->snapshot = taper_snapshot_new (1, f->bundle, task, 0);
  taper_mixer_predict (taper_bundle_get_mixer (f->bundle), task, f->snapshot->coefficients);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  taper_snapshot_unref (f->snapshot);
  taper_bundle_unref (f->bundle);
}

/* The weights shown are those the personalized network runs on. */
static void
test_blend (Fixture *f, gconstpointer unused)
{
  TaperNetwork *network = taper_bundle_get_network (f->bundle);
  g_autoptr (TaperParameters) blended = taper_parameters_new (network);

  taper_bases_blend (taper_bundle_get_bases (f->bundle), f->snapshot->coefficients, blended);
  for (guint l = 0; l < f->snapshot->n_layers; l += 10)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      g_autoptr (TaperWeights) weights = taper_weights_new (f->snapshot, l, NULL);
      g_autofree float *wanted = g_new (float, layer->n_weights);
      g_autofree float *bias = g_new (float, layer->out_channels);

      taper_parameters_get_layer (blended, l, wanted, bias);
      /* Sums of eight products in another order. */
      for (gsize i = 0; i < layer->n_weights; i++)
        g_assert_cmpfloat_with_epsilon (weights->weights[i], wanted[i], 1e-6);
      for (guint i = 0; i < layer->out_channels; i++)
        g_assert_cmpfloat_with_epsilon (weights->biases[i], bias[i], 1e-6);
    }
}

/* One basis alone: no distance to it, and the histograms of both are equal. */
static void
test_one_hot (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperWeights) weights = NULL;
  const guint basis = 3;

  for (guint l = 0; l < f->snapshot->n_layers; l++)
    for (guint k = 0; k < f->snapshot->n_bases; k++)
      f->snapshot->coefficients[l * f->snapshot->n_bases + k] = k == basis;
  weights = taper_weights_new (f->snapshot, 0, NULL);
  for (guint l = 0; l < weights->n_layers; l++)
    {
      const TaperWeightDistance *same = taper_weights_get_distance (weights, l, 1 + basis);

      g_assert_cmpfloat_with_epsilon (same->l2, 0, 1e-9);
      g_assert_cmpfloat_with_epsilon (same->cosine, 1, 1e-9);
      g_assert_cmpfloat (taper_weights_get_distance (weights, l, 0)->l2, >, 0);
      g_assert_cmpuint (taper_weights_get_nearest (weights, l), ==, basis);
    }
  g_assert_cmpmem (weights->histograms, TAPER_WEIGHTS_N_BINS * sizeof (guint),
                   weights->histograms + (TAPER_WEIGHTS_BASES + basis) * TAPER_WEIGHTS_N_BINS,
                   TAPER_WEIGHTS_N_BINS * sizeof (guint));
}

static void
test_statistics (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperWeights) weights = taper_weights_new (f->snapshot, 2, NULL);

  for (guint s = 0; s < weights->n_sources; s++)
    {
      const TaperWeightStatistics *stats = &weights->statistics[s];
      double sum = 0, squares = 0;
      guint counted = 0;

      for (gsize i = 0; i < weights->n_weights; i++)
        {
          double w = weights->weights[s * weights->n_weights + i];

          sum += w;
          squares += w * w;
          g_assert_cmpfloat (fabs (w), <=, weights->limit);
        }
      for (guint b = 0; b < TAPER_WEIGHTS_N_BINS; b++)
        counted += weights->histograms[s * TAPER_WEIGHTS_N_BINS + b];
      g_assert_cmpuint (counted, ==, weights->n_weights);
      g_assert_cmpfloat_with_epsilon (stats->mean, sum / weights->n_weights, 1e-9);
      g_assert_cmpfloat_with_epsilon (stats->norm, sqrt (squares), 1e-9);
    }
  g_assert_true (taper_weights_get_filter (weights, 1, 2) ==
                 weights->weights + weights->n_weights +
                     2 * weights->in_channels * weights->kernel * weights->kernel);
}

static void
test_words (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperWeights) weights = taper_weights_new (f->snapshot, 0, NULL);
  g_autofree char *shape = taper_weights_describe_shape (taper_weights_get_layer (weights, 0));
  g_autofree char *layer = taper_weights_describe_layer (weights);
  g_autofree char *filter = taper_weights_describe_filter (weights, TAPER_WEIGHTS_GENERIC, 2);
  g_autofree char *name = taper_weights_name_source (weights, TAPER_WEIGHTS_BASES);

  g_assert_cmpstr (shape, ==, "8 × 3 × 3 × 3");
  g_assert_nonnull (strstr (layer, "stem"));
  g_assert_nonnull (strstr (filter, "Filter 3, Generic"));
  g_assert_cmpstr (name, ==, taper_bundle_get_basis_name (f->bundle, 0));
}

static void
test_cancelled (Fixture *f, gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (taper_weights_new (f->snapshot, 0, cancellable));
}

#define ADD(name, func) g_test_add ("/weights/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("blend", test_blend);
  ADD ("one-hot", test_one_hot);
  ADD ("statistics", test_statistics);
  ADD ("words", test_words);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
