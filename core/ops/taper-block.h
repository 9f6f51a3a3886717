/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Training keeps the values of 16 pictures side by side: one picture per vector lane. A layer of
 * eight channels is then as easy to vectorise as one of 512, and no channel count has a remainder.
 */
#define TAPER_LANES 16
#define TAPER_BLOCK_ALIGN 64

/**
 * TaperBlockShape: values of 16 pictures, (channels, border + height + border,
 * border + width + border, 16). The border is zero: it is the padding of the convolutions that
 * read the values.
 */
typedef struct {
  guint channels, height, width, border;
} TaperBlockShape;

/* Strides and sizes in floats. */
static inline gsize
taper_block_row (const TaperBlockShape *s)
{
  return (gsize) (s->width + 2 * s->border) * TAPER_LANES;
}

static inline gsize
taper_block_plane (const TaperBlockShape *s)
{
  return taper_block_row (s) * (s->height + 2 * s->border);
}

static inline gsize
taper_block_size (const TaperBlockShape *s)
{
  return taper_block_plane (s) * s->channels;
}

/* Offset of the first pixel inside the border. */
static inline gsize
taper_block_origin (const TaperBlockShape *s)
{
  return taper_block_row (s) * s->border + (gsize) s->border * TAPER_LANES;
}

/* Aligned to 64 bytes, all zero; free with taper_block_free(). */
float *taper_block_alloc (gsize n_floats);
void taper_block_free (float *block);
/* Sets the border of @block to zero and leaves the inside. */
void taper_block_clear_border (const TaperBlockShape *shape, float *block);
void taper_block_clear (const TaperBlockShape *shape, float *block);
/* @planes: (n, C, H, W) with n <= 16; lanes from n on become zero. */
void taper_block_load (const TaperBlockShape *shape, const float *planes, guint n, float *block);
/* The inverse. */
void taper_block_store (const TaperBlockShape *shape, const float *block, guint n, float *planes);

G_END_DECLS
