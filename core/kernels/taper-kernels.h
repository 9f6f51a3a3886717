/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Most output blocks a tile may span, in any table. */
#define TAPER_MAX_TILE_BLOCKS 4

/**
 * TaperConvRows: some rows of a convolution's output, for one group of output blocks.
 *
 * out[f][y][x][lane] = relu? (bias[f][lane] + add + sum over in-blocks b, taps (r, s), channels c:
 *   weights[b][r][s][c][f][lane] * in[b][y * stride + r][x * stride + s][c])
 *
 * Values are channel-blocked: (blocks, rows, columns, lanes); a block holds #TaperKernels.lanes
 * channels. Strides in floats. A picture in planes is the same with @pixel 1 and @channel the
 * plane's size.
 * @in: the value under the first tap of the first output
 * @pixel: from one input column to the next
 * @step: from the input of one output to that of the next: @pixel * stride
 * @channel: from one input channel of a block to the next
 * @n_channels: in all input blocks together
 * @block_channels: per block; the last may have fewer
 * @blocks: output blocks in this group
 * @add: (nullable): like @out, with strides of its own
 * @first: start from the bias; otherwise from what is in @out
 * @last: add @add and cut at zero
 */
typedef struct {
  const float *in;
  const float *weights;
  const float *bias;
  const float *add;
  float *out;
  gsize in_block, in_row, pixel, step, channel;
  gsize add_block, add_row;
  gsize out_block, out_row;
  guint n_channels, block_channels;
  guint kernel;
  guint stride;
  guint blocks;
  guint rows, columns;
  gboolean first, last, relu;
} TaperConvRows;

/* The input or output of one 4 x 4 tile: where it lies and how much of it exists. */
typedef struct {
  gsize block, row; /* strides in floats */
  guint blocks;
  guint rows, columns; /* input: 6 at most, beyond it is zero; output: 4 at most */
} TaperTile;

/**
 * TaperKernels: everything that is built once per instruction set.
 * @lanes: channels of a block = floats of a vector
 * @max_blocks: output blocks of one tile of the direct convolution
 * @max_columns: output columns of one tile, by its blocks - 1
 */
typedef struct {
  const char *name;
  guint lanes;
  guint max_blocks;
  const guint *max_columns;

  void (*conv_rows) (const TaperConvRows *job);

  /* Winograd F(4x4,3x3), https://arxiv.org/abs/1509.09308. Each of the 36 places of a transformed
   * tile has a matrix of its own; from one to the next it is @place floats. */
  /* @weights: (channels, 9 taps at @tap floats, blocks, lanes), one input block */
  void (*winograd_weights) (const float *weights, guint n_channels, guint blocks, float *to,
                            gsize place);
  /* @to: (places, in-blocks at @to_block, tiles, lanes), at this tile */
  void (*winograd_input) (const TaperTile *tile, const float *in, float *to, gsize place,
                          gsize to_block);
  /* @from: (places, blocks at @from_block, tiles, lanes), at this tile; @add: (nullable) */
  void (*winograd_output) (const TaperTile *tile, const float *from, gsize place, gsize from_block,
                           const float *bias, const float *add, const TaperTile *add_tile,
                           gboolean relu, float *out);

  /* The largest of a window that lies inside; one block, one output. */
  void (*max_window) (const float *in, gsize row, guint rows, guint columns, float *out);
  /* The mean of one block's (rows, columns). */
  void (*mean) (const float *in, gsize row, guint rows, guint columns, float *out);

  /* @bases: (n / 64, n_bases, 64) halves, n a multiple of 64
   * to[i] = sum_k coefficients[k] * basis[k][i]; @stream: past the caches */
  void (*blend) (const guint16 *bases, const float *coefficients, guint n_bases, gsize n,
                 gboolean stream, float *to);
  /* @basis: the first 64 of one of them; to[i] += coefficient * basis[i] */
  void (*blend_add) (const guint16 *basis, float coefficient, guint n_bases, gsize n, float *to);

  /* Costs for choosing between direct and Winograd, in cycles; docs/performance.md tells which are
   * measured (AVX2's transforms) and which are estimates. */
  double tile_input_cycles;  /* transform of one tile of one block */
  double tile_output_cycles; /* the same back */
  double weight_cycles;      /* transform of one input channel's weights of one output block */
  double product_slowness;   /* time of a product in the transformed domain over a direct one */
} TaperKernels;

/**
 * taper_kernels:
 *
 * The fastest this processor runs, or what the environment variable `TAPER_KERNELS` names
 * (generic, avx2, avx512) if the processor runs it. The same for the whole process: packed weights
 * are only good for one.
 */
const TaperKernels *taper_kernels (void);

G_END_DECLS
