/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"

#include <math.h>
#include <string.h>

/* Source values weighted at a time: fits the second-level cache, however wide the picture is. */
#define TILE_VALUES 12288
#define BLOCK 16

/*
 * One direction of a scaling: output i is the weighted mean of the count[i] source pixels from
 * first[i] on, weights at weights + offset[i], their sum 1 / norm[i].
 */
typedef struct {
  guint n;
  guint *first, *count, *offset;
  float *norm;
  GArray *weights; /* of float */
} Axis;

static void
axis_free (Axis *self)
{
  g_free (self->first);
  g_free (self->count);
  g_free (self->offset);
  g_free (self->norm);
  g_array_unref (self->weights);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Axis, axis_free)

/* The @n_in pixels are spread evenly over @n_out <= @n_in: exact coverage of output @at. */
static void
add_area (Axis *self, guint i, guint64 n_in, guint64 n_out, guint64 at)
{
  guint64 begin = at * n_in, end = begin + n_in; /* in units of 1 / n_out source pixels */
  guint64 last = (end - 1) / n_out;

  self->first[i] = begin / n_out;
  self->count[i] = last - self->first[i] + 1;
  self->norm[i] = (double) n_out / n_in;
  for (guint64 k = self->first[i]; k <= last; k++)
    {
      guint64 overlap = MIN (end, (k + 1) * n_out) - MAX (begin, k * n_out);
      float weight = (double) overlap / n_out;

      g_array_append_val (self->weights, weight);
    }
}

/* Growing: between the two nearest pixel centres, the border's pixel is repeated beyond it. */
static void
add_bilinear (Axis *self, guint i, guint n_in, guint64 n_out, guint64 at)
{
  double position = (at + 0.5) * n_in / n_out - 0.5;
  guint first = CLAMP (floor (position), 0, n_in - 1);
  float second = CLAMP (position - first, 0, 1), weight = 1 - second;

  self->first[i] = first;
  self->count[i] = first + 1 < n_in ? 2 : 1;
  self->norm[i] = 1;
  if (self->count[i] == 1)
    weight = 1;
  g_array_append_val (self->weights, weight);
  if (self->count[i] == 2)
    g_array_append_val (self->weights, second);
}

/* Outputs @from to @from + @n of @n_in pixels scaled to @n_out. */
static Axis *
axis_new (guint n_in, guint64 n_out, guint64 from, guint n)
{
  Axis *self = g_new0 (Axis, 1);

  self->n = n;
  self->first = g_new (guint, n);
  self->count = g_new (guint, n);
  self->offset = g_new (guint, n);
  self->norm = g_new (float, n);
  self->weights = g_array_new (FALSE, FALSE, sizeof (float));
  for (guint i = 0; i < n; i++)
    {
      self->offset[i] = self->weights->len;
      if (n_out <= n_in)
        add_area (self, i, n_in, n_out, from + i);
      else
        add_bilinear (self, i, n_in, n_out, from + i);
    }
  return self;
}

static const float *
axis_weights (const Axis *self, guint i)
{
  return &g_array_index (self->weights, float, self->offset[i]);
}

/* sums += weight * values; blocks of constant length, which compilers turn into vector code */
static void
add_weighted (float *restrict sums, const guint8 *restrict values, gsize n, float weight)
{
  gsize i = 0;

  for (; i + BLOCK <= n; i += BLOCK)
    for (guint j = 0; j < BLOCK; j++)
      sums[i + j] += weight * values[i + j];
  for (; i < n; i++)
    sums[i] += weight * values[i];
}

