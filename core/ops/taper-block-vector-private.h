/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ops/taper-block-kernels.h"

/* For files that are built once per instruction set. The vectors are GCC's, so the same text is
 * plain SSE2, AVX2 or AVX-512 code. */

#if defined(__AVX512F__)
#define VL 16    /* lanes of one register */
#define TILE_X 4 /* registers of a row computed together */
#elif defined(__AVX__)
#define VL 8
#define TILE_X 2
#else
#define VL 4
#define TILE_X 2
#endif
#define TILE_C TAPER_CHANNEL_TILE

typedef float Vec __attribute__ ((vector_size (VL * 4)));
typedef gint32 Mask __attribute__ ((vector_size (VL * 4)));
#define LOAD(p) (*(const Vec *) (p))
#define STORE(p, v) (*(Vec *) (p) = (v))
#define INLINE static inline __attribute__ ((always_inline))

INLINE Vec
splat (float value)
{
  return value - (Vec){ 0 };
}

/* @v where @gate is above zero, else zero. */
INLINE Vec
where_positive (Vec gate, Vec v)
{
  return (Vec) ((Mask) (gate > 0) & (Mask) v);
}

INLINE float
lane_sum (Vec v)
{
#if VL == 16
  typedef float Half __attribute__ ((vector_size (32)));
  union {
    Vec v;
    Half h[2];
  } whole = { v };
  Half half = whole.h[0] + whole.h[1];
#elif VL == 8
  Vec half = v;
#endif
#if VL >= 8
  typedef float Quarter __attribute__ ((vector_size (16)));
  union {
    __typeof__ (half) v;
    Quarter h[2];
  } folded = { half };
  Quarter q = folded.h[0] + folded.h[1];
#else
  Vec q = v;
#endif
  return (q[0] + q[1]) + (q[2] + q[3]);
}

#define BLOCK_JOIN_(a, b, c) a##b##_##c
#define BLOCK_JOIN(a, b, c) BLOCK_JOIN_ (a, b, c)
/* The name of a symbol of this instruction set. */
#define BLOCK_SYMBOL(name) BLOCK_JOIN (taper_block_, name, TAPER_KERNELS_NAME)

void BLOCK_SYMBOL (winograd) (const TaperConvJob *job, float *scratch);
void BLOCK_SYMBOL (winograd_weights) (const TaperWeightJob *job, float *scratch);
