/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Built once per instruction set with TAPER_KERNELS_NAME set; see meson.build. */
#include "core/ops/taper-block-kernels-private.h"
#include "core/ops/taper-block-vector-private.h"

#if defined(__AVX512F__)
#define TILE_COLUMNS 6 /* weight columns accumulated together */
#else
#define TILE_COLUMNS 2
#endif
#define STRIP_PIXELS 64 /* rows whose values stay in the first cache level while all are paired */

/* TILE_C channels times @nx pixels, one register per pair. */
INLINE void
conv_tile (const TaperConvJob *job, const float *src, const float *weights, guint channel,
           guint n_channels, float *dst, const float *add, int nx)
{
  Vec acc[TILE_C][TILE_X];

#pragma GCC unroll 8
  for (int c = 0; c < TILE_C; c++)
#pragma GCC unroll 8
    for (int x = 0; x < nx; x++)
      acc[c][x] = (Vec){ 0 };

  for (guint ci = 0; ci < job->in_channels; ci++, src += job->src_plane)
    for (guint t = 0; t < job->n_taps; t++, weights += TILE_C)
      {
        const float *p = src + job->taps[t];
        Vec in[TILE_X];

#pragma GCC unroll 8
        for (int x = 0; x < nx; x++)
          in[x] = LOAD (p + x * job->src_step);
#pragma GCC unroll 8
        for (int c = 0; c < TILE_C; c++)
          {
            Vec w = splat (weights[c]);
#pragma GCC unroll 8
            for (int x = 0; x < nx; x++)
              acc[c][x] += w * in[x];
          }
      }

#pragma GCC unroll 8
  for (int c = 0; c < TILE_C; c++)
    {
      Vec bias = splat (job->bias != NULL && c < (int) n_channels ? job->bias[channel + c] : 0);

      if (c >= (int) n_channels)
        break;
#pragma GCC unroll 8
      for (int x = 0; x < nx; x++)
        {
          float *out = dst + c * job->dst_plane + x * job->dst_step;
          Vec v = acc[c][x] + bias;

          if (add != NULL)
            v += LOAD (add + c * job->add_plane + x * TAPER_LANES);
          if (job->accumulate)
            v += LOAD (out);
          STORE (out, job->relu ? where_positive (v, v) : v);
        }
    }
}

static void
conv (const TaperConvJob *job)
{
  guint tiles = (job->out_channels + TILE_C - 1) / TILE_C;

  for (guint y = 0; y < job->height; y++)
    for (guint tile = 0; tile < tiles; tile++)
      {
        guint channel = tile * TILE_C;
        guint n = MIN (TILE_C, job->out_channels - channel);
        const float *weights = job->weights + (gsize) channel * job->in_channels * job->n_taps;
        const float *src = job->src + y * job->src_row;
        float *dst = job->dst + channel * job->dst_plane + y * job->dst_row;
        const float *add =
            job->add == NULL ? NULL : job->add + channel * job->add_plane + y * job->add_row;
        guint x = 0;

        for (; x + TILE_X <= job->width; x += TILE_X)
          for (int lane = 0; lane < TAPER_LANES; lane += VL)
            conv_tile (job, src + x * job->src_step + lane, weights, channel, n,
                       dst + x * job->dst_step + lane,
                       add == NULL ? NULL : add + x * TAPER_LANES + lane, TILE_X);
        for (; x < job->width; x++)
          for (int lane = 0; lane < TAPER_LANES; lane += VL)
            conv_tile (job, src + x * job->src_step + lane, weights, channel, n,
                       dst + x * job->dst_step + lane,
                       add == NULL ? NULL : add + x * TAPER_LANES + lane, 1);
      }
}

/* TILE_C channels times TILE_COLUMNS columns over @rows rows. */
INLINE void
weight_tile (const TaperWeightJob *job, const float *upper, const float *src, guint rows,
             const gssize *columns, float sums[TILE_C][TILE_COLUMNS])
{
  Vec acc[TILE_C][TILE_COLUMNS];

#pragma GCC unroll 8
  for (int c = 0; c < TILE_C; c++)
#pragma GCC unroll 8
    for (int k = 0; k < TILE_COLUMNS; k++)
      acc[c][k] = (Vec){ 0 };

  for (guint y = 0; y < rows; y++, upper += job->upper_row, src += job->src_row)
    for (int lane = 0; lane < TAPER_LANES; lane += VL)
      {
        const float *u = upper + lane, *s = src + lane;

        for (guint x = 0; x < job->width; x++, u += TAPER_LANES, s += job->src_step)
          {
            Vec g[TILE_C];

#pragma GCC unroll 8
            for (int c = 0; c < TILE_C; c++)
              g[c] = LOAD (u + c * job->upper_plane);
#pragma GCC unroll 8
            for (int k = 0; k < TILE_COLUMNS; k++)
              {
                Vec in = LOAD (s + columns[k]);
#pragma GCC unroll 8
                for (int c = 0; c < TILE_C; c++)
                  acc[c][k] += g[c] * in;
              }
          }
      }

#pragma GCC unroll 8
  for (int c = 0; c < TILE_C; c++)
#pragma GCC unroll 8
    for (int k = 0; k < TILE_COLUMNS; k++)
      sums[c][k] = lane_sum (acc[c][k]);
}

