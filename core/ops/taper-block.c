/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/taper-block.h"

#include <string.h>

float *
taper_block_alloc (gsize n_floats)
{
  gsize bytes =
      (n_floats * sizeof (float) + TAPER_BLOCK_ALIGN) / TAPER_BLOCK_ALIGN * TAPER_BLOCK_ALIGN;
  float *block = g_aligned_alloc (1, bytes, TAPER_BLOCK_ALIGN);

  memset (block, 0, bytes);
  return block;
}

void
taper_block_free (float *block)
{
  g_aligned_free (block);
}

void
taper_block_clear (const TaperBlockShape *shape, float *block)
{
  memset (block, 0, taper_block_size (shape) * sizeof (float));
}

void
taper_block_clear_border (const TaperBlockShape *shape, float *block)
{
  gsize row = taper_block_row (shape);
  gsize side = (gsize) shape->border * TAPER_LANES;

  if (shape->border == 0)
    return;
  for (guint c = 0; c < shape->channels; c++)
    {
      float *p = block + c * taper_block_plane (shape);

      memset (p, 0, shape->border * row * sizeof (float));
      p += shape->border * row;
      for (guint y = 0; y < shape->height; y++, p += row)
        {
          memset (p, 0, side * sizeof (float));
          memset (p + row - side, 0, side * sizeof (float));
        }
      memset (p, 0, shape->border * row * sizeof (float));
    }
}

void
taper_block_load (const TaperBlockShape *shape, const float *planes, guint n, float *block)
{
  gsize pixels = (gsize) shape->height * shape->width;

  taper_block_clear (shape, block);
  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < shape->channels; c++)
      {
        const float *in = planes + (i * shape->channels + c) * pixels;
        float *out = block + c * taper_block_plane (shape) + taper_block_origin (shape) + i;

        for (guint y = 0; y < shape->height; y++)
          for (guint x = 0; x < shape->width; x++)
            out[y * taper_block_row (shape) + x * TAPER_LANES] = in[y * shape->width + x];
      }
}

void
taper_block_store (const TaperBlockShape *shape, const float *block, guint n, float *planes)
{
  gsize pixels = (gsize) shape->height * shape->width;

  for (guint i = 0; i < n; i++)
    for (guint c = 0; c < shape->channels; c++)
      {
        float *out = planes + (i * shape->channels + c) * pixels;
        const float *in = block + c * taper_block_plane (shape) + taper_block_origin (shape) + i;

        for (guint y = 0; y < shape->height; y++)
          for (guint x = 0; x < shape->width; x++)
            out[y * shape->width + x] = in[y * taper_block_row (shape) + x * TAPER_LANES];
      }
}
