/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* OpenBLAS at one thread: parallel work is the pool's business. All matrices are row-major. */

/**
 * taper_blas_gemm:
 * @m: rows of @c and op(@a)
 * @n: columns of @c and op(@b)
 * @k: columns of op(@a) = rows of op(@b)
 * @lda: elements from one row of @a (as stored) to the next; @ldb, @ldc likewise
 *
 * c = alpha * op(a) op(b) + beta * c, op transposes when asked.
 */
void taper_blas_gemm (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k,
                      float alpha, const float *a, gsize lda, const float *b, gsize ldb, float beta,
                      float *c, gsize ldc);

/**
 * taper_blas_gemv:
 * @a: (m, n)
 * @x: (n)
 * @y: (m)
 *
 * y = a x + beta y.
 */
void taper_blas_gemv (gsize m, gsize n, const float *a, const float *x, float beta, float *y);

G_END_DECLS
