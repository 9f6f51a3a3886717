/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/threads/taper-pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

#define MAX_THREADS 256
/* Layers follow each other within microseconds: a worker looks around this often before it
 * sleeps, since waking it costs more than a small layer. */
#define SPINS_BEFORE_SLEEP 1000
#define SPINS_BEFORE_YIELD 2000

/* The job fields are written only while no worker is inside (`active` is 0 and `open` is 0). */
static struct {
  pthread_mutex_t user; /* held by the thread whose job runs */
  pthread_mutex_t sleep_lock;
  pthread_cond_t wake;

  TaperPoolFunc func;
  gpointer data;
  guint n;

  atomic_uint next;       /* the next item to hand out */
  atomic_uint generation; /* counts the jobs; workers look for a change */
  atomic_uint open;       /* generation of the job that may be entered, 0 = none */
  atomic_uint active;     /* workers inside a job */
  atomic_uint sleepers;
  atomic_uint wanted; /* threads asked for; 0 = not asked yet */
  guint n_workers;    /* started; only grows */
  atomic_uint n_used; /* workers that may join now */
} pool = {
  .user = PTHREAD_MUTEX_INITIALIZER,
  .sleep_lock = PTHREAD_MUTEX_INITIALIZER,
  .wake = PTHREAD_COND_INITIALIZER,
};

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void
take_items (void)
{
  const guint n = pool.n;
  for (guint i = atomic_fetch_add (&pool.next, 1); i < n; i = atomic_fetch_add (&pool.next, 1))
    pool.func (i, pool.data);
}

static void
wait_for_job (guint seen)
{
  for (guint spin = 0; spin < SPINS_BEFORE_SLEEP; spin++)
    {
      if (atomic_load (&pool.generation) != seen)
        return;
      relax ();
    }
  pthread_mutex_lock (&pool.sleep_lock);
  atomic_fetch_add (&pool.sleepers, 1);
  while (atomic_load (&pool.generation) == seen)
    pthread_cond_wait (&pool.wake, &pool.sleep_lock);
  atomic_fetch_sub (&pool.sleepers, 1);
  pthread_mutex_unlock (&pool.sleep_lock);
}

static gpointer
worker_main (gpointer data)
{
  const guint id = GPOINTER_TO_UINT (data);
  guint seen = 0;
  for (;;)
    {
      wait_for_job (seen);
      seen = atomic_load (&pool.generation);
      if (id >= atomic_load (&pool.n_used))
        continue;
      /* Entering is announced before looking whether the door is open, and the caller closes the
       * door before looking who is inside: a late worker does no harm and delays nobody. */
      atomic_fetch_add (&pool.active, 1);
      if (atomic_load (&pool.open) == seen)
        take_items ();
      atomic_fetch_sub (&pool.active, 1);
    }
  return NULL;
}

static gboolean
read_topology (guint cpu, const char *name, int *value)
{
  char path[96];
  g_snprintf (path, sizeof path, "/sys/devices/system/cpu/cpu%u/topology/%s", cpu, name);
  FILE *file = fopen (path, "re");
  if (file == NULL)
    return FALSE;
  const gboolean found = fscanf (file, "%d", value) == 1;
  fclose (file);
  return found;
}

/* Physical cores this process may run on: two hardware threads share one set of multipliers. */
static guint
count_cores (void)
{
  cpu_set_t allowed;
  if (sched_getaffinity (0, sizeof allowed, &allowed) != 0)
    return g_get_num_processors ();
  g_autoptr (GHashTable) cores = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint cpu = 0; cpu < CPU_SETSIZE; cpu++)
    {
      int core, package;
      if (!CPU_ISSET (cpu, &allowed))
        continue;
      if (!read_topology (cpu, "core_id", &core) ||
          !read_topology (cpu, "physical_package_id", &package))
        return g_get_num_processors ();
      gint64 *key = g_new (gint64, 1);
      *key = ((gint64) package << 32) | (guint32) core;
      g_hash_table_add (cores, key);
    }
  return MAX (g_hash_table_size (cores), 1);
}

void
taper_pool_set_threads (guint n_threads)
{
  atomic_store (&pool.wanted, CLAMP (n_threads == 0 ? count_cores () : n_threads, 1, MAX_THREADS));
}

guint
taper_pool_get_threads (void)
{
  if (atomic_load (&pool.wanted) == 0)
    {
      guint unset = 0;
      atomic_compare_exchange_strong (&pool.wanted, &unset, MIN (count_cores (), MAX_THREADS));
    }
  return atomic_load (&pool.wanted);
}

/* With the user lock held. Workers live as long as the process. */
static void
ensure_workers (guint n)
{
  while (pool.n_workers < n)
    {
      g_autoptr (GError) error = NULL;
      GThread *thread =
          g_thread_try_new ("taper-pool", worker_main, GUINT_TO_POINTER (pool.n_workers), &error);
      if (thread == NULL) /* out of threads: go on with those there are */
        break;
      g_thread_unref (thread);
      pool.n_workers++;
    }
  atomic_store (&pool.n_used, MIN (n, pool.n_workers));
}

static void
run_shared (guint n, TaperPoolFunc func, gpointer data)
{
  pool.func = func;
  pool.data = data;
  pool.n = n;
  atomic_store (&pool.next, 0);
  guint generation = atomic_load (&pool.generation) + 1;
  if (generation == 0)
    generation = 1;
  atomic_store (&pool.open, generation);
  atomic_store (&pool.generation, generation);
  if (atomic_load (&pool.sleepers) > 0)
    {
      pthread_mutex_lock (&pool.sleep_lock);
      pthread_cond_broadcast (&pool.wake);
      pthread_mutex_unlock (&pool.sleep_lock);
    }
  take_items ();
  atomic_store (&pool.open, 0);
  for (guint spin = 0; atomic_load (&pool.active) > 0; spin++)
    if (spin < SPINS_BEFORE_YIELD)
      relax ();
    else
      sched_yield ();
}

void
taper_pool_run (guint n, TaperPoolFunc func, gpointer data)
{
  const guint threads = taper_pool_get_threads ();
  /* The lock is not recursive, so a call from inside an item fails to get it as well. */
  if (n > 1 && threads > 1 && pthread_mutex_trylock (&pool.user) == 0)
    {
      ensure_workers (threads - 1);
      run_shared (n, func, data);
      pthread_mutex_unlock (&pool.user);
      return;
    }
  for (guint i = 0; i < n; i++)
    func (i, data);
}