/* What is left over when the channels are no multiple of the tile: one at a time. */
static void
weight_channel (const TaperWeightJob *job, const float *upper, const float *src, guint rows,
                float *gradient)
{
  for (guint k = 0; k < job->n_columns; k++)
    {
      Vec acc = { 0 };

      for (guint y = 0; y < rows; y++)
        for (guint x = 0; x < job->width; x++)
          for (int lane = 0; lane < TAPER_LANES; lane += VL)
            acc += LOAD (upper + y * job->upper_row + x * TAPER_LANES + lane) *
                   LOAD (src + y * job->src_row + x * job->src_step + job->columns[k] + lane);
      gradient[k] += lane_sum (acc);
    }
}

static void
weight_strip (const TaperWeightJob *job, const float *upper, const float *src, guint rows)
{
  guint whole = job->out_channels / TILE_C * TILE_C;

  for (guint k = 0; k < job->n_columns; k += TILE_COLUMNS)
    {
      gssize columns[TILE_COLUMNS];
      guint n = MIN (TILE_COLUMNS, job->n_columns - k);

      for (guint i = 0; i < TILE_COLUMNS; i++)
        columns[i] = job->columns[k + MIN (i, n - 1)];
      for (guint c = 0; c < whole; c += TILE_C)
        {
          float sums[TILE_C][TILE_COLUMNS];

          weight_tile (job, upper + c * job->upper_plane, src, rows, columns, sums);
          for (guint i = 0; i < TILE_C; i++)
            for (guint j = 0; j < n; j++)
              job->gradient[(gsize) (c + i) * job->n_columns + k + j] += sums[i][j];
        }
    }
  for (guint c = whole; c < job->out_channels; c++)
    weight_channel (job, upper + c * job->upper_plane, src, rows,
                    job->gradient + (gsize) c * job->n_columns);
}

static void
weights (const TaperWeightJob *job)
{
  guint rows = MAX (1, STRIP_PIXELS / job->width);

  for (guint y = 0; y < job->height; y += rows)
    weight_strip (job, job->upper + y * job->upper_row, job->src + y * job->src_row,
                  MIN (rows, job->height - y));
}

static void
moments (const TaperPlane *p, double sums[2])
{
  sums[0] = sums[1] = 0;
  for (guint y = 0; y < p->height; y++)
    {
      const float *x = p->x + y * p->row;
      Vec s = { 0 }, q = { 0 };

      for (guint i = 0; i < p->width * TAPER_LANES; i += VL)
        {
          Vec v = LOAD (x + i);

          s += v;
          q += v * v;
        }
      sums[0] += lane_sum (s);
      sums[1] += lane_sum (q);
    }
}

static void
scale (const TaperPlane *p, float factor, float shift, gboolean relu)
{
  Vec a = splat (factor), b = splat (shift);

  for (guint y = 0; y < p->height; y++)
    {
      const float *x = p->x + y * p->row;
      const float *add = p->add == NULL ? NULL : p->add + y * p->add_row;
      float *out = p->g + y * p->row;

      for (guint i = 0; i < p->width * TAPER_LANES; i += VL)
        {
          Vec v = LOAD (x + i) * a + b;

          if (add != NULL)
            v += LOAD (add + i);
          STORE (out + i, relu ? where_positive (v, v) : v);
        }
    }
}

INLINE void
mask_row (const TaperPlane *p, guint y, gboolean accumulate, Vec mean, Vec sums[2])
{
  float *g = p->g + y * p->row;
  const float *out = p->y == NULL ? NULL : p->y + y * p->row;
  const float *x = p->x == NULL ? NULL : p->x + y * p->row;
  float *add = p->add_out == NULL ? NULL : p->add_out + y * p->add_row;

  for (guint i = 0; i < p->width * TAPER_LANES; i += VL)
    {
      Vec v = LOAD (g + i);

      if (out != NULL)
        {
          v = where_positive (LOAD (out + i), v);
          STORE (g + i, v);
        }
      if (add != NULL)
        STORE (add + i, accumulate ? LOAD (add + i) + v : v);
      sums[0] += v;
      if (x != NULL)
        sums[1] += v * (LOAD (x + i) - mean);
    }
}

static void
mask (const TaperPlane *p, gboolean accumulate, float mean, double sums[2])
{
  sums[0] = sums[1] = 0;
  for (guint y = 0; y < p->height; y++)
    {
      Vec row[2] = { { 0 }, { 0 } };

      mask_row (p, y, accumulate, splat (mean), row);
      sums[0] += lane_sum (row[0]);
      sums[1] += lane_sum (row[1]);
    }
}

static void
combine (const TaperPlane *p, float a, float b, float c)
{
  Vec va = splat (a), vb = splat (b), vc = splat (c);

  for (guint y = 0; y < p->height; y++)
    {
      const float *x = p->x + y * p->row;
      float *g = p->g + y * p->row;

      for (guint i = 0; i < p->width * TAPER_LANES; i += VL)
        STORE (g + i, LOAD (g + i) * va + (LOAD (x + i) * vb + vc));
    }
}

#define STRING(x) #x
#define NAME_STRING(x) STRING (x)

const TaperBlockKernels BLOCK_SYMBOL (kernels) = {
  .name = NAME_STRING (TAPER_KERNELS_NAME),
  .conv = conv,
  .winograd = BLOCK_SYMBOL (winograd),
  .weights = weights,
  .winograd_weights = BLOCK_SYMBOL (winograd_weights),
  .moments = moments,
  .scale = scale,
  .mask = mask,
  .combine = combine,
};
