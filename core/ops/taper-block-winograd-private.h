/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For files that are built once per instruction set. A vector is one place of a tile in all
 * pictures of a block. */
#include "core/ops/taper-block-vector-private.h"

#include "core/kernels/taper-winograd-private.h"

/* 6 x 6 pixels from the one up and left of the tile. */
INLINE void
winograd_input_tile (const float *in, gsize row, gsize step, float *to, gsize place)
{
  Vec columns[6][6]; /* B^T d, by column */
#pragma GCC unroll 6
  for (guint s = 0; s < 6; s++)
    {
      Vec d[6];
#pragma GCC unroll 6
      for (guint r = 0; r < 6; r++)
        d[r] = LOAD (in + r * row + s * step);
      winograd_input_1d (d, columns[s]);
    }
#pragma GCC unroll 6
  for (guint r = 0; r < 6; r++)
    {
      Vec d[6], line[6];
#pragma GCC unroll 6
      for (guint s = 0; s < 6; s++)
        d[s] = columns[s][r];
      winograd_input_1d (d, line);
#pragma GCC unroll 6
      for (guint s = 0; s < 6; s++)
        STORE (to + (r * 6 + s) * place, line[s]);
    }
}
