/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/kernels/taper-kernels-private.h"

#define MAX_COLUMNS 16

const guint KERNEL (max_columns)[TAPER_MAX_TILE_BLOCKS] = {
#if defined(__AVX512F__)
  16,
  12,
  8,
  6,
#elif defined(__AVX2__)
  12,
  6,
#else
  6,
#endif
};

/* A tile is some output blocks times some columns of one row: one register each while the sum runs
 * over the taps and channels. Each weight register serves all columns, each input value all
 * blocks. Sizes and steps are constants, so that there is one unrolled copy for each. */
INLINE void
run_tile (const TaperConvRows *job, const float *in, const float *add, float *out,
          const guint blocks, const guint columns, const gsize step)
{
  Vec sums[MAX_BLOCKS][MAX_COLUMNS];
  const float *w = job->weights;
#pragma GCC unroll 4
  for (guint f = 0; f < blocks; f++)
#pragma GCC unroll 16
    for (guint p = 0; p < columns; p++)
      sums[f][p] =
          job->first ? LOAD (job->bias + f * VL) : LOAD (out + f * job->out_block + p * VL);

  for (guint left = job->n_channels; left > 0; in += job->in_block)
    {
      const guint n = MIN (left, job->block_channels);
      left -= n;
      for (guint r = 0; r < job->kernel; r++)
        for (guint s = 0; s < job->kernel; s++)
          {
            const float *x = in + r * job->in_row + s * job->pixel;
            for (guint c = 0; c < n; c++, x += job->channel, w += blocks * VL)
              {
                Vec weights[MAX_BLOCKS];
#pragma GCC unroll 4
                for (guint f = 0; f < blocks; f++)
                  weights[f] = LOAD (w + f * VL);
#pragma GCC unroll 16
                for (guint p = 0; p < columns; p++)
                  {
                    const Vec value = splat (x[p * step]);
#pragma GCC unroll 4
                    for (guint f = 0; f < blocks; f++)
                      sums[f][p] += value * weights[f];
                  }
              }
          }
    }

#pragma GCC unroll 4
  for (guint f = 0; f < blocks; f++)
#pragma GCC unroll 16
    for (guint p = 0; p < columns; p++)
      {
        Vec value = sums[f][p];
        if (add != NULL)
          value += LOAD (add + f * job->add_block + p * VL);
        STORE (out + f * job->out_block + p * VL, job->relu ? vec_relu (value) : value);
      }
}

typedef void (*TileFunc) (const TaperConvRows *job, const float *in, const float *add, float *out);

#define TILE(blocks, columns, name, step)                                                          \
  static void tile_##blocks##_##columns##_##name (const TaperConvRows *job, const float *in,       \
                                                  const float *add, float *out)                    \
  {                                                                                                \
    run_tile (job, in, add, out, blocks, columns, step);                                           \
  }
#define NAME(blocks, columns, name, step) tile_##blocks##_##columns##_##name,

#define UP_TO_6(M, b, n, s)                                                                        \
  M (b, 1, n, s) M (b, 2, n, s) M (b, 3, n, s) M (b, 4, n, s) M (b, 5, n, s) M (b, 6, n, s)
#define UP_TO_8(M, b, n, s) UP_TO_6 (M, b, n, s) M (b, 7, n, s) M (b, 8, n, s)
#define UP_TO_12(M, b, n, s)                                                                       \
  UP_TO_8 (M, b, n, s) M (b, 9, n, s) M (b, 10, n, s) M (b, 11, n, s) M (b, 12, n, s)
#define UP_TO_16(M, b, n, s)                                                                       \
  UP_TO_12 (M, b, n, s) M (b, 13, n, s) M (b, 14, n, s) M (b, 15, n, s) M (b, 16, n, s)

/* As many columns as the registers hold: 32 with AVX-512, otherwise 16. */
#if defined(__AVX512F__)
#define TILES(name, step)                                                                          \
  UP_TO_16 (TILE, 1, name, step)                                                                   \
  UP_TO_12 (TILE, 2, name, step) UP_TO_8 (TILE, 3, name, step) UP_TO_6 (TILE, 4, name, step)
#define NAMES(name, step)                                                                          \
  {                                                                                                \
    { UP_TO_16 (NAME, 1, name, step) }, { UP_TO_12 (NAME, 2, name, step) },                        \
        { UP_TO_8 (NAME, 3, name, step) }, { UP_TO_6 (NAME, 4, name, step) },                      \
  }
#elif defined(__AVX2__)
#define TILES(name, step) UP_TO_12 (TILE, 1, name, step) UP_TO_6 (TILE, 2, name, step)
#define NAMES(name, step)                                                                          \
  {                                                                                                \
    { UP_TO_12 (NAME, 1, name, step) }, { UP_TO_6 (NAME, 2, name, step) },                         \
  }
#else
#define TILES(name, step) UP_TO_6 (TILE, 1, name, step)
#define NAMES(name, step)                                                                          \
  {                                                                                                \
    { UP_TO_6 (NAME, 1, name, step) },                                                             \
  }
#endif

/* Steps from one output's input to the next: blocked with stride 1 and 2, planes with stride 1
 * and 2, any other. */
TILES (blocked1, VL)
TILES (blocked2, 2 * VL)
TILES (plane1, 1)
TILES (plane2, 2)
TILES (other, job->step)

static const TileFunc tiles[][MAX_BLOCKS][MAX_COLUMNS] = {
  NAMES (blocked1, VL), NAMES (blocked2, 2 * VL), NAMES (plane1, 1),
  NAMES (plane2, 2),    NAMES (other, 0),
};

static guint
step_kind (gsize step)
{
  switch (step)
    {
    case VL:
      return 0;
    case 2 * VL:
      return 1;
    case 1:
      return 2;
    case 2:
      return 3;
    default:
      return 4;
    }
}

/* Columns are split into tiles as equal as can be: eight columns are 4 + 4, not 6 + 2. */
void
KERNEL (conv_rows) (const TaperConvRows *job)
{
  const TileFunc *funcs = tiles[step_kind (job->step)][job->blocks - 1];
  const guint most = KERNEL (max_columns)[job->blocks - 1];
  const guint n_tiles = (job->columns + most - 1) / most;
  const guint narrow = job->columns / n_tiles, n_wide = job->columns % n_tiles;
  for (guint y = 0; y < job->rows; y++)
    {
      const float *in = job->in + (gsize) y * job->stride * job->in_row;
      const float *add = job->add == NULL ? NULL : job->add + y * job->add_row;
      float *out = job->out + y * job->out_row;
      for (guint i = 0; i < n_tiles; i++)
        {
          const guint n = narrow + (i < n_wide);
          funcs[n - 1](job, in, add, out);
          in += n * job->step;
          out += n * VL;
          if (add != NULL)
            add += n * VL;
        }
    }
}
