/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The gradient of the weights through Winograd's transforms, built once per instruction set:
 * Y = A^T [U * V] A with U = G g G^T gives dU = (A dY A^T) * V, summed over tiles and pictures, and
 * dg = G^T dU G. */
#include "core/ops/taper-block-vector-private.h"

#include "core/kernels/taper-winograd-tile-private.h"

#include <string.h>

#define GROUP TAPER_WINOGRAD_WEIGHT_TILES
#define GROUP_ROW (GROUP * TAPER_LANES) /* a channel's tiles of one place */
#define TILE_SUMS (TILE_C * TILE_C)
#if VL == 16
#define TILE_IN 4 /* input channels whose sums stay in registers, with TILE_C output channels */
#else
#define TILE_IN 2
#endif

/* The parts of the scratch; @sums: (36, co / 4, ci / 4, 4 co, 4 ci). */
typedef struct {
  float *in, *out, *sums;
  gsize in_place, out_place, sums_place;
  guint in_channels, in_tiles, out_tiles;
} Parts;

static void
input_group (const TaperWeightJob *job, const Parts *parts, guint first, guint n)
{
  const guint per_row = job->width / 4;

  for (guint c = 0; c < parts->in_channels; c++)
    for (guint t = 0; t < n; t++)
      {
        const guint y = (first + t) / per_row * 4, x = (first + t) % per_row * 4;
        /* The first column of a channel is its tap above and left. */
        const float *in =
            job->src + job->columns[(gsize) c * 9] + y * job->src_row + x * job->src_step;

        for (guint lane = 0; lane < TAPER_LANES; lane += VL)
          winograd_input_tile (in + lane, job->src_row, job->src_step,
                               parts->in + c * GROUP_ROW + t * TAPER_LANES + lane, parts->in_place);
      }
}

/* A dY A^T */
INLINE void
gradient_tile (const float *from, gsize row, float *to, gsize place)
{
  Vec columns[4][6];
#pragma GCC unroll 4
  for (guint s = 0; s < 4; s++)
    {
      Vec y[4];
#pragma GCC unroll 4
      for (guint r = 0; r < 4; r++)
        y[r] = LOAD (from + r * row + s * TAPER_LANES);
      winograd_output_back_1d (y, columns[s]);
    }
#pragma GCC unroll 6
  for (guint r = 0; r < 6; r++)
    {
      Vec y[4], line[6];
#pragma GCC unroll 4
      for (guint s = 0; s < 4; s++)
        y[s] = columns[s][r];
      winograd_output_back_1d (y, line);
#pragma GCC unroll 6
      for (guint s = 0; s < 6; s++)
        STORE (to + (r * 6 + s) * place, line[s]);
    }
}

static void
gradient_group (const TaperWeightJob *job, const Parts *parts, guint first, guint n)
{
  const guint per_row = job->width / 4;

  for (guint c = 0; c < job->out_channels; c++)
    for (guint t = 0; t < n; t++)
      {
        const guint y = (first + t) / per_row * 4, x = (first + t) % per_row * 4;
        const float *from =
            job->upper + c * job->upper_plane + y * job->upper_row + (gsize) x * TAPER_LANES;

        for (guint lane = 0; lane < TAPER_LANES; lane += VL)
          gradient_tile (from + lane, job->upper_row,
                         parts->out + c * GROUP_ROW + t * TAPER_LANES + lane, parts->out_place);
      }
}

