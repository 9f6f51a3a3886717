/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image.h"
#include "tests/bench/bench-tasks.h"

#include <string.h>
#ifdef HAVE_TURBOJPEG
#include <turbojpeg.h>
#endif

typedef struct {
  char *path;
  guint side;
  TaperInputSpec spec;
  float *input;
} Decode;

static gpointer
prepare (const char *path, guint side)
{
  Decode *self = g_new0 (Decode, 1);
  self->path = g_strdup (path);
  self->side = side;
  self->spec = (TaperInputSpec){ 3, side, side, { 0.5f, 0.5f, 0.5f }, { 0.25f, 0.25f, 0.25f } };
  self->input = g_new (float, 3 * (gsize) side * side);
  return self;
}

/* As the window does, but reading no more of the picture than the network needs. */
static void
run_decode (gpointer data)
{
  Decode *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperImage) image = taper_image_load (self->path, self->side, &error);
  g_assert_no_error (error);
  g_autoptr (TaperImage) fitted = taper_image_fit (image, self->side, self->side);
  taper_image_to_input (fitted, &self->spec, self->input);
}

#ifdef HAVE_TURBOJPEG
/* The smallest scale that leaves the shorter side at least @side. */
static tjscalingfactor
choose_scale (int width, int height, int side)
{
  int n;
  const tjscalingfactor *factors = tjGetScalingFactors (&n);
  tjscalingfactor best = { 1, 1 };
  for (int i = 0; i < n; i++)
    if (MIN (TJSCALED (width, factors[i]), TJSCALED (height, factors[i])) >= side &&
        factors[i].num * best.denom < best.num * factors[i].denom)
      best = factors[i];
  return best;
}

/* (C, side, side) from the middle, each value the mean of the pixels that it covers most. */
static void
average (const guint8 *pixels, int width, int height, Decode *self)
{
  const int side = (int) self->side, shorter = MIN (width, height);
  const int left = (width - shorter) / 2, top = (height - shorter) / 2;
  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      {
        const int y0 = y * shorter / side, y1 = MAX ((y + 1) * shorter / side, y0 + 1);
        const int x0 = x * shorter / side, x1 = MAX ((x + 1) * shorter / side, x0 + 1);
        guint sums[3] = { 0 };
        for (int v = y0; v < y1; v++)
          for (int u = x0; u < x1; u++)
            for (int c = 0; c < 3; c++)
              sums[c] += pixels[((gsize) (top + v) * width + left + u) * 3 + c];
        for (int c = 0; c < 3; c++)
          self->input[(c * side + y) * side + x] =
              ((float) sums[c] / (float) ((y1 - y0) * (x1 - x0)) / 255 - 0.5f) * 4;
      }
}

static void
run_turbo (gpointer data)
{
  Decode *self = data;
  g_autofree char *contents = NULL;
  gsize n;
  int width, height, sampling, colour;
  tjhandle handle = tjInitDecompress ();
  g_assert_true (g_file_get_contents (self->path, &contents, &n, NULL));
  g_assert_cmpint (
      tjDecompressHeader3 (handle, (guint8 *) contents, n, &width, &height, &sampling, &colour), ==,
      0);
  const tjscalingfactor scale = choose_scale (width, height, (int) self->side);
  width = TJSCALED (width, scale);
  height = TJSCALED (height, scale);
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height * 3);
  g_assert_cmpint (
      tjDecompress2 (handle, (guint8 *) contents, n, pixels, width, 0, height, TJPF_RGB, 0), ==, 0);
  average (pixels, width, height, self);
  tjDestroy (handle);
}
#endif

const BenchTask bench_decode_tasks[] = {
  { "decode", prepare, run_decode },
#ifdef HAVE_TURBOJPEG
  { "turbo", prepare, run_turbo },
#endif
  { NULL },
};
