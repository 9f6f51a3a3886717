/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/threads/taper-pool.h"
#include "tests/bench/bench-tasks.h"

#define N_SUMS 12 /* hide the latency of a multiply-add on processors with two units for it */
#define VECTOR_FLOATS 8

typedef float Vector __attribute__ ((vector_size (VECTOR_FLOATS * 4)));
typedef float WideVector __attribute__ ((vector_size (64)));

typedef struct {
  guint n_megaflops; /* for each thread */
  float seen[64];    /* what each thread's sums come to, so that they are not left out */
} Rate;

#define SUM_UP(Type, flops, sum)                                                                   \
  {                                                                                                \
    const gsize n_steps = (flops) / (N_SUMS * 2 * sizeof (Type) / sizeof (float));                 \
    Type sums[N_SUMS], factor = (Type){ 0 } + 0.999f, all = (Type){ 0 };                           \
    for (guint i = 0; i < N_SUMS; i++)                                                             \
      sums[i] = (Type){ 0 } + (float) i;                                                           \
    for (gsize step = 0; step < n_steps; step++)                                                   \
      {                                                                                            \
        _Pragma ("GCC unroll 12") for (guint i = 0; i < N_SUMS; i++) sums[i] =                     \
            sums[i] * factor + factor;                                                             \
      }                                                                                            \
    for (guint i = 0; i < N_SUMS; i++)                                                             \
      all += sums[i];                                                                              \
    (sum) = all[0];                                                                                \
  }

static float
multiply_add_plain (gsize flops)
{
  float sum;
  SUM_UP (Vector, flops, sum)
  return sum;
}

#ifdef __x86_64__
__attribute__ ((target ("avx2,fma"))) static float
multiply_add_avx2 (gsize flops)
{
  float sum;
  SUM_UP (Vector, flops, sum)
  return sum;
}

__attribute__ ((target ("avx512f,prefer-vector-width=512"))) static float
multiply_add_avx512 (gsize flops)
{
  float sum;
  SUM_UP (WideVector, flops, sum)
  return sum;
}
#endif

static float
multiply_add (gsize flops)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports ("avx512f"))
    return multiply_add_avx512 (flops);
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return multiply_add_avx2 (flops);
#endif
  return multiply_add_plain (flops);
}

static void
rate_item (guint index, gpointer data)
{
  Rate *self = data;
  self->seen[index % G_N_ELEMENTS (self->seen)] =
      multiply_add ((gsize) self->n_megaflops * 1000 * 1000);
}

/* The same number of multiply-adds on each thread of the pool. */
static void
run_fma (gpointer data)
{
  taper_pool_run (taper_pool_get_threads (), rate_item, data);
}

static gpointer
prepare (const char *name, guint n_megaflops)
{
  Rate *self = g_new0 (Rate, 1);
  self->n_megaflops = n_megaflops;
  return self;
}

const BenchTask bench_rate_tasks[] = {
  { "fma", prepare, run_fma },
  { NULL },
};
