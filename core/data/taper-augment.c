/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-augment.h"

#include <math.h>
#include <string.h>

/* Where the pixels of the result come from, and what is done to their colours. */
typedef struct {
  double xx, xy, x0, yx, yy, y0; /* source = (xx x + xy y + x0, yx x + yy y + y0) */
  gboolean exact;                /* whole pixels only */
  gboolean mirrored;
  double brightness, contrast, saturation;
  int cut_x, cut_y, cut_side; /* 0 = none */
} Variation;

static Variation
choose (const TaperAugmentation *self, TaperRandom *random, guint side, guint out)
{
  Variation v = { .brightness = 1, .contrast = 1, .saturation = 1 };
  double share = 1 - taper_random_between (random, 0, self->zoom);
  double scale = share * side / out, room = side * (1 - share) / 2;
  double angle = taper_random_between (random, -self->rotation, self->rotation) * G_PI / 180;
  double dx = (double) taper_random_below (random, 2 * self->padding + 1) - self->padding;
  double dy = (double) taper_random_below (random, 2 * self->padding + 1) - self->padding;
  double flip = taper_random_uniform (random) < self->flip ? -1 : 1;
  double middle = (out - 1) / 2.0, to = (side - 1) / 2.0;

  v.mirrored = flip < 0;
  v.xx = scale * cos (angle) * flip;
  v.xy = -scale * sin (angle);
  v.yx = scale * sin (angle) * flip;
  v.yy = scale * cos (angle);
  v.x0 = to + dx * scale + taper_random_between (random, -room, room) - (v.xx + v.xy) * middle;
  v.y0 = to + dy * scale + taper_random_between (random, -room, room) - (v.yx + v.yy) * middle;
  v.exact = side == out && self->zoom == 0 && self->rotation == 0;
  v.brightness += taper_random_between (random, -self->brightness, self->brightness);
  v.contrast += taper_random_between (random, -self->contrast, self->contrast);
  v.saturation += taper_random_between (random, -self->saturation, self->saturation);
  if (self->cutout > 0 && taper_random_uniform (random) < 0.5)
    {
      v.cut_side = (int) lround (self->cutout * out);
      v.cut_x = (int) taper_random_below (random, out) - v.cut_side / 2;
      v.cut_y = (int) taper_random_below (random, out) - v.cut_side / 2;
    }
  return v;
}

/* Reflected at the border, without repeating it. */
static inline int
reflect (int i, int n)
{
  while (i < 0 || i >= n)
    i = i < 0 ? -i : 2 * (n - 1) - i;
  return i;
}

static inline void
sample_exact (const guint8 *picture, int side, double x, double y, float rgb[3])
{
  const guint8 *p =
      picture +
      ((gsize) reflect ((int) lround (y), side) * side + reflect ((int) lround (x), side)) * 3;

  for (guint c = 0; c < 3; c++)
    rgb[c] = p[c];
}

static inline void
sample_bilinear (const guint8 *picture, int side, double x, double y, float rgb[3])
{
  int ix = (int) floor (x), iy = (int) floor (y);
  float fx = (float) (x - ix), fy = (float) (y - iy);
  int xs[2] = { reflect (ix, side), reflect (ix + 1, side) };
  int ys[2] = { reflect (iy, side), reflect (iy + 1, side) };
  const guint8 *p[4] = { picture + ((gsize) ys[0] * side + xs[0]) * 3,
                         picture + ((gsize) ys[0] * side + xs[1]) * 3,
                         picture + ((gsize) ys[1] * side + xs[0]) * 3,
                         picture + ((gsize) ys[1] * side + xs[1]) * 3 };

  for (guint c = 0; c < 3; c++)
    {
      float top = p[0][c] + fx * (p[1][c] - p[0][c]), low = p[2][c] + fx * (p[3][c] - p[2][c]);

      rgb[c] = top + fy * (low - top);
    }
}

static float
gray (const float *rgb)
{
  return 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2];
}

static void
jitter (const Variation *v, float *pixels, gsize n)
{
  double mean = 0;
  float b = (float) v->brightness, c = (float) v->contrast, s = (float) v->saturation, shift;

  if (b == 1 && c == 1 && s == 1)
    return;
  for (gsize i = 0; i < n; i++)
    mean += gray (pixels + 3 * i);
  shift = (float) (mean / n * b * (1 - c));
  for (gsize i = 0; i < n; i++)
    {
      float *p = pixels + 3 * i, g = gray (p) * (1 - s);

      for (guint k = 0; k < 3; k++)
        p[k] = CLAMP ((p[k] * s + g) * b * c + shift, 0, 255);
    }
}

/* Blanked with the mean colour, which the network sees as 0. */
static void
cut (const Variation *v, const TaperInputSpec *spec, float *pixels, int out)
{
  for (int y = MAX (v->cut_y, 0); y < MIN (v->cut_y + v->cut_side, out); y++)
    for (int x = MAX (v->cut_x, 0); x < MIN (v->cut_x + v->cut_side, out); x++)
      for (guint c = 0; c < 3; c++)
        pixels[((gsize) y * out + x) * 3 + c] = spec->mean[c] * 255;
}

gboolean
taper_augment (const TaperAugmentation *self, TaperRandom *random, const guint8 *picture,
               guint side, const TaperInputSpec *spec, const TaperBlockShape *shape, guint lane,
               float *block)
{
  guint out = shape->width;
  Variation v = choose (self, random, side, out);
  g_autofree float *pixels = g_new (float, (gsize) out *out * 3);

  for (guint y = 0; y < out; y++)
    for (guint x = 0; x < out; x++)
      {
        double sx = v.xx * x + v.xy * y + v.x0, sy = v.yx * x + v.yy * y + v.y0;
        float *rgb = pixels + ((gsize) y * out + x) * 3;

        if (v.exact)
          sample_exact (picture, side, sx, sy, rgb);
        else
          sample_bilinear (picture, side, sx, sy, rgb);
      }
  jitter (&v, pixels, (gsize) out * out);
  cut (&v, spec, pixels, out);
  for (guint c = 0; c < 3; c++)
    {
      float *plane = block + c * taper_block_plane (shape) + taper_block_origin (shape) + lane;
      float factor = 1 / (255 * spec->std[c]), minus = spec->mean[c] / spec->std[c];

      for (guint y = 0; y < out; y++)
        for (guint x = 0; x < out; x++)
          plane[y * taper_block_row (shape) + (gsize) x * TAPER_LANES] =
              pixels[((gsize) y * out + x) * 3 + c] * factor - minus;
    }
  return v.mirrored;
}
