/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* out = A^T [(G g G^T) * (B^T d B)] A with a tile d of 6 x 6, weights g of 3 x 3 and an output of
 * 4 x 4 (Lavin and Gray, 2015, section 4). One vector is one place of a tile in many channels (or
 * pictures), so the transforms have no shuffles. Include it after Vec, a vector of floats, and
 * INLINE. */

/* to = G from, G = [1/4 0 0; -1/6 -1/6 -1/6; -1/6 1/6 -1/6; 1/24 1/12 1/6; 1/24 -1/12 1/6; 0 0 1]
 */
INLINE void
winograd_weights_1d (Vec a, Vec b, Vec c, Vec to[6])
{
  const Vec outer = (a + c) * (-1.0f / 6), inner = b * (1.0f / 6);
  const Vec even = a * (1.0f / 24) + c * (1.0f / 6), odd = b * (1.0f / 12);
  to[0] = a * 0.25f;
  to[1] = outer - inner;
  to[2] = outer + inner;
  to[3] = even + odd;
  to[4] = even - odd;
  to[5] = c;
}

/* to = B^T from, B^T = [4 0 -5 0 1 0; 0 -4 -4 1 1 0; 0 4 -4 -1 1 0; 0 -2 -1 2 1 0; 0 2 -1 -2 1 0;
 * 0 4 0 -5 0 1] */
INLINE void
winograd_input_1d (const Vec d[6], Vec to[6])
{
  const Vec even = d[4] - d[2] * 4.0f, odd = d[3] - d[1] * 4.0f;
  const Vec even2 = d[4] - d[2], odd2 = (d[3] - d[1]) * 2.0f;
  to[0] = d[0] * 4.0f + (d[4] - d[2] * 5.0f);
  to[1] = even + odd;
  to[2] = even - odd;
  to[3] = even2 + odd2;
  to[4] = even2 - odd2;
  to[5] = d[1] * 4.0f + (d[5] - d[3] * 5.0f);
}

/* to = A^T from, A^T = [1 1 1 1 1 0; 0 1 -1 2 -2 0; 0 1 1 4 4 0; 0 1 -1 8 -8 1] */
INLINE void
winograd_output_1d (const Vec m[6], Vec to[4])
{
  const Vec sum = m[1] + m[2], difference = m[1] - m[2];
  const Vec sum2 = m[3] + m[4], difference2 = m[3] - m[4];
  to[0] = m[0] + sum + sum2;
  to[1] = difference + difference2 * 2.0f;
  to[2] = sum + sum2 * 4.0f;
  to[3] = difference + difference2 * 8.0f + m[5];
}

/* The transposes, for the gradient of the weights. */

/* to = G^T from */
INLINE void
winograd_weights_back_1d (const Vec m[6], Vec to[3])
{
  const Vec sum = (m[1] + m[2]) * (-1.0f / 6), sum2 = m[3] + m[4];
  to[0] = m[0] * 0.25f + sum + sum2 * (1.0f / 24);
  to[1] = (m[2] - m[1]) * (1.0f / 6) + (m[3] - m[4]) * (1.0f / 12);
  to[2] = sum + sum2 * (1.0f / 6) + m[5];
}

/* to = A from */
INLINE void
winograd_output_back_1d (const Vec y[4], Vec to[6])
{
  const Vec even = y[0] + y[2], odd = y[1] + y[3];
  const Vec even2 = y[0] + y[2] * 4.0f, odd2 = y[1] * 2.0f + y[3] * 8.0f;
  to[0] = y[0];
  to[1] = even + odd;
  to[2] = even - odd;
  to[3] = even2 + odd2;
  to[4] = even2 - odd2;
  to[5] = y[3];
}
