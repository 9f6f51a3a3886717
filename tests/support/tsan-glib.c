/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What ThreadSanitizer cannot see in GLib, told to it.
 *
 * Debian's GLib is not instrumented: its mutexes are futexes, its queues and reference counts
 * atomics inside the library, so whatever they order would look like a race. This file, linked
 * into the tests of a build with -Db_sanitize=thread, stands before those functions, calls the real
 * ones and says what they order. Accesses themselves are neither hidden nor suppressed.
 */

#include <dlfcn.h>
#include <gio/gio.h>
#include <sanitizer/tsan_interface.h>

#define ACQUIRE(address) __tsan_acquire ((void *) (address))
#define RELEASE(address) __tsan_release ((void *) (address))

/* The function this one stands before. */
#define REAL(name)                                                                                 \
  ({                                                                                               \
    static __typeof__ (&name) real_##name;                                                         \
    __typeof__ (&name) function = __atomic_load_n (&real_##name, __ATOMIC_ACQUIRE);                \
    if (!function)                                                                                 \
      {                                                                                            \
        function = (__typeof__ (&name)) dlsym (RTLD_NEXT, #name);                                  \
        __atomic_store_n (&real_##name, function, __ATOMIC_RELEASE);                               \
      }                                                                                            \
    function;                                                                                      \
  })

/* --- mutexes: what one holder did is seen by the next ----------------------------------------- */

void
g_mutex_lock (GMutex *mutex)
{
  REAL (g_mutex_lock) (mutex);
  ACQUIRE (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  const gboolean locked = REAL (g_mutex_trylock) (mutex);

  if (locked)
    ACQUIRE (mutex);
  return locked;
}

void
g_mutex_unlock (GMutex *mutex)
{
  RELEASE (mutex);
  REAL (g_mutex_unlock) (mutex);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  RELEASE (mutex);
  REAL (g_cond_wait) (cond, mutex);
  ACQUIRE (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean signalled;

  RELEASE (mutex);
  signalled = REAL (g_cond_wait_until) (cond, mutex, end_time);
  ACQUIRE (mutex);
  return signalled;
}

/* --- reference counts: who lets go last has seen what all others did ----------------------------
 */

gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  gboolean was_last;

  RELEASE (count);
  was_last = REAL (g_atomic_ref_count_dec) (count);
  if (was_last)
    ACQUIRE (count);
  return was_last;
}

void
g_object_unref (gpointer object)
{
  RELEASE (object);
  ACQUIRE (object);
  REAL (g_object_unref) (object);
}

void
g_bytes_unref (GBytes *bytes)
{
  if (bytes)
    {
      RELEASE (bytes);
      ACQUIRE (bytes);
    }
  REAL (g_bytes_unref) (bytes);
}

/* --- thread pools: an item is handed over -------------------------------------------------------
 */

typedef struct {
  GFunc func;
  gpointer data;
} PoolFunc;

/* One address for all pools: a pool that waits for its threads sees what they did. */
static int pools;

static void
pool_func (gpointer item, gpointer data)
{
  PoolFunc *wanted = data;

  ACQUIRE (item);
  wanted->func (item, wanted->data);
  RELEASE (&pools);
}

GThreadPool *
g_thread_pool_new_full (GFunc func, gpointer data, GDestroyNotify free_item, int max_threads,
                        gboolean exclusive, GError **error)
{
  PoolFunc *wanted = g_new (PoolFunc, 1);

  *wanted = (PoolFunc){ func, data };
  return REAL (g_thread_pool_new_full) (pool_func, wanted, free_item, max_threads, exclusive,
                                        error);
}

gboolean
g_thread_pool_push (GThreadPool *pool, gpointer item, GError **error)
{
  RELEASE (item);
  return REAL (g_thread_pool_push) (pool, item, error);
}

void
g_thread_pool_free (GThreadPool *pool, gboolean immediate, gboolean wait)
{
  REAL (g_thread_pool_free) (pool, immediate, wait);
  if (wait)
    ACQUIRE (&pools);
}

/* --- GTask: the task is handed to a thread, its result back
 * --------------------------------------- */

static void
task_func (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GTaskThreadFunc wanted = g_object_get_data (G_OBJECT (task), "tsan-func");

  ACQUIRE (task);
  wanted (task, source, data, cancellable);
}

void
g_task_run_in_thread (GTask *task, GTaskThreadFunc func)
{
  g_object_set_data (G_OBJECT (task), "tsan-func", func);
  RELEASE (task);
  REAL (g_task_run_in_thread) (task, task_func);
}

void
g_task_return_pointer (GTask *task, gpointer result, GDestroyNotify free_result)
{
  RELEASE (task);
  REAL (g_task_return_pointer) (task, result, free_result);
}

void
g_task_return_error (GTask *task, GError *error)
{
  RELEASE (task);
  REAL (g_task_return_error) (task, error);
}

gpointer
g_task_propagate_pointer (GTask *task, GError **error)
{
  ACQUIRE (task);
  return REAL (g_task_propagate_pointer) (task, error);
}
