/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Optimisers and schedules by hand; ten steps against PyTorch are in test-train-golden.c. */
#include "core/train/taper-optimizer.h"
#include "core/train/taper-schedule.h"

#include <math.h>

static void
test_sgd (void)
{
  g_autoptr (TaperOptimizer) sgd = taper_optimizer_new (TAPER_OPTIMIZER_SGD, 1, .5);
  float p = 2, g = 1;

  /* d = 1 + .5 * 2 = 2, m = 2, p -= .1 (2 + .9 * 2) */
  taper_optimizer_step (sgd, &p, &g, .1);
  g_assert_cmpfloat_with_epsilon (p, 2 - .38, 1e-6);
  /* d = 1.81, m = .9 * 2 + 1.81 = 3.61 */
  taper_optimizer_step (sgd, &p, &g, .1);
  g_assert_cmpfloat_with_epsilon (p, 1.62 - .1 * (1.81 + .9 * 3.61), 1e-6);
}

/* The first step has the length of the rate, whatever the gradient's. */
static void
test_adamw (void)
{
  g_autoptr (TaperOptimizer) adamw = taper_optimizer_new (TAPER_OPTIMIZER_ADAMW, 3, .5);
  float p[3] = { 1, 1, 1 }, g[3] = { 1e-3f, -40, 0 };

  taper_optimizer_step (adamw, p, g, .01);
  g_assert_cmpfloat_with_epsilon (p[0], .995 - .01, 1e-5);
  g_assert_cmpfloat_with_epsilon (p[1], .995 + .01, 1e-5);
  g_assert_cmpfloat_with_epsilon (p[2], .995, 1e-6);
}

static void
test_clip (void)
{
  float a[2] = { 3, 0 }, b[1] = { 4 };
  float *const parts[2] = { a, b };
  const gsize sizes[2] = { 2, 1 };

  g_assert_cmpfloat_with_epsilon (taper_clip_gradient (parts, sizes, 2, 0), 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (taper_clip_gradient (parts, sizes, 2, 6), 5, 1e-9);
  g_assert_cmpfloat (a[0], ==, 3);
  g_assert_cmpfloat_with_epsilon (taper_clip_gradient (parts, sizes, 2, 1), 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (a[0], .6, 1e-6);
  g_assert_cmpfloat_with_epsilon (b[0], .8, 1e-6);
}

/* Never negative, never above the peak, the peak is reached, and the end is near 0: for any number
 * of steps, also one. */
static void
test_schedules (void)
{
  for (TaperSchedule s = TAPER_SCHEDULE_ONE_CYCLE; s <= TAPER_SCHEDULE_WARMUP_COSINE; s++)
    for (guint n = 1; n < 200; n += n < 10 ? 1 : 13)
      {
        double most = 0, last = 0;

        for (guint step = 0; step < n; step++)
          {
            last = taper_schedule_rate (s, 2, step, n);
            g_assert_true (isfinite (last) && last >= 0 && last <= 2 + 1e-9);
            most = MAX (most, last);
          }
        if (n >= 20)
          {
            g_assert_cmpfloat (most, >, 1.99);
            g_assert_cmpfloat (last, <, .11);
          }
      }
  g_assert_cmpfloat_with_epsilon (taper_schedule_rate (TAPER_SCHEDULE_ONE_CYCLE, 1, 0, 100), .04,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (taper_schedule_rate (TAPER_SCHEDULE_ONE_CYCLE, 1, 29, 100), 1,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (taper_schedule_rate (TAPER_SCHEDULE_LINEAR, 1, 25, 100), .75,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (taper_schedule_rate (TAPER_SCHEDULE_WARMUP_LINEAR, 1, 2, 100), .6,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (taper_schedule_rate (TAPER_SCHEDULE_WARMUP_LINEAR, 1, 24, 100),
                                  .8, 1e-9);
  g_assert_cmpfloat_with_epsilon (taper_schedule_rate (TAPER_SCHEDULE_WARMUP_COSINE, 1, 2, 100), .6,
                                  1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/optimizer/sgd", test_sgd);
  g_test_add_func ("/optimizer/adamw", test_adamw);
  g_test_add_func ("/optimizer/clip", test_clip);
  g_test_add_func ("/optimizer/schedules", test_schedules);
  return g_test_run ();
}
