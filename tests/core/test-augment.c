/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-augment.h"
#include "tests/support/train-data.h"

#include <math.h>
#include <string.h>

#define SIDE 12
#define LANE 5

static const TaperInputSpec spec = {
  .channels = 3, .height = SIDE, .width = SIDE, .mean = { .4f, .5f, .6f }, .std = { .2f, .25f, .3f }
};
static const TaperBlockShape shape = { 3, SIDE, SIDE, 1 };

typedef struct {
  guint8 picture[64 * 64 * 3];
  guint side;
  float *block;
  float values[3][SIDE][SIDE]; /* 0..255 again */
  gboolean mirrored;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->block = taper_block_alloc (taper_block_size (&shape));
  f->side = SIDE;
  test_train_picture (1, 3, SIDE, f->picture);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  taper_block_free (f->block);
}

static void
vary (Fixture *f, const TaperAugmentation *augmentation, guint64 stream)
{
  TaperRandom random = taper_random_stream (11, stream, 0);

  f->mirrored =
      taper_augment (augmentation, &random, f->picture, f->side, &spec, &shape, LANE, f->block);
  for (guint c = 0; c < 3; c++)
    for (guint y = 0; y < SIDE; y++)
      for (guint x = 0; x < SIDE; x++)
        f->values[c][y][x] =
            255 *
            (spec.mean[c] +
             spec.std[c] * f->block[c * taper_block_plane (&shape) + taper_block_origin (&shape) +
                                    y * taper_block_row (&shape) + x * TAPER_LANES + LANE]);
}

static int
reflect (int i)
{
  return i < 0 ? -i : i >= SIDE ? 2 * (SIDE - 1) - i : i;
}

/* Whether the result is the picture moved by (dx, dy), border reflected, perhaps mirrored. */
static gboolean
is_moved (const Fixture *f, int dx, int dy)
{
  for (int c = 0; c < 3; c++)
    for (int y = 0; y < SIDE; y++)
      for (int x = 0; x < SIDE; x++)
        {
          int sx = reflect ((f->mirrored ? SIDE - 1 - x : x) + dx), sy = reflect (y + dy);

          if (fabs (f->values[c][y][x] - f->picture[(sy * SIDE + sx) * 3 + c]) > .01)
            return FALSE;
        }
  return TRUE;
}

static void
test_none (Fixture *f, gconstpointer unused)
{
  const TaperAugmentation none = { 0 };

  vary (f, &none, 1);
  g_assert_false (f->mirrored);
  g_assert_true (is_moved (f, 0, 0));
  /* The other lanes and the border are left alone. */
  for (gsize i = 0; i < taper_block_size (&shape); i++)
    if (i % TAPER_LANES != LANE)
      g_assert_cmpfloat (f->block[i], ==, 0);
  g_assert_cmpfloat (f->block[LANE], ==, 0);
}

/* Each move occurs, mirrored and not, and nothing else does. */
static void
test_moves (Fixture *f, gconstpointer unused)
{
  const TaperAugmentation moves = { .padding = 2, .flip = .5 };
  guint seen[2][5][5] = { 0 };

  for (guint s = 0; s < 1000; s++)
    {
      gboolean found = FALSE;

      vary (f, &moves, s);
      for (int dy = -2; dy <= 2 && !found; dy++)
        for (int dx = -2; dx <= 2 && !found; dx++)
          if ((found = is_moved (f, dx, dy)))
            seen[f->mirrored][dy + 2][dx + 2]++;
      g_assert_true (found);
    }
  for (guint i = 0; i < 50; i++)
    g_assert_cmpuint ((&seen[0][0][0])[i], >, 0);
}

/* A ramp cut out and scaled stays a ramp, flatter by the share that was cut. */
static void
test_zoom (Fixture *f, gconstpointer unused)
{
  const TaperAugmentation zoom = { .zoom = .5 };
  double least = 9, most = 0;

  f->side = 64;
  for (guint i = 0; i < 64 * 64; i++)
    memset (f->picture + 3 * i, i % 64 * 3 + 20, 3);
  for (guint s = 0; s < 100; s++)
    {
      double step;

      vary (f, &zoom, s);
      step = (f->values[0][4][8] - f->values[0][4][3]) / 5;
      for (guint x = 2; x + 2 < SIDE; x++)
        g_assert_cmpfloat_with_epsilon (f->values[1][7][x] - f->values[1][7][x - 1], step, .01);
      least = MIN (least, step);
      most = MAX (most, step);
    }
  /* From 32 to 64 of 64 columns, three levels each, on 12 columns. */
  g_assert_cmpfloat (least, >=, 3 * 32. / SIDE - .01);
  g_assert_cmpfloat (least, <, 3 * 34. / SIDE);
  g_assert_cmpfloat (most, <=, 3 * 64. / SIDE + .01);
  g_assert_cmpfloat (most, >, 3 * 62. / SIDE);
}

