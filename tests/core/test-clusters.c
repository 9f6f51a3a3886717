/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-clusters.h"

#include <math.h>
#include <string.h>

/* Well separated points: the clusters are the heaps, whatever the order. */
static void
test_heaps (void)
{
  for (guint seed = 0; seed < 10; seed++)
    {
      TaperRandom random = taper_random_stream (seed, 0, 0);
      float features[60][2];
      guint heap[60], out[60], of_heap[4] = { 9, 9, 9, 9 };

      for (guint i = 0; i < 60; i++)
        {
          heap[i] = taper_random_below (&random, 4);
          features[i][0] = 10.f * (heap[i] % 2) + (float) taper_random_uniform (&random);
          features[i][1] = 10.f * (heap[i] / 2) + (float) taper_random_uniform (&random);
        }
      taper_cluster (&random, &features[0][0], 60, 2, 4, out);
      for (guint i = 0; i < 60; i++)
        {
          g_assert_cmpuint (out[i], <, 4);
          if (of_heap[heap[i]] == 9)
            of_heap[heap[i]] = out[i];
          g_assert_cmpuint (of_heap[heap[i]], ==, out[i]);
        }
    }
}

/* No cluster is empty, even when all points are the same or each has its own. */
static void
test_none_empty (void)
{
  for (guint seed = 0; seed < 20; seed++)
    for (guint k = 1; k <= 7; k++)
      {
        TaperRandom random = taper_random_stream (seed, k, 0);
        float same[7] = { 0 }, far[7] = { 1, 2, 4, 8, 1e6f, 2e6f, 1e9f };
        guint out[7], seen = 0;

        taper_cluster (&random, same, 7, 1, k, out);
        for (guint i = 0; i < 7; i++)
          seen |= 1u << out[i];
        g_assert_cmphex (seen, ==, (1u << k) - 1);
        taper_cluster (&random, far, 7, 1, k, out);
        for (guint i = seen = 0; i < 7; i++)
          seen |= 1u << out[i];
        g_assert_cmphex (seen, ==, (1u << k) - 1);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clusters/heaps", test_heaps);
  g_test_add_func ("/clusters/none-empty", test_none_empty);
  return g_test_run ();
}
