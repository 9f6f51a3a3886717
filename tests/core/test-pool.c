/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/threads/taper-pool.h"

#define N_ITEMS 10000

typedef struct {
  guint calls[N_ITEMS]; /* each written by one item only */
} Counts;

static void
count_cb (guint index, gpointer data)
{
  Counts *counts = data;
  counts->calls[index]++;
}

static void
check_once_each (guint n)
{
  g_autofree Counts *counts = g_new0 (Counts, 1);
  taper_pool_run (n, count_cb, counts);
  for (guint i = 0; i < N_ITEMS; i++)
    g_assert_cmpuint (counts->calls[i], ==, i < n ? 1 : 0);
}

static void
test_each_once (void)
{
  for (guint threads = 1; threads <= 5; threads++)
    {
      taper_pool_set_threads (threads);
      g_assert_cmpuint (taper_pool_get_threads (), ==, threads);
      for (guint repeat = 0; repeat < 20; repeat++)
        {
          check_once_each (0);
          check_once_each (1);
          check_once_each (7);
          check_once_each (N_ITEMS);
        }
    }
}

static void
test_default (void)
{
  taper_pool_set_threads (0);
  g_assert_cmpuint (taper_pool_get_threads (), >=, 1);
  g_assert_cmpuint (taper_pool_get_threads (), <=, g_get_num_processors ());
}

static void
test_many_short_jobs (void)
{
  /* Late workers must neither miss a job, nor enter one that is over. */
  guint items[3] = { 0 };
  Counts *counts = (Counts *) items;
  taper_pool_set_threads (4);
  for (guint i = 0; i < 20000; i++)
    taper_pool_run (3, count_cb, counts);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (items[i], ==, 20000);
}

static void
nested_cb (guint index, gpointer data)
{
  Counts *counts = data;
  taper_pool_run (10, count_cb, counts + index);
}

static void
test_nested (void)
{
  g_autofree Counts *counts = g_new0 (Counts, 8);
  taper_pool_set_threads (4);
  taper_pool_run (8, nested_cb, counts);
  for (guint item = 0; item < 8; item++)
    for (guint i = 0; i < 10; i++)
      g_assert_cmpuint (counts[item].calls[i], ==, 1);
}

static gpointer
user_thread (gpointer data)
{
  for (guint i = 0; i < 200; i++)
    check_once_each (100);
  return NULL;
}

static void
test_several_users (void)
{
  GThread *threads[4];
  taper_pool_set_threads (3);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("user", user_thread, NULL);
  for (guint i = 0; i < 50; i++)
    taper_pool_set_threads (1 + i % 4);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

typedef struct {
  gint arrived;
  gboolean together; /* both items saw each other */
} Meeting;

static void
meet_cb (guint index, gpointer data)
{
  Meeting *meeting = data;
  g_atomic_int_inc (&meeting->arrived);
  for (guint i = 0; i < 1000000; i++)
    {
      if (g_atomic_int_get (&meeting->arrived) >= 2)
        {
          if (index == 0)
            meeting->together = TRUE;
          return;
        }
      g_thread_yield ();
    }
}

static void
test_really_parallel (void)
{
  Meeting meeting = { 0 };
  taper_pool_set_threads (2);
  taper_pool_run (2, meet_cb, &meeting);
  g_assert_true (meeting.together);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pool/default", test_default);
  g_test_add_func ("/pool/each-once", test_each_once);
  g_test_add_func ("/pool/many-short-jobs", test_many_short_jobs);
  g_test_add_func ("/pool/nested", test_nested);
  g_test_add_func ("/pool/several-users", test_several_users);
  g_test_add_func ("/pool/really-parallel", test_really_parallel);
  return g_test_run ();
}
