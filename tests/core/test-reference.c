/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/reference/taper-reference.h"

#include <math.h>

/* Values worked out by hand: the twins are what everything else is compared with. */

static void
test_conv2d (void)
{
  /* (1,2,3) input, 2x2 kernel, padding 1, stride 1 -> (1,3,4) */
  const TaperNode node = { .op = TAPER_OP_CONV2D,
                           .in_channels = 1,
                           .in_height = 2,
                           .in_width = 3,
                           .out_channels = 1,
                           .out_height = 3,
                           .out_width = 4,
                           .kernel = 2,
                           .stride = 1,
                           .padding = 1 };
  const float input[] = { 1, 2, 3, 4, 5, 6 };
  const float weight[] = { 1, 10, 100, 1000 };
  const float bias[] = { 0.5f };
  const float wanted[] = { 1000.5f, 2100.5f, 3200.5f, 300.5f, 4010.5f, 5421.5f,
                           6532.5f, 603.5f,  40.5f,   54.5f,  65.5f,   6.5f };
  float output[12];
  taper_reference_conv2d (&node, 1, input, weight, bias, NULL, output);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpfloat (output[i], ==, wanted[i]);
}

static void
test_conv2d_strided_add_relu (void)
{
  /* Two channels in, two out, 1x1 kernel, stride 2 on (2,3,3), residual addition, ReLU. */
  const TaperNode node = { .op = TAPER_OP_CONV2D,
                           .in_channels = 2,
                           .in_height = 3,
                           .in_width = 3,
                           .out_channels = 2,
                           .out_height = 2,
                           .out_width = 2,
                           .kernel = 1,
                           .stride = 2,
                           .padding = 0,
                           .relu = TRUE };
  const float input[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90 };
  const float weight[] = { 1, 1, 1, -1 };
  const float bias[] = { 0, 1 };
  const float add[] = { 1, 1, 1, 1, 0, 0, 65, 100 };
  const float wanted[] = { 12, 34, 78, 100, 0, 0, 3, 20 };
  float output[8];
  taper_reference_conv2d (&node, 1, input, weight, bias, add, output);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpfloat (output[i], ==, wanted[i]);
}

static void
test_max_pool (void)
{
  /* All values negative: what lies outside must not count as zero. */
  const TaperNode node = { .op = TAPER_OP_MAX_POOL,
                           .in_channels = 1,
                           .in_height = 3,
                           .in_width = 3,
                           .out_channels = 1,
                           .out_height = 2,
                           .out_width = 2,
                           .kernel = 3,
                           .stride = 2,
                           .padding = 1 };
  const float input[] = { -9, -8, -7, -6, -5, -4, -3, -2, -1 };
  const float wanted[] = { -5, -4, -2, -1 };
  float output[4];
  taper_reference_max_pool (&node, 1, input, output);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (output[i], ==, wanted[i]);
}

static void
test_pool_and_linear (void)
{
  const TaperNode pool = { .op = TAPER_OP_GLOBAL_AVG_POOL,
                           .in_channels = 2,
                           .in_height = 1,
                           .in_width = 2,
                           .out_channels = 2,
                           .out_height = 1,
                           .out_width = 1 };
  const TaperNode linear = { .op = TAPER_OP_LINEAR,
                             .in_channels = 2,
                             .in_height = 1,
                             .in_width = 1,
                             .out_channels = 3,
                             .out_height = 1,
                             .out_width = 1 };
  const float input[] = { 1, 3, 10, 30 };
  const float weight[] = { 1, 0, 0, 1, 2, -1 };
  const float bias[] = { 0, 1, 0.5f };
  float pooled[2], output[3];
  taper_reference_global_avg_pool (&pool, 1, input, pooled);
  g_assert_cmpfloat (pooled[0], ==, 2);
  g_assert_cmpfloat (pooled[1], ==, 20);
  taper_reference_linear (&linear, 1, pooled, weight, bias, output);
  g_assert_cmpfloat (output[0], ==, 2);
  g_assert_cmpfloat (output[1], ==, 21);
  g_assert_cmpfloat (output[2], ==, -15.5f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference/conv2d", test_conv2d);
  g_test_add_func ("/reference/conv2d-strided-add-relu", test_conv2d_strided_add_relu);
  g_test_add_func ("/reference/max-pool", test_max_pool);
  g_test_add_func ("/reference/pool-and-linear", test_pool_and_linear);
  return g_test_run ();
}
