/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/kernels/taper-kernels-private.h"
#include "core/tensor/taper-half.h"

#include <math.h>
#if defined(__F16C__)
#include <immintrin.h>
#endif

#define BLEND_VECTORS (64 / VL) /* sums held in registers while the bases go by */
/* Halves ahead: 2 KiB hide the latency of a cache, 8 KiB that of memory. */
#define PREFETCH_CACHE 1024
#define PREFETCH_MEMORY 4096

void
KERNEL (max_window) (const float *in, gsize row, guint rows, guint columns, float *out)
{
  Vec best = splat (-INFINITY);
  for (guint r = 0; r < rows; r++)
    for (guint s = 0; s < columns; s++)
      best = vec_max (LOAD (in + r * row + s * VL), best);
  STORE (out, best);
}

/* One row after the other, so that no sum is longer than it has to be. */
void
KERNEL (mean) (const float *in, gsize row, guint rows, guint columns, float *out)
{
  Vec sum = { 0 };
  for (guint r = 0; r < rows; r++)
    {
      Vec line = { 0 };
      for (guint s = 0; s < columns; s++)
        line += LOAD (in + r * row + s * VL);
      sum += line;
    }
  STORE (out, sum * (1.0f / ((float) rows * columns)));
}

INLINE Vec
load_halves (const guint16 *from)
{
#if defined(__AVX512F__)
  return (Vec) _mm512_cvtph_ps (_mm256_loadu_si256 ((const __m256i *) from));
#elif defined(__F16C__)
  return (Vec) _mm256_cvtph_ps (_mm_loadu_si128 ((const __m128i *) from));
#else
  Vec to;
  taper_half_to_float_portable (from, (float *) &to, VL);
  return to;
#endif
}

/* Past the caches where they could not hold it anyway: saves reading what is overwritten. */
INLINE void
store_blend (float *to, Vec value, gboolean stream)
{
#if defined(__AVX512F__)
  if (stream)
    {
      _mm512_stream_ps (to, (__m512) value);
      return;
    }
#elif defined(__AVX2__)
  if (stream)
    {
      _mm256_stream_ps (to, (__m256) value);
      return;
    }
#endif
  STORE (to, value);
}

void
KERNEL (blend) (const guint16 *bases, const float *coefficients, guint n_bases, gsize n,
                gboolean stream, float *to)
{
  const gsize ahead = stream ? PREFETCH_MEMORY : PREFETCH_CACHE;
  for (gsize i = 0; i < n; i += 64)
    {
      Vec sums[BLEND_VECTORS] = { 0 };
      for (guint k = 0; k < n_bases; k++, bases += 64)
        {
          const Vec scale = splat (coefficients[k]);
          __builtin_prefetch (bases + ahead);
          __builtin_prefetch (bases + ahead + 32);
#pragma GCC unroll 8
          for (guint v = 0; v < BLEND_VECTORS; v++)
            sums[v] += scale * load_halves (bases + v * VL);
        }
#pragma GCC unroll 8
      for (guint v = 0; v < BLEND_VECTORS; v++)
        store_blend (to + i + v * VL, sums[v], stream);
    }
#if defined(__x86_64__)
  if (stream)
    __builtin_ia32_sfence (); /* before another thread reads it */
#endif
}

void
KERNEL (blend_add) (const guint16 *basis, float coefficient, guint n_bases, gsize n, float *to)
{
  const Vec scale = splat (coefficient);
  for (gsize i = 0; i < n; i += 64, basis += n_bases * 64)
    for (guint v = 0; v < 64; v += VL)
      STORE (to + i + v, LOAD (to + i + v) + scale * load_halves (basis + v));
}

#define STRING_(name) #name
#define STRING(name) STRING_ (name)

extern const TaperKernels KERNEL (kernels);
const TaperKernels KERNEL (kernels) = {
  .name = STRING (TAPER_KERNELS_NAME),
  .lanes = VL,
  .max_blocks = MAX_BLOCKS,
  .max_columns = KERNEL (max_columns),
  .conv_rows = KERNEL (conv_rows),
  .winograd_weights = KERNEL (winograd_weights),
  .winograd_input = KERNEL (winograd_input),
  .winograd_output = KERNEL (winograd_output),
  .max_window = KERNEL (max_window),
  .mean = KERNEL (mean),
  .blend = KERNEL (blend),
  .blend_add = KERNEL (blend_add),
#if defined(__AVX512F__)
  .tile_input_cycles = 130,
  .tile_output_cycles = 110,
  .weight_cycles = 60,
  .product_slowness = 1.25,
#elif defined(__AVX2__)
  .tile_input_cycles = 90,
  .tile_output_cycles = 105,
  .weight_cycles = 42,
  .product_slowness = 1.25,
#else
  .tile_input_cycles = 220,
  .tile_output_cycles = 180,
  .weight_cycles = 100,
  .product_slowness = 1.25,
#endif
};
