/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/taper-pool-training.h"

#include <math.h>

/* Where the window of output (y, x) lies inside the picture. */
typedef struct {
  guint top, left, bottom, right; /* bottom and right excluded */
} Window;

static Window
window_at (const TaperBlockShape *in, guint kernel, guint stride, guint padding, guint y, guint x)
{
  int top = (int) (y * stride) - (int) padding, left = (int) (x * stride) - (int) padding;

  return (Window){ MAX (top, 0), MAX (left, 0), MIN (top + (int) kernel, (int) in->height),
                   MIN (left + (int) kernel, (int) in->width) };
}

/* Index of the maximum's pixel for each lane, and the maximum. */
static void
find_maxima (const TaperBlockShape *shape, Window w, const float *plane, float best[TAPER_LANES],
             gsize where[TAPER_LANES])
{
  for (guint lane = 0; lane < TAPER_LANES; lane++)
    best[lane] = -INFINITY;
  for (guint y = w.top; y < w.bottom; y++)
    for (guint x = w.left; x < w.right; x++)
      {
        gsize at = y * taper_block_row (shape) + (gsize) x * TAPER_LANES;

        for (guint lane = 0; lane < TAPER_LANES; lane++)
          if (plane[at + lane] > best[lane])
            {
              best[lane] = plane[at + lane];
              where[lane] = at + lane;
            }
      }
}

void
taper_max_pool_forward (const TaperBlockShape *in_shape, const TaperBlockShape *out_shape,
                        guint kernel, guint stride, guint padding, const float *in, float *out)
{
  gsize where[TAPER_LANES];

  for (guint c = 0; c < out_shape->channels; c++)
    for (guint y = 0; y < out_shape->height; y++)
      for (guint x = 0; x < out_shape->width; x++)
        find_maxima (in_shape, window_at (in_shape, kernel, stride, padding, y, x),
                     in + c * taper_block_plane (in_shape) + taper_block_origin (in_shape),
                     out + c * taper_block_plane (out_shape) + taper_block_origin (out_shape) +
                         y * taper_block_row (out_shape) + (gsize) x * TAPER_LANES,
                     where);
}

void
taper_max_pool_backward (const TaperBlockShape *in_shape, const TaperBlockShape *out_shape,
                         guint kernel, guint stride, guint padding, const float *in,
                         const float *out_gradient, float *in_gradient)
{
  for (guint c = 0; c < out_shape->channels; c++)
    {
      gsize plane = c * taper_block_plane (in_shape) + taper_block_origin (in_shape);

      for (guint y = 0; y < out_shape->height; y++)
        for (guint x = 0; x < out_shape->width; x++)
          {
            const float *g = out_gradient + c * taper_block_plane (out_shape) +
                             taper_block_origin (out_shape) + y * taper_block_row (out_shape) +
                             (gsize) x * TAPER_LANES;
            float best[TAPER_LANES];
            gsize where[TAPER_LANES] = { 0 };

            find_maxima (in_shape, window_at (in_shape, kernel, stride, padding, y, x), in + plane,
                         best, where);
            for (guint lane = 0; lane < TAPER_LANES; lane++)
              in_gradient[plane + where[lane]] += g[lane];
          }
    }
}

void
taper_average_pool_forward (const TaperBlockShape *in_shape, const TaperBlockShape *out_shape,
                            const float *in, float *out)
{
  float share = 1.0f / (float) (in_shape->height * in_shape->width);

  for (guint c = 0; c < in_shape->channels; c++)
    {
      const float *plane = in + c * taper_block_plane (in_shape) + taper_block_origin (in_shape);
      float sum[TAPER_LANES] = { 0 };

      for (guint y = 0; y < in_shape->height; y++)
        for (guint i = 0; i < in_shape->width * TAPER_LANES; i++)
          sum[i % TAPER_LANES] += plane[y * taper_block_row (in_shape) + i];
      for (guint lane = 0; lane < TAPER_LANES; lane++)
        out[c * taper_block_plane (out_shape) + taper_block_origin (out_shape) + lane] =
            sum[lane] * share;
    }
}

void
taper_average_pool_backward (const TaperBlockShape *in_shape, const TaperBlockShape *out_shape,
                             const float *out_gradient, gboolean accumulate, float *in_gradient)
{
  float share = 1.0f / (float) (in_shape->height * in_shape->width);

  for (guint c = 0; c < in_shape->channels; c++)
    {
      float *plane = in_gradient + c * taper_block_plane (in_shape) + taper_block_origin (in_shape);
      const float *g =
          out_gradient + c * taper_block_plane (out_shape) + taper_block_origin (out_shape);

      for (guint y = 0; y < in_shape->height; y++)
        for (guint i = 0; i < in_shape->width * TAPER_LANES; i++)
          {
            float *at = plane + y * taper_block_row (in_shape) + i;

            *at = (accumulate ? *at : 0) + g[i % TAPER_LANES] * share;
          }
    }
}
