/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/kernels/taper-kernels-private.h"
#include "core/kernels/taper-winograd-tile-private.h"

#include <string.h>

void
KERNEL (winograd_weights) (const float *weights, guint n_channels, guint blocks, float *to,
                           gsize place)
{
  const gsize row = (gsize) blocks * VL, tap = n_channels * row;
  for (gsize i = 0; i < tap; i += VL)
    {
      const float *g = weights + i;
      Vec columns[3][6]; /* G g, by column */
#pragma GCC unroll 3
      for (guint s = 0; s < 3; s++)
        winograd_weights_1d (LOAD (g + s * tap), LOAD (g + (3 + s) * tap), LOAD (g + (6 + s) * tap),
                             columns[s]);
#pragma GCC unroll 6
      for (guint r = 0; r < 6; r++)
        {
          Vec line[6];
          winograd_weights_1d (columns[0][r], columns[1][r], columns[2][r], line);
#pragma GCC unroll 6
          for (guint s = 0; s < 6; s++)
            STORE (to + (r * 6 + s) * place + i, line[s]);
        }
    }
}

void
KERNEL (winograd_input) (const TaperTile *tile, const float *in, float *to, gsize place,
                         gsize to_block)
{
  const gboolean whole = tile->rows >= 6 && tile->columns >= 6;
  for (guint b = 0; b < tile->blocks; b++, in += tile->block, to += to_block)
    if (whole)
      winograd_input_tile (in, tile->row, VL, to, place);
    else
      {
        /* What lies beyond the input may be anything, and a sum over it never cancels exactly. */
        Vec patch[6][6] = { 0 };
        for (guint r = 0; r < MIN (tile->rows, 6); r++)
          memcpy (patch[r], in + r * tile->row, MIN (tile->columns, 6) * sizeof (Vec));
        winograd_input_tile ((const float *) patch, 6 * VL, VL, to, place);
      }
}

INLINE void
store_output (Vec value, const float *add, gboolean relu, float *out)
{
  if (add != NULL)
    value += LOAD (add);
  STORE (out, relu ? vec_relu (value) : value);
}

void
KERNEL (winograd_output) (const TaperTile *tile, const float *from, gsize place, gsize from_block,
                          const float *bias, const float *add, const TaperTile *add_tile,
                          gboolean relu, float *out)
{
  for (guint b = 0; b < tile->blocks; b++, from += from_block, out += tile->block)
    {
      const float *more = add == NULL ? NULL : add + b * add_tile->block;
      const Vec start = LOAD (bias + b * VL);
      Vec result[4][4];
      winograd_output_tile (from, place, result);
      if (tile->rows >= 4 && tile->columns >= 4)
        {
#pragma GCC unroll 4
          for (guint r = 0; r < 4; r++)
#pragma GCC unroll 4
            for (guint s = 0; s < 4; s++)
              store_output (result[r][s] + start,
                            more == NULL ? NULL : more + r * add_tile->row + s * VL, relu,
                            out + r * tile->row + s * VL);
        }
      else
        for (guint r = 0; r < MIN (tile->rows, 4); r++)
          for (guint s = 0; s < MIN (tile->columns, 4); s++)
            store_output (result[r][s] + start,
                          more == NULL ? NULL : more + r * add_tile->row + s * VL, relu,
                          out + r * tile->row + s * VL);
    }
}
