/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/bench/bench-tasks.h"
#include "core/bundle/taper-bundle.h"
#include "core/model/taper-session.h"
#include "tests/bench/bench-network.h"

#include <stdlib.h>
#include <time.h>

static double
seconds (clockid_t clock)
{
  struct timespec now;
  clock_gettime (clock, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

void
bench_measure (BenchFunc func, gpointer data, double milliseconds, BenchSlice *slice)
{
  const double start = seconds (CLOCK_MONOTONIC), cpu = seconds (CLOCK_PROCESS_CPUTIME_ID);
  double before = start, best = 1e30;
  slice->n_runs = 0;
  do
    {
      func (data);
      const double now = seconds (CLOCK_MONOTONIC);
      best = MIN (best, now - before);
      before = now;
      slice->n_runs++;
    }
  while ((before - start) * 1e3 < milliseconds);
  slice->wall_ms = best * 1e3;
  slice->cpu_ms = (seconds (CLOCK_PROCESS_CPUTIME_ID) - cpu) * 1e3 / slice->n_runs;
}

TaperParameters *
bench_parameters (const char *name)
{
  g_autoptr (TaperNetwork) network = NULL;
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  if (g_str_has_prefix (name, "scaled-"))
    network = bench_network_new_scaled ((guint) atoi (name + 7), 64, 100);
  else if (g_str_has_prefix (name, "classes-"))
    network = bench_network_new_scaled (16, 64, (guint) atoi (name + 8));
  else
    network = bench_network_new (name);
  if (network != NULL)
    return bench_parameters_new (network, 1);
  g_autofree char *file = g_strconcat (name, ".safetensors", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("TAPER_DATADIR"), "bundles", file, NULL);
  bundle = taper_bundle_open (path, &error);
  g_assert_no_error (error);
  return taper_parameters_ref (taper_bundle_get_generic (bundle));
}

typedef struct {
  TaperParameters *parameters;
  TaperSession *session;
  guint n;
  float *input, *logits;
} Forward;

static void
run_forward (gpointer data)
{
  Forward *self = data;
  taper_session_forward (self->session, self->parameters, self->n, self->input, self->logits);
}

static gpointer
prepare_forward (const char *name, guint batch)
{
  Forward *self = g_new0 (Forward, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  self->parameters = bench_parameters (name);
  TaperNetwork *network = taper_parameters_get_network (self->parameters);
  const TaperInputSpec *spec = taper_network_get_input (network);
  const gsize n_input = (gsize) batch * spec->channels * spec->height * spec->width;
  self->n = batch;
  self->session = taper_session_new (network, MIN (batch, 32));
  self->input = g_new (float, n_input);
  self->logits = g_new (float, batch *(gsize) taper_network_get_n_outputs (network));
  for (gsize i = 0; i < n_input; i++)
    self->input[i] = (float) g_rand_double_range (rand, -1, 1);
  return self;
}

static const BenchTask forward_tasks[] = {
  { "forward", prepare_forward, run_forward },
  { NULL },
};

static const BenchTask *
find_task (const char *name)
{
  const BenchTask *const lists[] = { forward_tasks, bench_blend_tasks, bench_plain_tasks,
                                     bench_decode_tasks, bench_rate_tasks };
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (const BenchTask *task = lists[i]; task->name != NULL; task++)
      if (g_str_equal (task->name, name))
        return task;
  return NULL;
}

gboolean
bench_task_run (char **words, BenchSlice *slice)
{
  static GHashTable *prepared;
  const BenchTask *task = find_task (words[0]);
  g_autofree char *key = g_strjoin (" ", words[0], words[1], words[2], NULL);
  gpointer data;
  if (task == NULL)
    return FALSE;
  if (prepared == NULL)
    prepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  data = g_hash_table_lookup (prepared, key);
  if (data == NULL)
    {
      data = task->prepare (words[1], (guint) atoi (words[2]));
      if (data == NULL)
        return FALSE;
      task->run (data);
      g_hash_table_insert (prepared, g_steal_pointer (&key), data);
    }
  bench_measure (task->run, data, atof (words[3]), slice);
  return TRUE;
}
