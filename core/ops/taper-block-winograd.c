/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Built once per instruction set with TAPER_KERNELS_NAME set; see meson.build. A vector is one
 * place of a tile in all pictures of a block. */
#include "core/ops/taper-block-vector-private.h"

#include "core/kernels/taper-winograd-tile-private.h"

#define GROUP_ROW (TAPER_WINOGRAD_TILES * TAPER_LANES) /* a channel's tiles of one place */

/* TILE_C channels times @nx registers. */
INLINE void
product_tile (const float *weights, const float *in, guint n, float *out, int nx)
{
  Vec acc[TILE_C][TILE_X];

#pragma GCC unroll 8
  for (int c = 0; c < TILE_C; c++)
#pragma GCC unroll 8
    for (int x = 0; x < nx; x++)
      acc[c][x] = (Vec){ 0 };
  for (guint i = 0; i < n; i++, weights += TILE_C, in += GROUP_ROW)
#pragma GCC unroll 8
    for (int c = 0; c < TILE_C; c++)
      {
        const Vec w = splat (weights[c]);
#pragma GCC unroll 8
        for (int x = 0; x < nx; x++)
          acc[c][x] += w * LOAD (in + x * VL);
      }
#pragma GCC unroll 8
  for (int c = 0; c < TILE_C; c++)
#pragma GCC unroll 8
    for (int x = 0; x < nx; x++)
      STORE (out + c * GROUP_ROW + x * VL, acc[c][x]);
}

/* out (co, tiles) = weights (co / 4, ci, 4) x in (ci, tiles), at one place */
static void
multiply (const TaperConvJob *job, const float *weights, const float *in, guint n_tiles, float *out)
{
  const int width = (int) n_tiles * TAPER_LANES;

  for (guint channel = 0; channel < job->out_channels; channel += TILE_C)
    {
      int x = 0;

      for (; x + TILE_X * VL <= width; x += TILE_X * VL)
        product_tile (weights, in + x, job->in_channels, out + x, TILE_X);
      for (; x < width; x += VL)
        product_tile (weights, in + x, job->in_channels, out + x, 1);
      weights += (gsize) job->in_channels * TILE_C;
      out += TILE_C * GROUP_ROW;
    }
}

INLINE void
store_tile (const TaperConvJob *job, Vec result[4][4], Vec bias, const float *add, float *dst)
{
#pragma GCC unroll 4
  for (guint r = 0; r < 4; r++)
#pragma GCC unroll 4
    for (guint s = 0; s < 4; s++)
      {
        float *out = dst + r * job->dst_row + s * job->dst_step;
        Vec v = result[r][s] + bias;

        if (add != NULL)
          v += LOAD (add + r * job->add_row + s * TAPER_LANES);
        if (job->accumulate)
          v += LOAD (out);
        STORE (out, job->relu ? where_positive (v, v) : v);
      }
}

static void
input_group (const TaperConvJob *job, guint first, guint n, float *to)
{
  const gsize place = taper_winograd_place (job->in_channels, TAPER_WINOGRAD_TILES);

  for (guint c = 0; c < job->in_channels; c++)
    for (guint t = 0; t < n; t++)
      {
        const guint y = (first + t) / (job->width / 4) * 4, x = (first + t) % (job->width / 4) * 4;
        const float *in = job->src + c * job->src_plane + y * job->src_row + x * job->src_step;

        for (guint lane = 0; lane < TAPER_LANES; lane += VL)
          winograd_input_tile (in - job->src_row - job->src_step + lane, job->src_row,
                               job->src_step, to + c * GROUP_ROW + t * TAPER_LANES + lane, place);
      }
}

static void
output_group (const TaperConvJob *job, const float *from, gsize place, guint first, guint n)
{
  for (guint c = 0; c < job->out_channels; c++)
    for (guint t = 0; t < n; t++)
      {
        const guint y = (first + t) / (job->width / 4) * 4, x = (first + t) % (job->width / 4) * 4;
        const Vec bias = splat (job->bias != NULL ? job->bias[c] : 0);
        const float *add = job->add == NULL ? NULL
                                            : job->add + c * job->add_plane + y * job->add_row +
                                                  (gsize) x * TAPER_LANES;
        float *dst = job->dst + c * job->dst_plane + y * job->dst_row + x * job->dst_step;

        for (guint lane = 0; lane < TAPER_LANES; lane += VL)
          {
            Vec result[4][4];

            winograd_output_tile (from + c * GROUP_ROW + t * TAPER_LANES + lane, place, result);
            store_tile (job, result, bias, add == NULL ? NULL : add + lane, dst + lane);
          }
      }
}

void
BLOCK_SYMBOL (winograd) (const TaperConvJob *job, float *scratch)
{
  const guint padded = taper_padded_channels (job->out_channels);
  const guint n_tiles = job->width / 4 * (job->height / 4);
  const gsize in_place = taper_winograd_place (job->in_channels, TAPER_WINOGRAD_TILES);
  const gsize out_place = taper_winograd_place (job->out_channels, TAPER_WINOGRAD_TILES);
  float *in = scratch, *out = scratch + TAPER_WINOGRAD_PLACES * in_place;

  for (guint first = 0; first < n_tiles; first += TAPER_WINOGRAD_TILES)
    {
      const guint n = MIN (TAPER_WINOGRAD_TILES, n_tiles - first);

      input_group (job, first, n, in);
      for (guint p = 0; p < TAPER_WINOGRAD_PLACES; p++)
        multiply (job, job->weights + (gsize) p * padded * job->in_channels, in + p * in_place, n,
                  out + p * out_place);
      output_group (job, out, out_place, first, n);
    }
}