/* Output columns @from to @to of one row, from the rows' weighted @sums that begin at @base. */
static void
reduce_row (const Axis *columns, guint from, guint to, const float *sums, guint base, float norm,
            guint8 *out)
{
  for (guint i = from; i < to; i++, out += 3)
    {
      const float *weight = axis_weights (columns, i);
      const float *in = sums + (gsize) (columns->first[i] - base) * 3;
      float r = 0, g = 0, b = 0, scale = norm * columns->norm[i];

      for (guint k = 0; k < columns->count[i]; k++, in += 3)
        {
          r += weight[k] * in[0];
          g += weight[k] * in[1];
          b += weight[k] * in[2];
        }
      out[0] = (int) (r * scale + 0.5f);
      out[1] = (int) (g * scale + 0.5f);
      out[2] = (int) (b * scale + 0.5f);
    }
}

/* All rows of the output columns @from to @to; @sums holds three values per source column. */
static void
resample_tile (const TaperImage *self, const Axis *columns, const Axis *rows, guint from, guint to,
               float *sums, TaperImage *out)
{
  guint base = columns->first[from];
  gsize n = (gsize) (columns->first[to - 1] + columns->count[to - 1] - base) * 3;

  for (guint y = 0; y < rows->n; y++)
    {
      const float *weight = axis_weights (rows, y);

      memset (sums, 0, n * sizeof (float));
      for (guint k = 0; k < rows->count[y]; k++)
        {
          gsize line = (gsize) (rows->first[y] + k) * self->width;

          add_weighted (sums, self->pixels + (line + base) * 3, n, weight[k]);
        }
      reduce_row (columns, from, to, sums, base, rows->norm[y],
                  out->pixels + ((gsize) y * out->width + from) * 3);
    }
}

static TaperImage *
resample (const TaperImage *self, const Axis *columns, const Axis *rows)
{
  TaperImage *out = taper_image_new_like (self, columns->n, rows->n);
  g_autofree float *sums = NULL;
  gsize room = TILE_VALUES;

  for (guint i = 0; i < columns->n; i++)
    room = MAX (room, (gsize) columns->count[i] * 3);
  sums = g_new (float, room);

  for (guint from = 0, to; from < columns->n; from = to)
    {
      guint base = columns->first[from];

      for (to = from + 1; to < columns->n; to++)
        if ((gsize) (columns->first[to] + columns->count[to] - base) * 3 > room)
          break;
      resample_tile (self, columns, rows, from, to, sums, out);
    }
  return out;
}

/* @side scaled by @to / @from, rounded to nearest, at least 1 */
static guint64
scale_side (guint64 side, guint to, guint from)
{
  return MAX (1, (guint64) ((double) side * to / from + 0.5));
}

guint
taper_image_input_side (const TaperInputSpec *spec)
{
  return MAX (320, MAX (spec->width, spec->height));
}

TaperImage *
taper_image_fit (const TaperImage *self, guint width, guint height)
{
  g_autoptr (Axis) columns = NULL;
  g_autoptr (Axis) rows = NULL;
  guint64 full_width = width, full_height = height;

  g_return_val_if_fail (width > 0 && height > 0, NULL);

  if (self->width == width && self->height == height)
    return taper_image_ref ((TaperImage *) self);

  /* The side that is shorter against the wanted shape meets it, the other one juts out. */
  if ((guint64) self->width * height > (guint64) self->height * width)
    full_width = MAX (width, scale_side (self->width, height, self->height));
  else
    full_height = MAX (height, scale_side (self->height, width, self->width));
  columns = axis_new (self->width, full_width, (full_width - width) / 2, width);
  rows = axis_new (self->height, full_height, (full_height - height) / 2, height);
  return resample (self, columns, rows);
}

TaperImage *
taper_image_thumbnail (const TaperImage *self, guint max_side)
{
  g_autoptr (Axis) columns = NULL;
  g_autoptr (Axis) rows = NULL;
  guint longest = MAX (self->width, self->height), width, height;

  g_return_val_if_fail (max_side > 0, NULL);

  if (longest <= max_side)
    return taper_image_ref ((TaperImage *) self);
  width = scale_side (self->width, max_side, longest);
  height = scale_side (self->height, max_side, longest);
  columns = axis_new (self->width, width, 0, width);
  rows = axis_new (self->height, height, 0, height);
  return resample (self, columns, rows);
}
