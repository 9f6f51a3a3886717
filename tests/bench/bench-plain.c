/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a blend is measured against: reading memory, and the same blend from bases in fp32. */
#include "core/tensor/taper-buffer.h"
#include "tests/bench/bench-tasks.h"

#include <string.h>
#include <sys/mman.h>

#define STREAM_FLOATS (2 * 1024 * 1024) /* as the blend from fp16 */
#define AHEAD 512                       /* floats, where the bases come from memory */
#define AHEAD_RESULT 256                /* floats, where the result stays in the caches */
#define MOST_CHUNKS 4 /* at once: with fewer, the speed hangs on where the loop lies in memory */
#define LARGE_PAGE (2 * 1024 * 1024)

/* Compiled for the machine's vectors like the kernels are. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define FASTEST __attribute__ ((target_clones ("avx512f", "avx2", "default"), optimize ("O3")))
#else
#define FASTEST
#endif

typedef float Vector __attribute__ ((vector_size (64), may_alias));
typedef guint64 Bits __attribute__ ((vector_size (64), may_alias));

/* Bases in fp32 as one stream (chunks, K, 64): the one buffer that blending and reading share. */
typedef struct {
  guint n_bases;
  gsize n_params;
  float *bases, *coefficients, *result;
  guint64 (*read) (const float *from, gsize n); /* the faster one here */
  guint64 seen;
} Plain;

/* Past the caches, saving the reading of what is overwritten. */
static inline __attribute__ ((always_inline)) void
store_past_caches (float *to, Vector value)
{
#ifdef __x86_64__
  typedef float Four __attribute__ ((vector_size (16), may_alias));
  const Four *fours = (const Four *) &value;
#pragma GCC unroll 4
  for (guint i = 0; i < 4; i++)
    __builtin_ia32_movntps (to + 4 * i, fours[i]);
#else
  *(Vector *) to = value;
#endif
}

/* The sums of @n_chunks x 64 values stay in registers while the bases go by; @stream: past the
 * caches, by the same rule as the blend from fp16. */
static inline __attribute__ ((always_inline)) void
blend_chunks (const Plain *self, gsize first, const guint n_chunks, const gboolean stream)
{
  const float *from[MOST_CHUNKS];
  float *to = self->result + first;
  Vector sums[MOST_CHUNKS][4];
#pragma GCC unroll 4
  for (guint c = 0; c < n_chunks; c++)
    {
      from[c] = self->bases + (first + c * 64) * self->n_bases;
      for (guint v = 0; v < 4; v++)
        sums[c][v] = (Vector){ 0 };
    }
#pragma GCC unroll 16
  for (guint v = 0; v < 4 * n_chunks; v++)
    if (!stream)
      __builtin_prefetch (to + AHEAD_RESULT + v * 16, 1);
  const float *const end = self->coefficients + self->n_bases;
  for (const float *k = self->coefficients; k < end; k++)
    {
      const float scale = *k;
#pragma GCC unroll 4
      for (guint c = 0; c < n_chunks; c++)
        {
#pragma GCC unroll 4
          for (guint v = 0; v < 4; v++)
            {
              if (stream)
                __builtin_prefetch (from[c] + v * 16 + AHEAD);
              sums[c][v] += scale * *(const Vector *) (from[c] + v * 16);
            }
          from[c] += 64;
          __asm__ volatile("" ::: "memory"); /* a line after the other, as the caches foresee */
        }
    }
#pragma GCC unroll 16
  for (guint v = 0; v < 4 * n_chunks; v++)
    if (stream)
      store_past_caches (to + v * 16, sums[v / 4][v % 4]);
    else
      *(Vector *) (to + v * 16) = sums[v / 4][v % 4];
}

FASTEST static void
blend_in_cache (const Plain *self)
{
  gsize i = 0;
  for (; i + 64 * MOST_CHUNKS <= self->n_params; i += 64 * MOST_CHUNKS)
    blend_chunks (self, i, MOST_CHUNKS, FALSE);
  for (; i < self->n_params; i += 64)
    blend_chunks (self, i, 1, FALSE);
}

