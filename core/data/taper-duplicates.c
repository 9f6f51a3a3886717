/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-duplicates.h"

#include <string.h>

#define COLUMNS 9
#define ROWS 8
#define MAX_BITS 7 /* that may differ: two of them in one band leave another band untouched */
#define BANDS 8
#define MAX_LEVELS 2.0
#define MARGIN 0.5f /* so that plain areas do not depend on rounding */

/* Mean colours of a coarse grid. */
typedef struct {
  float cell[ROWS][COLUMNS][3];
} Grid;

/* How much of pixel @pixel lies in cell @cell of @n: cells' borders cut pixels. */
static double
overlap (guint pixel, guint cell, guint n, guint side)
{
  double from = (double) cell * side / n, to = (double) (cell + 1) * side / n;

  return MAX (0, MIN (to, pixel + 1.0) - MAX (from, pixel));
}

/* One past the last pixel that cell @cell reaches. */
static guint
end_of (guint cell, guint n, guint side)
{
  return ((cell + 1) * side + n - 1) / n;
}

static void
make_grid (const guint8 *pixels, guint side, Grid *grid)
{
  g_autofree float *band = g_new (float, (gsize) side * 3);
  double area = (double) side / COLUMNS * side / ROWS;

  memset (grid, 0, sizeof *grid);
  for (guint r = 0; r < ROWS; r++)
    {
      memset (band, 0, (gsize) side * 3 * sizeof *band);
      for (guint y = r * side / ROWS; y < end_of (r, ROWS, side); y++)
        {
          const guint8 *row = pixels + (gsize) y * side * 3;
          float weight = (float) (overlap (y, r, ROWS, side) / area);

          for (guint i = 0; i < side * 3; i++)
            band[i] += weight * row[i];
        }
      for (guint k = 0; k < COLUMNS; k++)
        for (guint x = k * side / COLUMNS; x < end_of (k, COLUMNS, side); x++)
          for (guint c = 0; c < 3; c++)
            grid->cell[r][k][c] += (float) overlap (x, k, COLUMNS, side) * band[x * 3 + c];
    }
}

static float
brightness (const float *rgb)
{
  return rgb[0] + rgb[1] + rgb[2];
}

/* 64 bits: is each cell brighter than its right neighbour. */
static guint64
difference_hash (const Grid *grid)
{
  guint64 hash = 0;

  for (guint y = 0; y < ROWS; y++)
    for (guint x = 0; x + 1 < COLUMNS; x++)
      hash =
          hash << 1 | (brightness (grid->cell[y][x]) > brightness (grid->cell[y][x + 1]) + MARGIN);
  return hash;
}

static gboolean
nearly_equal (const Grid *a, const Grid *b)
{
  const float *left = &a->cell[0][0][0], *right = &b->cell[0][0][0];
  const float limit = (float) MAX_LEVELS * ROWS * COLUMNS * 3;
  float sum = 0;

  for (guint i = 0; i < ROWS * COLUMNS * 3 && sum < limit; i++)
    sum += ABS (left[i] - right[i]);
  return sum < limit;
}

/* Pictures by each 8 bits of their hash: chains of those that share them. */
typedef struct {
  guint64 *hash;      /* (n) */
  Grid *grid;         /* (n) */
  guint *next[BANDS]; /* (n): index + 1 of the next in the chain; 0 = end */
  guint head[BANDS][256];
} Index;

static void
index_add (Index *self, guint i)
{
  guint64 hash = difference_hash (&self->grid[i]);

  self->hash[i] = hash;
  for (guint band = 0; band < BANDS; band++)
    {
      guint8 key = (guint8) (hash >> (8 * band));

      self->next[band][i] = self->head[band][key];
      self->head[band][key] = i + 1;
    }
}

/* The first picture of the index that is the same as @grid, or -1. */
static int
index_find (const Index *self, const Grid *grid)
{
  guint64 hash = difference_hash (grid);

  for (guint band = 0; band < BANDS; band++)
    for (guint at = self->head[band][(guint8) (hash >> (8 * band))]; at > 0;
         at = self->next[band][at - 1])
      if (__builtin_popcountll (self->hash[at - 1] ^ hash) <= MAX_BITS &&
          nearly_equal (&self->grid[at - 1], grid))
        return (int) at - 1;
  return -1;
}

GArray *
taper_find_duplicates (const TaperPictureCache *a, guint n_a, const TaperPictureCache *b, guint n_b,
                       guint limit)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint64 *hash = g_new (guint64, n_a);
  g_autofree Grid *grids = g_new (Grid, n_a);
  g_autofree guint *next = g_new (guint, (gsize) n_a * BANDS);
  Index index = { .hash = hash, .grid = grids };

  for (guint band = 0; band < BANDS; band++)
    index.next[band] = next + (gsize) band * n_a;
  for (guint i = 0; i < n_a; i++)
    if (taper_picture_cache_get (a, i) != NULL)
      {
        make_grid (taper_picture_cache_get (a, i), taper_picture_cache_get_side (a), &grids[i]);
        index_add (&index, i);
      }
  for (guint j = 0; j < n_b && pairs->len < 2 * limit; j++)
    {
      int i = -1;
      Grid grid;

      if (taper_picture_cache_get (b, j) == NULL)
        continue;
      make_grid (taper_picture_cache_get (b, j), taper_picture_cache_get_side (b), &grid);
      i = index_find (&index, &grid);
      if (i < 0)
        continue;
      g_array_append_val (pairs, i);
      g_array_append_val (pairs, j);
    }
  return pairs;
}
