/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tensor/taper-half.h"

#include <math.h>
#include <string.h>

static guint32
bits (float value)
{
  guint32 result;
  memcpy (&result, &value, sizeof result);
  return result;
}

static guint16
to_half (float value)
{
  guint16 half = 0;
  taper_float_to_half_portable (&value, &half, 1);
  return half;
}

/* The definition, in double: sign * 2^(e-25) * (1024 + m), subnormals 2^-24 * m. */
static double
half_value (guint16 half)
{
  const int exponent = (half >> 10) & 31, mantissa = half & 1023;
  const double sign = half & 0x8000 ? -1 : 1;
  if (exponent == 31)
    return mantissa ? (double) NAN : sign * (double) INFINITY;
  return sign * (exponent ? ldexp (1024 + mantissa, exponent - 25) : ldexp (mantissa, -24));
}

static void
test_all_halves (void)
{
  g_autofree guint16 *halves = g_new (guint16, 65536);
  g_autofree guint16 *back = g_new (guint16, 65536);
  g_autofree float *portable = g_new (float, 65536);
  g_autofree float *chosen = g_new (float, 65536);
  for (guint i = 0; i < 65536; i++)
    halves[i] = (guint16) i;
  taper_half_to_float_portable (halves, portable, 65536);
  taper_half_to_float (halves, chosen, 65536);
  for (guint i = 0; i < 65536; i++)
    {
      const double wanted = half_value ((guint16) i);
      g_assert_cmphex (bits (portable[i]), ==, bits (chosen[i]));
      if (isnan (wanted))
        g_assert_true (isnan (portable[i]));
      else
        g_assert_cmphex (bits (portable[i]), ==, bits ((float) wanted));
    }
  taper_float_to_half (portable, back, 65536);
  for (guint i = 0; i < 65536; i++)
    if (isnan (portable[i]))
      g_assert_cmphex (back[i], ==, i | 0x200);
    else
      g_assert_cmphex (back[i], ==, i);
}

static void
test_rounding (void)
{
  /* Halfway between neighbours goes to the even one, a hair more or less to the nearer one. */
  for (guint i = 0; i < 0x7bff; i++)
    {
      const double low = half_value ((guint16) i), high = half_value ((guint16) (i + 1));
      const float middle = (float) ((low + high) / 2);
      g_assert_cmphex (to_half (middle), ==, i + (i & 1));
      g_assert_cmphex (to_half (-middle), ==, 0x8000 | (i + (i & 1)));
      g_assert_cmphex (to_half (nextafterf (middle, -INFINITY)), ==, i);
      g_assert_cmphex (to_half (nextafterf (middle, INFINITY)), ==, i + 1);
    }
}

static void
test_special (void)
{
  g_assert_cmphex (to_half (0.0f), ==, 0);
  g_assert_cmphex (to_half (-0.0f), ==, 0x8000);
  g_assert_cmphex (to_half (65504.0f), ==, 0x7bff);
  g_assert_cmphex (to_half (nextafterf (65520.0f, 0)), ==, 0x7bff);
  g_assert_cmphex (to_half (65520.0f), ==, 0x7c00);
  g_assert_cmphex (to_half (-3e38f), ==, 0xfc00);
  g_assert_cmphex (to_half (INFINITY), ==, 0x7c00);
  g_assert_cmphex (to_half (-INFINITY), ==, 0xfc00);
  g_assert_cmphex (to_half (NAN) & 0x7e00, ==, 0x7e00);
  g_assert_cmphex (to_half (1e-40f), ==, 0);
}

static void
test_chosen_equals_portable (void)
{
  /* Odd length: the tail after the vectors counts as well. */
  const guint n = 100003;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree float *values = g_new (float, n);
  g_autofree guint16 *portable = g_new (guint16, n);
  g_autofree guint16 *chosen = g_new (guint16, n);
  for (guint i = 0; i < n; i++)
    {
      const guint32 pattern = g_rand_int (rand);
      memcpy (&values[i], &pattern, sizeof pattern);
    }
  taper_float_to_half_portable (values, portable, n);
  taper_float_to_half (values, chosen, n);
  g_assert_cmpmem (portable, n * sizeof *portable, chosen, n * sizeof *chosen);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/half/all-halves", test_all_halves);
  g_test_add_func ("/half/rounding", test_rounding);
  g_test_add_func ("/half/special", test_special);
  g_test_add_func ("/half/chosen-equals-portable", test_chosen_equals_portable);
  return g_test_run ();
}