FASTEST static void
blend_past_caches (const Plain *self)
{
  for (gsize i = 0; i < self->n_params; i += 64)
    blend_chunks (self, i, 1, TRUE);
}

static inline __attribute__ ((always_inline)) guint64
read_all (const float *from, gsize n, const gsize ahead)
{
  Bits all[4] = { { 0 }, { 0 }, { 0 }, { 0 } };
  for (gsize i = 0; i < n; i += 64)
    for (guint v = 0; v < 4; v++)
      {
        if (ahead > 0)
          __builtin_prefetch (from + i + v * 16 + ahead);
        all[v] |= *(const Bits *) (from + i + v * 16);
      }
  all[0] |= all[1] | all[2] | all[3];
  return all[0][0] | all[0][3] | all[0][7];
}

FASTEST static guint64
read_plainly (const float *from, gsize n)
{
  return read_all (from, n, 0);
}

FASTEST static guint64
read_ahead (const float *from, gsize n)
{
  return read_all (from, n, AHEAD);
}

static void
run_read (gpointer data)
{
  Plain *self = data;
  self->seen |= self->read (self->bases, self->n_bases * self->n_params);
}

static void
run_blend32 (gpointer data)
{
  Plain *self = data;
  if (self->n_params >= STREAM_FLOATS)
    blend_past_caches (self);
  else
    blend_in_cache (self);
}

/* The peer is reading as fast as it goes: which loop that is depends on where the bases lie. */
static void
choose_read (Plain *self)
{
  BenchSlice plainly, ahead;
  for (guint i = 0; i < 2; i++)
    {
      self->read = read_plainly;
      bench_measure (run_read, self, 20, &plainly);
      self->read = read_ahead;
      bench_measure (run_read, self, 20, &ahead);
    }
  self->read = plainly.cpu_ms < ahead.cpu_ms ? read_plainly : read_ahead;
}

/* In large pages, so that luck with pages that share places in a cache is no part of the ratio. */
static float *
new_floats (gsize n)
{
  const gsize size = taper_round_up (n * sizeof (float), LARGE_PAGE);
  float *buffer = g_aligned_alloc (1, size, LARGE_PAGE);
#ifdef MADV_HUGEPAGE
  madvise (buffer, size, MADV_HUGEPAGE);
#endif
  return memset (buffer, 0, size);
}

static Plain *
make_plain (const char *name, guint n_bases)
{
  Plain *self = g_new0 (Plain, 1);
  g_autoptr (TaperParameters) parameters = bench_parameters (name);
  self->n_bases = n_bases;
  self->n_params =
      taper_round_up (taper_network_get_n_params (taper_parameters_get_network (parameters)), 64);
  self->coefficients = g_new (float, n_bases);
  self->bases = new_floats (n_bases * self->n_params);
  self->result = new_floats (self->n_params);
  for (guint k = 0; k < n_bases; k++)
    self->coefficients[k] = 1.0f / (float) (k + 1);
  for (gsize i = 0; i < n_bases * self->n_params; i++)
    self->bases[i] = (float) (i % 1000);
  choose_read (self);
  return self;
}

/* @n: MiB, read as they lie */
static gpointer
prepare_bandwidth (const char *name, guint n)
{
  Plain *self = g_new0 (Plain, 1);
  self->n_bases = 1;
  self->n_params = (gsize) n * 1024 * 1024 / sizeof *self->bases;
  self->bases = new_floats (self->n_params);
  memset (self->bases, 1, self->n_params * sizeof *self->bases);
  choose_read (self);
  return self;
}

static gpointer
prepare_plain (const char *name, guint n_bases)
{
  static GHashTable *shared;
  g_autofree char *key = g_strdup_printf ("%s %u", name, n_bases);
  if (shared == NULL)
    shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_contains (shared, key))
    g_hash_table_insert (shared, g_strdup (key), make_plain (name, n_bases));
  return g_hash_table_lookup (shared, key);
}

const BenchTask bench_plain_tasks[] = {
  { "blend32", prepare_plain, run_blend32 },
  { "read", prepare_plain, run_read },
  { "bandwidth", prepare_bandwidth, run_read },
  { NULL },
};
