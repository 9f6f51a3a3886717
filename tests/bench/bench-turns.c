/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/bench-turns.h"

#include <time.h>

#define N_PHASES 8
#define NAMED_MS 5.0

static double longest[N_PHASES], start;
static guint phase;
static GArray *first; /* of double: every turn of phase 0 */

double
bench_get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static void
close_turn (void)
{
  const double now = bench_get_cpu_ms (), turn = now - start;

  longest[phase] = MAX (longest[phase], turn);
  if (phase == 0)
    g_array_append_val (first, turn);
  start = now;
}

/* A turn is what happens between two polls. */
static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  int n_ready;

  close_turn ();
  n_ready = g_poll (fds, n_fds, timeout);
  start = bench_get_cpu_ms ();
  return n_ready;
}

void
bench_turns_begin (void)
{
  first = g_array_new (FALSE, FALSE, sizeof (double));
  g_main_context_set_poll_func (NULL, poll_cb);
}

void
bench_turns_enter (guint new_phase)
{
  g_return_if_fail (new_phase < N_PHASES);

  close_turn ();
  phase = new_phase;
}

double
bench_turns_get_longest (guint of_phase)
{
  return longest[of_phase];
}

char *
bench_turns_describe_first (void)
{
  GString *text = g_string_new (NULL);
  const char *separator = "";
  double total = 0;

  for (guint i = 0; i < first->len; i++)
    total += g_array_index (first, double, i);
  g_string_append_printf (text, "{\"total\": %.1f, \"turns\": [", total);
  for (guint i = 0; i < first->len; i++)
    if (g_array_index (first, double, i) >= NAMED_MS)
      {
        g_string_append_printf (text, "%s%.1f", separator, g_array_index (first, double, i));
        separator = ", ";
      }
  g_string_append (text, "]}");
  return g_string_free (text, FALSE);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const double va = *(const double *) a, vb = *(const double *) b;

  return va < vb ? -1 : va > vb;
}

static double
percentile (GArray *values, guint percent)
{
  return g_array_index (values, double, (percent * values->len + 99) / 100 - 1);
}

char *
bench_describe (GArray *values)
{
  if (values->len == 0)
    return g_strdup ("null");
  g_array_sort (values, compare_cb);
  return g_strdup_printf ("{\"p50\": %.1f, \"p95\": %.1f, \"max\": %.1f}", percentile (values, 50),
                          percentile (values, 95), percentile (values, 100));
}
