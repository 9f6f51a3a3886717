/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/kernels/taper-kernels.h"

/* For files that are built once per instruction set; TAPER_KERNELS_NAME is set, see meson.build.
 * The vectors are GCC's, so one text is SSE2, AVX2, AVX-512 or NEON code. */

#if defined(__AVX512F__)
#define VL 16
#define MAX_BLOCKS 4
#elif defined(__AVX2__)
#define VL 8
#define MAX_BLOCKS 2
#else
#define VL 8 /* two registers of four */
#define MAX_BLOCKS 1
#endif

typedef float Vec __attribute__ ((vector_size (VL * 4), may_alias));
typedef float VecU __attribute__ ((vector_size (VL * 4), may_alias, aligned (4)));
typedef gint32 VecMask __attribute__ ((vector_size (VL * 4)));

#define INLINE static inline __attribute__ ((always_inline))
#define LOAD(p) (*(const Vec *) (p))
#define STORE(p, v) (*(Vec *) (p) = (v))

INLINE Vec
splat (float value)
{
  return value - (Vec){ 0 };
}

INLINE Vec
vec_max (Vec a, Vec b)
{
  const VecMask mask = a > b;
  return (Vec) (((VecMask) a & mask) | ((VecMask) b & ~mask));
}

INLINE Vec
vec_relu (Vec v)
{
  return (Vec) ((VecMask) (v > 0) & (VecMask) v);
}

#define TAPER_JOIN_(a, b) a##b
#define TAPER_JOIN(a, b) TAPER_JOIN_ (a, b)
/* The name of a symbol of this instruction set. */
#define KERNEL(name) TAPER_JOIN (TAPER_JOIN (taper_, name), TAPER_JOIN (_, TAPER_KERNELS_NAME))

extern const guint KERNEL (max_columns)[TAPER_MAX_TILE_BLOCKS];
void KERNEL (conv_rows) (const TaperConvRows *job);
void KERNEL (winograd_weights) (const float *weights, guint n_channels, guint blocks, float *to,
                                gsize place);
void KERNEL (winograd_input) (const TaperTile *tile, const float *in, float *to, gsize place,
                              gsize to_block);
void KERNEL (winograd_output) (const TaperTile *tile, const float *from, gsize place,
                               gsize from_block, const float *bias, const float *add,
                               const TaperTile *add_tile, gboolean relu, float *out);
void KERNEL (max_window) (const float *in, gsize row, guint rows, guint columns, float *out);
void KERNEL (mean) (const float *in, gsize row, guint rows, guint columns, float *out);
void KERNEL (blend) (const guint16 *bases, const float *coefficients, guint n_bases, gsize n,
                     gboolean stream, float *to);
void KERNEL (blend_add) (const guint16 *basis, float coefficient, guint n_bases, gsize n,
                         float *to);
