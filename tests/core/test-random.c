/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-random.h"

#include <math.h>

/* The published splitmix64, started at 0 and at 1234567: the reference implementation's values. */
static void
test_reference (void)
{
  TaperRandom zero = { 0 }, other = { 1234567 };

  g_assert_cmphex (taper_random_next (&zero), ==, G_GUINT64_CONSTANT (0xe220a8397b1dcdaf));
  g_assert_cmphex (taper_random_next (&zero), ==, G_GUINT64_CONSTANT (0x6e789e6aa1b965f4));
  g_assert_cmpuint (taper_random_next (&other), ==, G_GUINT64_CONSTANT (6457827717110365317));
  g_assert_cmpuint (taper_random_next (&other), ==, G_GUINT64_CONSTANT (3203168211198807973));
}

/* A stream is named by its three numbers, and by each of them. */
static void
test_streams (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      TaperRandom random = taper_random_stream (i / 100, i / 10 % 10, i % 10);
      TaperRandom again = taper_random_stream (i / 100, i / 10 % 10, i % 10);
      guint64 value = taper_random_next (&random);

      g_assert_cmphex (value, ==, taper_random_next (&again));
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&value, sizeof value)));
    }
}

/* Bounds, and means within five standard errors (the stream is fixed, so this never flickers). */
static void
test_distributions (void)
{
  TaperRandom random = taper_random_stream (1, 2, 3);
  guint n = 100000, counts[7] = { 0 };
  double sum = 0, normal = 0, squares = 0;

  for (guint i = 0; i < n; i++)
    {
      double u = taper_random_uniform (&random), b = taper_random_between (&random, -3, 5);
      double z = taper_random_normal (&random);
      guint below = taper_random_below (&random, 7);

      g_assert_true (u >= 0 && u < 1 && b >= -3 && b < 5 && isfinite (z));
      g_assert_cmpuint (below, <, 7);
      counts[below]++;
      sum += u;
      normal += z;
      squares += z * z;
    }
  g_assert_cmpfloat (fabs (sum / n - .5), <, 5 * sqrt (1. / 12 / n));
  g_assert_cmpfloat (fabs (normal / n), <, 5 / sqrt (n));
  g_assert_cmpfloat (fabs (squares / n - 1), <, 5 * sqrt (2. / n));
  for (guint i = 0; i < 7; i++)
    g_assert_cmpfloat (fabs (counts[i] - n / 7.), <, 5 * sqrt (n / 7.));
  g_assert_cmpuint (taper_random_below (&random, 1), ==, 0);
}

static void
test_shuffle (void)
{
  guint first[5] = { 0 };

  for (guint t = 0; t < 5000; t++)
    {
      TaperRandom random = taper_random_stream (4, t, 0);
      guint items[5] = { 0, 1, 2, 3, 4 }, seen = 0;

      taper_random_shuffle (&random, items, 5);
      for (guint i = 0; i < 5; i++)
        seen |= 1u << items[i];
      g_assert_cmphex (seen, ==, 31);
      first[items[0]]++;
    }
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat (fabs (first[i] - 1000.), <, 5 * sqrt (1000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/reference", test_reference);
  g_test_add_func ("/random/streams", test_streams);
  g_test_add_func ("/random/distributions", test_distributions);
  g_test_add_func ("/random/shuffle", test_shuffle);
  return g_test_run ();
}
