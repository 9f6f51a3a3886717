/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The transforms of whole tiles, of one dimension after the other. Include it like the header
 * below. */
#include "core/kernels/taper-winograd-private.h"

/* B^T d B of the 6 x 6 vectors from @in: @row floats to the next row, @step to the next one in it.
 * The 36 results lie @place floats apart. */
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
        d[r] = *(const Vec *) (in + r * row + s * step);
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
        *(Vec *) (to + (r * 6 + s) * place) = line[s];
    }
}

/* A^T m A of 36 vectors @place floats apart. */
INLINE void
winograd_output_tile (const float *from, gsize place, Vec result[4][4])
{
  Vec columns[6][4]; /* A^T m, by column */
#pragma GCC unroll 6
  for (guint s = 0; s < 6; s++)
    {
      Vec m[6];
#pragma GCC unroll 6
      for (guint r = 0; r < 6; r++)
        m[r] = *(const Vec *) (from + (r * 6 + s) * place);
      winograd_output_1d (m, columns[s]);
    }
#pragma GCC unroll 4
  for (guint r = 0; r < 4; r++)
    {
      Vec m[6];
#pragma GCC unroll 6
      for (guint s = 0; s < 6; s++)
        m[s] = columns[s][r];
      winograd_output_1d (m, result[r]);
    }
}
