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

static void
assert_ascending (const guint *classes, guint n, guint n_classes)
{
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (classes[i], <, n_classes);
      if (i > 0)
        g_assert_cmpuint (classes[i - 1], <, classes[i]);
    }
}

static void
test_sample_any (void)
{
  guint count[10] = { 0 }, out[10];

  for (guint t = 0; t < 2000; t++)
    {
      TaperRandom random = taper_random_stream (3, t, 0);

      taper_sample_any (&random, 10, 3, out);
      assert_ascending (out, 3, 10);
      for (guint i = 0; i < 3; i++)
        count[out[i]]++;
    }
  for (guint c = 0; c < 10; c++)
    g_assert_cmpfloat (fabs (count[c] - 600.), <, 5 * sqrt (600));
}

/* Groups of 6, 4, 2 and 1 classes: as few of them as the number of classes allows. */
static void
test_sample_related (void)
{
  guint group[13] = { 0, 1, 2, 3, 0, 1, 0, 1, 0, 2, 1, 0, 0 }, out[20];
  static const guint fewest[] = { 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4 };
  const TaperGrouping grouping = { 13, 4, group };
  guint met = 0;

  for (guint n = 1; n <= 13; n++)
    for (guint t = 0; t < 200; t++)
      {
        TaperRandom random = taper_random_stream (5, n, t);
        gboolean used[4] = { FALSE };
        guint groups = 0;

        taper_sample_related (&grouping, &random, n, out);
        assert_ascending (out, n, 13);
        for (guint i = 0; i < n; i++)
          {
            groups += !used[group[out[i]]];
            used[group[out[i]]] = TRUE;
            met |= 1u << out[i];
          }
        /* One more than the fewest, when it begins with a class of a smaller group. */
        g_assert_cmpuint (groups, >=, fewest[n]);
        g_assert_cmpuint (groups, <=, MIN (fewest[n] + 1, 4));
      }
  g_assert_cmphex (met, ==, (1u << 13) - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clusters/heaps", test_heaps);
  g_test_add_func ("/clusters/none-empty", test_none_empty);
  g_test_add_func ("/clusters/sample-any", test_sample_any);
  g_test_add_func ("/clusters/sample-related", test_sample_related);
  return g_test_run ();
}