#if VL == 16
/* The sums of neighbours that are so many lanes apart, first of @a, then of @b. */
INLINE Vec
fold_8 (Vec a, Vec b)
{
  return __builtin_shufflevector (a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
         __builtin_shufflevector (a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30,
                                  31);
}

INLINE Vec
fold_4 (Vec a, Vec b)
{
  return __builtin_shufflevector (a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27) +
         __builtin_shufflevector (a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
}

INLINE Vec
fold_2 (Vec a, Vec b)
{
  return __builtin_shufflevector (a, b, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29) +
         __builtin_shufflevector (a, b, 2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23, 26, 27, 30, 31);
}

INLINE Vec
fold_1 (Vec a, Vec b)
{
  return __builtin_shufflevector (a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30) +
         __builtin_shufflevector (a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

/* One register whose lane i is the sum over the lanes of v[i]. */
INLINE Vec
sum_lanes (Vec v[16])
{
#pragma GCC unroll 8
  for (guint i = 0; i < 8; i++)
    v[i] = fold_8 (v[2 * i], v[2 * i + 1]);
#pragma GCC unroll 4
  for (guint i = 0; i < 4; i++)
    v[i] = fold_4 (v[2 * i], v[2 * i + 1]);
  return fold_1 (fold_2 (v[0], v[1]), fold_2 (v[2], v[3]));
}
#endif

/* sums (4 co, 4 ci) += products of TILE_C output and TILE_IN input channels over @n registers */
INLINE void
product_tile (const float *out, const float *in, guint n, float *sums)
{
  Vec acc[TILE_C * TILE_IN];

#pragma GCC unroll 16
  for (guint i = 0; i < TILE_C * TILE_IN; i++)
    acc[i] = (Vec){ 0 };
  for (guint t = 0; t < n; t++, out += VL, in += VL)
    {
      Vec values[TILE_IN];
#pragma GCC unroll 4
      for (guint i = 0; i < TILE_IN; i++)
        values[i] = LOAD (in + i * GROUP_ROW);
#pragma GCC unroll 4
      for (guint c = 0; c < TILE_C; c++)
        {
          const Vec g = LOAD (out + c * GROUP_ROW);
#pragma GCC unroll 4
          for (guint i = 0; i < TILE_IN; i++)
            acc[c * TILE_IN + i] += g * values[i];
        }
    }
#if VL == 16
  STORE (sums, LOAD (sums) + sum_lanes (acc));
#else
  for (guint c = 0; c < TILE_C; c++)
    for (guint i = 0; i < TILE_IN; i++)
      sums[c * TILE_C + i] += lane_sum (acc[c * TILE_IN + i]);
#endif
}

static void
multiply (const Parts *parts, guint place, guint n_tiles)
{
  const float *out = parts->out + place * parts->out_place;
  float *sums = parts->sums + place * parts->sums_place;

  for (guint o = 0; o < parts->out_tiles; o++, out += TILE_C * GROUP_ROW)
    for (guint i = 0; i < parts->in_tiles; i++, sums += TILE_SUMS)
      for (guint part = 0; part < TILE_C; part += TILE_IN)
        product_tile (out, parts->in + place * parts->in_place + (i * TILE_C + part) * GROUP_ROW,
                      n_tiles * TAPER_LANES / VL, sums + part);
}

/* gradient += G^T dU G for one tile of 4 x 4 channels, each lane a pair of them */
static void
finish_tile (const TaperWeightJob *job, const Parts *parts, guint o, guint i)
{
  const float *from = parts->sums + ((gsize) o * parts->in_tiles + i) * TILE_SUMS;
  float taps[9][TILE_SUMS] __attribute__ ((aligned (64)));

  for (guint lane = 0; lane < TILE_SUMS; lane += VL)
    {
      Vec columns[6][3];

      for (guint s = 0; s < 6; s++)
        {
          Vec m[6];

          for (guint r = 0; r < 6; r++)
            m[r] = LOAD (from + (r * 6 + s) * parts->sums_place + lane);
          winograd_weights_back_1d (m, columns[s]);
        }
      for (guint r = 0; r < 3; r++)
        {
          Vec m[6], line[3];

          for (guint s = 0; s < 6; s++)
            m[s] = columns[s][r];
          winograd_weights_back_1d (m, line);
          for (guint s = 0; s < 3; s++)
            STORE (taps[r * 3 + s] + lane, line[s]);
        }
    }
  for (guint c = 0; c < TILE_C && o * TILE_C + c < job->out_channels; c++)
    for (guint k = 0; k < TILE_C && i * TILE_C + k < parts->in_channels; k++)
      for (guint t = 0; t < 9; t++)
        job->gradient[(gsize) (o * TILE_C + c) * job->n_columns + (i * TILE_C + k) * 9 + t] +=
            taps[t][c * TILE_C + k];
}

void
BLOCK_SYMBOL (winograd_weights) (const TaperWeightJob *job, float *scratch)
{
  const guint n_tiles = job->width / 4 * (job->height / 4), in_channels = job->n_columns / 9;
  Parts parts = {
    .in_place = taper_winograd_place (in_channels, GROUP),
    .out_place = taper_winograd_place (job->out_channels, GROUP),
    .in_channels = in_channels,
    .in_tiles = taper_padded_channels (in_channels) / TILE_C,
    .out_tiles = taper_padded_channels (job->out_channels) / TILE_C,
  };

  parts.sums_place = (gsize) parts.in_tiles * parts.out_tiles * TILE_SUMS;
  parts.sums = scratch;
  parts.in = parts.sums + TAPER_WINOGRAD_PLACES * parts.sums_place;
  parts.out = parts.in + TAPER_WINOGRAD_PLACES * parts.in_place;
  memset (parts.sums, 0, TAPER_WINOGRAD_PLACES * parts.sums_place * sizeof (float));
  for (guint first = 0; first < n_tiles; first += GROUP)
    {
      const guint n = MIN (GROUP, n_tiles - first);

      input_group (job, &parts, first, n);
      gradient_group (job, &parts, first, n);
      for (guint place = 0; place < TAPER_WINOGRAD_PLACES; place++)
        multiply (&parts, place, n);
    }
  for (guint o = 0; o < parts.out_tiles; o++)
    for (guint i = 0; i < parts.in_tiles; i++)
      finish_tile (job, &parts, o, i);
}