/* A turned ramp: the angle of its gradient is the angle of the turn. */
static void
test_rotation (Fixture *f, gconstpointer unused)
{
  const TaperAugmentation turn = { .rotation = 30 };
  double least = 99, most = -99;

  f->side = 64;
  for (guint i = 0; i < 64 * 64; i++)
    memset (f->picture + 3 * i, i % 64 * 3 + 20, 3);
  for (guint s = 0; s < 100; s++)
    {
      double gx, gy, angle;

      vary (f, &turn, s);
      gx = f->values[0][6][7] - f->values[0][6][5];
      gy = f->values[0][7][6] - f->values[0][5][6];
      angle = atan2 (gy, gx) * 180 / G_PI;
      g_assert_cmpfloat (hypot (gx, gy) / 2, >, 3 * 64. / SIDE - .05);
      least = MIN (least, angle);
      most = MAX (most, angle);
    }
  g_assert_true (least >= -30.1 && least < -25 && most <= 30.1 && most > 25);
}

static void
test_colors (Fixture *f, gconstpointer unused)
{
  const TaperAugmentation brightness = { .brightness = .4 }, saturation = { .saturation = .9 };
  const TaperAugmentation contrast = { .contrast = .5 };
  double least = 9, most = 0;

  for (guint i = 0; i < SIDE * SIDE; i++)
    memcpy (f->picture + 3 * i, i % 2 ? (guint8[]){ 60, 90, 120 } : (guint8[]){ 100, 80, 40 }, 3);
  for (guint s = 0; s < 100; s++)
    {
      double factor, gray[2];

      vary (f, &brightness, s);
      factor = f->values[0][0][1] / 60;
      g_assert_cmpfloat_with_epsilon (f->values[1][0][1] / 90, factor, 1e-3);
      least = MIN (least, factor);
      most = MAX (most, factor);
      vary (f, &contrast, s);
      g_assert_cmpfloat (f->values[0][0][0] - f->values[0][0][1], >=, 40 * .5 - .01);
      g_assert_cmpfloat (f->values[0][0][0] - f->values[0][0][1], <=, 40 * 1.5 + .01);
      /* Saturation keeps each pixel's grey, contrast the mean grey. */
      vary (f, &saturation, s);
      for (guint x = 0; x < 2; x++)
        gray[x] = .299 * f->values[0][0][x] + .587 * f->values[1][0][x] + .114 * f->values[2][0][x];
      g_assert_cmpfloat_with_epsilon (gray[0], .299 * 100 + .587 * 80 + .114 * 40, .02);
      g_assert_cmpfloat_with_epsilon (gray[1], .299 * 60 + .587 * 90 + .114 * 120, .02);
    }
  g_assert_true (least >= .599 && least < .65 && most <= 1.401 && most > 1.35);
}

static void
test_cutout (Fixture *f, gconstpointer unused)
{
  const TaperAugmentation cut = { .cutout = .5 };
  guint cut_ones = 0;

  memset (f->picture, 255, sizeof f->picture);
  for (guint s = 0; s < 200; s++)
    {
      guint blank = 0;

      vary (f, &cut, s);
      for (guint y = 0; y < SIDE; y++)
        for (guint x = 0; x < SIDE; x++)
          if (f->values[0][y][x] < 254)
            {
              /* The mean colour, which the network sees as 0. */
              for (guint c = 0; c < 3; c++)
                g_assert_cmpfloat_with_epsilon (f->values[c][y][x], 255 * spec.mean[c], .01);
              blank++;
            }
      g_assert_cmpuint (blank, <=, SIDE / 2 * SIDE / 2);
      cut_ones += blank > 0;
    }
  g_assert_cmpuint (cut_ones, >, 70);
  g_assert_cmpuint (cut_ones, <, 130);
}

/* The stream alone decides, whatever was done before. */
static void
test_stream (Fixture *f, gconstpointer unused)
{
  const TaperAugmentation all = { 2, .5, .4, 20, .3, .3, .3, .3 };
  float first[3][SIDE][SIDE];

  vary (f, &all, 5);
  memcpy (first, f->values, sizeof first);
  vary (f, &all, 6);
  g_assert_cmpint (memcmp (first, f->values, sizeof first), !=, 0);
  vary (f, &all, 5);
  g_assert_cmpmem (first, sizeof first, f->values, sizeof f->values);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*run) (Fixture *f, gconstpointer unused);
  } tests[] = { { "/augment/none", test_none },     { "/augment/moves", test_moves },
                { "/augment/zoom", test_zoom },     { "/augment/rotation", test_rotation },
                { "/augment/colors", test_colors }, { "/augment/cutout", test_cutout },
                { "/augment/stream", test_stream } };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
