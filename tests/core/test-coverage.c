/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test-shipped.h"

/* Held-out tasks, drawn as training draws but with another seed, are fine: farther than all of 500
 * is one in 501. */
static void
test_held_out (gconstpointer name)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle (name);
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  g_autoptr (TaperCoverage) coverage =
      taper_coverage_new (taper_bundle_get_mixer (bundle), classes);
  guint n_far = 0;

  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (TaperTask) task = taper_random_task_draw_trained (classes, 4, 50, 12345, i);

      n_far += taper_coverage_judge (coverage, task, NULL) != TAPER_COVERAGE_FINE;
    }
  /* 0.8 expected, whatever the 500 happen to be; measured 0 and 6 */
  g_assert_cmpuint (n_far, <=, 8);
}

/* Sizes that training never saw, and single classes, which are farther away than its tasks. */
static void
test_unlike (gconstpointer name)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle (name);
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  g_autoptr (TaperCoverage) coverage =
      taper_coverage_new (taper_bundle_get_mixer (bundle), classes);
  const guint n_classes = taper_class_list_get_n_classes (classes);
  const TaperRandomTask many = { TAPER_RANDOM_ANY, 51, 0, 1 };
  g_autoptr (TaperTask) too_many = taper_random_task_draw (&many, classes);
  g_autoptr (TaperTask) none = taper_task_new (n_classes, NULL, 0);
  double single = 0, usual = 0, ratio;
  guint n_far = 0;

  g_assert_cmpint (taper_coverage_judge (coverage, too_many, NULL), ==, TAPER_COVERAGE_MANY);
  g_assert_cmpint (taper_coverage_judge (coverage, none, &ratio), ==, TAPER_COVERAGE_FINE);
  g_assert_cmpfloat (ratio, ==, 0);
  for (guint c = 0; c < n_classes; c++)
    {
      g_autoptr (TaperTask) one = taper_task_new (n_classes, &c, 1);
      g_autoptr (TaperTask) task = taper_random_task_draw_trained (classes, 4, 50, 99, c);

      g_assert_cmpint (taper_coverage_judge (coverage, one, &ratio), ==, TAPER_COVERAGE_FEW);
      single += ratio / n_classes;
      usual += taper_coverage_get_ratio (coverage, task) / n_classes;
      n_far += ratio > 1;
    }
  g_assert_cmpfloat (single, >, 1.2 * usual);
  g_assert_cmpuint (n_far, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/coverage/held-out/everyday", "tiny-imagenet-s8", test_held_out);
  g_test_add_data_func ("/coverage/held-out/groceries", "groceries-s16", test_held_out);
  g_test_add_data_func ("/coverage/unlike/everyday", "tiny-imagenet-s8", test_unlike);
  g_test_add_data_func ("/coverage/unlike/groceries", "groceries-s16", test_unlike);
  return g_test_run ();
}
