/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ops/taper-block.h"
#include "core/ops/taper-winograd-scratch.h"

G_BEGIN_DECLS

#define TAPER_MAX_TAPS 49

/**
 * TaperConvJob: dst[co][y][x] = relu? (bias[co] + add[co][y][x] + old? +
 *   sum_ci sum_t weights[co][ci][t] * src[ci][y][x + taps[t]])
 *
 * One description covers convolution of any stride and, with other taps and weights, its gradient
 * with respect to the input. All strides in floats; each pixel is 16 floats.
 * @weights: (co / 4, ci, taps, 4), see taper_conv_pack_forward(); for Winograd (36, co / 4, ci, 4)
 * @add: (nullable): with its own strides
 */
typedef struct {
  const float *src;
  float *dst;
  const float *add;
  const float *weights;
  const float *bias;
  gsize src_plane, src_row, src_step;
  gsize dst_plane, dst_row, dst_step;
  gsize add_plane, add_row;
  guint in_channels, out_channels, height, width;
  guint n_taps;
  gssize taps[TAPER_MAX_TAPS];
  gboolean accumulate, relu;
} TaperConvJob;

/**
 * TaperWeightJob: gradient[co][column] += sum over y, x, pictures of
 *   upper[co][y][x] * src[y][x + columns[column]]
 * @columns: offset into @src of each (ci, ky, kx), in the order of the weights
 */
typedef struct {
  const float *upper, *src;
  gsize upper_plane, upper_row;
  gsize src_row, src_step;
  guint out_channels, n_columns, height, width;
  const gssize *columns;
  float *gradient; /* (co, columns) */
} TaperWeightJob;

/* A pass over the pixels of one channel of one block; row strides in floats. */
typedef struct {
  guint height, width;
  gsize row;     /* of @x and @g, which share a shape */
  gsize add_row; /* of @add */
  float *x, *g;
  const float *y, *add;
  float *add_out;
} TaperPlane;

typedef struct {
  const char *name;
  void (*conv) (const TaperConvJob *job);
  /* The same result for 3 x 3 taps around each pixel, by Winograd's F(4x4, 3x3).
   * @job: @height and @width multiples of 4; @taps are not read; the pixel around @src is
   * @scratch: taper_winograd_scratch() floats */
  void (*winograd) (const TaperConvJob *job, float *scratch);
  void (*weights) (const TaperWeightJob *job);
  /* The same for the same taps; @scratch: taper_winograd_weights_scratch() floats */
  void (*winograd_weights) (const TaperWeightJob *job, float *scratch);
  /* sums[0] = sum x, sums[1] = sum x^2 */
  void (*moments) (const TaperPlane *p, double sums[2]);
  /* y(out: @g) = relu? (x * scale + shift + add) */
  void (*scale) (const TaperPlane *p, float scale, float shift, gboolean relu);
  /* g *= y > 0 (when @y); add_out (+)= g (when set); returns sum g, and with @x sum g (x - mean) */
  void (*mask) (const TaperPlane *p, gboolean accumulate, float mean, double sums[2]);
  /* g = a g + b x + c */
  void (*combine) (const TaperPlane *p, float a, float b, float c);
} TaperBlockKernels;

/* The fastest table this processor runs, or the one that `TAPER_KERNELS` names (see
 * taper_kernels()); all give the same values up to rounding. */
const TaperBlockKernels *taper_block_kernels (void);
/* All that this processor runs, for tests. @n is at least 1. */
const TaperBlockKernels *const *taper_block_kernels_all (guint *n);

G_END_DECLS
