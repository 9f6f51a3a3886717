/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-blender.h"
#include "tests/support/app-wait.h"

#include <math.h>

/* Largest difference of two models' weights and biases. */
static double
get_difference (TaperParameters *a, TaperParameters *b)
{
  TaperNetwork *network = taper_parameters_get_network (a);
  double most = 0;

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      const gsize n = layer->n_weights + layer->out_channels;
      g_autofree float *x = g_new (float, n), *y = g_new (float, n);

      taper_parameters_get_layer (a, l, x, x + layer->n_weights);
      taper_parameters_get_layer (b, l, y, y + layer->n_weights);
      for (gsize i = 0; i < n; i++)
        most = MAX (most, fabs ((double) x[i] - y[i]));
    }
  return most;
}

static TaperParameters *
blend (TaperBundle *bundle, const float *coefficients)
{
  TaperParameters *parameters = taper_parameters_new (taper_bundle_get_network (bundle));

  taper_bases_blend (taper_bundle_get_bases (bundle), coefficients, parameters);
  return parameters;
}

static TaperSnapshot *
run (TaperBlender *blender, TaperBundle *bundle, TaperTask *task, const TaperTuning *tuning)
{
  TaperSnapshot *snapshot = taper_snapshot_new (1, bundle, task, 0);

  taper_blender_mix (blender, task, tuning);
  taper_blender_blend (blender, tuning);
  taper_blender_describe (blender, tuning, snapshot);
  return snapshot;
}

/* A drag of many small steps: each close to the full blend, the last equal to it. */
static void
test_drag (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) task = test_make_task (bundle, 10, 3);
  g_autoptr (TaperBlender) blender = taper_blender_new (bundle);
  g_autoptr (TaperSnapshot) plain = run (blender, bundle, task, NULL);
  TaperMixEdit *edit = NULL;

  for (guint step = 0; step <= 150; step++)
    {
      g_autoptr (TaperTuning) tuning = taper_tuning_new ();
      g_autoptr (TaperMixEdit) before = edit;
      g_autoptr (TaperSnapshot) snapshot = NULL;
      g_autoptr (TaperParameters) expected = NULL;

      edit = taper_mix_edit_set (before, plain->coefficients, plain->n_layers, plain->n_bases, 7, 2,
                                 step / 150.0f, step % 2 == 0);
      tuning->edit = taper_mix_edit_ref (edit);
      tuning->live = step < 150;
      snapshot = run (blender, bundle, task, tuning);
      expected = blend (bundle, snapshot->coefficients);
      g_assert_cmpfloat (snapshot->coefficients[7 * 8 + 2], ==, step / 150.0f);
      g_assert_cmpfloat (snapshot->mixer_coefficients[7 * 8 + 2], ==,
                         plain->coefficients[7 * 8 + 2]);
      /* rounding of up to 64 additions of fp32 numbers below 10 */
      g_assert_cmpfloat (get_difference (taper_blender_get_parameters (blender), expected), <=,
                         step < 150 ? 1e-4 : 0);
    }
  taper_mix_edit_unref (edit);
}

/* Both ends of the way are the models themselves, the middle is between them. */
static void
test_generic (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) task = test_make_task (bundle, 10, 3);
  g_autoptr (TaperBlender) blender = taper_blender_new (bundle);
  g_autoptr (TaperTuning) tuning = taper_tuning_new ();
  g_autoptr (TaperSnapshot) whole = NULL, none = NULL, half = NULL;
  g_autoptr (TaperParameters) expected = NULL;
  double to_generic, to_blend;

  tuning->scrub = TAPER_SCRUB_GENERIC;
  whole = run (blender, bundle, task, tuning);
  expected = blend (bundle, whole->coefficients);
  g_assert_cmpfloat (get_difference (taper_blender_get_parameters (blender), expected), ==, 0);
  tuning->position = 0;
  none = run (blender, bundle, task, tuning);
  g_assert_cmpfloat (
      get_difference (taper_blender_get_parameters (blender), taper_bundle_get_generic (bundle)),
      ==, 0);
  tuning->position = 0.5;
  half = run (blender, bundle, task, tuning);
  to_generic =
      get_difference (taper_blender_get_parameters (blender), taper_bundle_get_generic (bundle));
  to_blend = get_difference (taper_blender_get_parameters (blender), expected);
  g_assert_cmpfloat_with_epsilon (to_generic, to_blend, 1e-5);
  g_assert_cmpfloat (to_generic, >, 1e-3);
}

static void
test_pinned (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) task = test_make_task (bundle, 10, 3);
  g_autoptr (TaperTask) other = test_make_task (bundle, 10, 90);
  g_autoptr (TaperBlender) blender = taper_blender_new (bundle);
  g_autoptr (TaperTuning) tuning = taper_tuning_new ();
  g_autoptr (TaperSnapshot) b = NULL, half = NULL, a = NULL, plain = NULL;

  tuning->pinned = taper_task_ref (other);
  b = run (blender, bundle, task, tuning);
  g_assert_cmpfloat (b->cosine, <, 0.999);
  tuning->scrub = TAPER_SCRUB_PINNED;
  tuning->position = 0.25;
  half = run (blender, bundle, task, tuning);
  tuning->position = 0;
  a = run (blender, bundle, task, tuning);
  plain = run (blender, bundle, other, NULL);
  for (guint i = 0; i < a->n_layers * a->n_bases; i++)
    {
      g_assert_cmpfloat (a->coefficients[i], ==, plain->coefficients[i]);
      g_assert_cmpfloat (a->pinned_coefficients[i], ==, plain->coefficients[i]);
      g_assert_cmpfloat_with_epsilon (
          half->coefficients[i], 0.75f * a->coefficients[i] + 0.25f * b->coefficients[i], 1e-6);
    }
  g_assert_cmpfloat_with_epsilon (a->cosine, 1, 1e-9);
  g_assert_null (plain->pinned_coefficients);
}

static void
test_makes_same (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) task = test_make_task (bundle, 10, 3);
  g_autoptr (TaperTask) other = test_make_task (bundle, 10, 90);
  g_autoptr (TaperTuning) a = taper_tuning_new (), b = taper_tuning_new ();

  g_assert_true (taper_tuning_makes_same (NULL, NULL));
  g_assert_true (taper_tuning_makes_same (a, NULL));
  a->pinned = taper_task_ref (task);
  b->pinned = taper_task_ref (other);
  g_assert_true (taper_tuning_makes_same (a, b)); /* only compared with */
  a->scrub = b->scrub = TAPER_SCRUB_PINNED;
  g_assert_true (taper_tuning_makes_same (a, b)); /* at the end of the way */
  a->position = b->position = 0.5;
  g_assert_false (taper_tuning_makes_same (a, b));
  a->scrub = b->scrub = TAPER_SCRUB_GENERIC;
  g_assert_true (taper_tuning_makes_same (a, b));
  b->position = 0.6;
  g_assert_false (taper_tuning_makes_same (a, b));
  g_assert_false (taper_tuning_makes_same (NULL, b));
  b->position = 0.5;
  a->live = TRUE;
  g_assert_false (taper_tuning_makes_same (a, b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blender/drag", test_drag);
  g_test_add_func ("/blender/generic", test_generic);
  g_test_add_func ("/blender/pinned", test_pinned);
  g_test_add_func ("/tuning/makes-same", test_makes_same);
  return g_test_run ();
}
