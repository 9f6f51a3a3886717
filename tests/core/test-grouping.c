/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-grouping.h"

#include <math.h>

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
  g_test_add_func ("/grouping/sample-any", test_sample_any);
  g_test_add_func ("/grouping/sample-related", test_sample_related);
  return g_test_run ();
}
