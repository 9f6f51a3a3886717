/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tensor/taper-blas.h"

#include <cblas.h>

/* OpenBLAS keeps threads of its own; inside the pool they would only fight for the cores. */
static void
pin_to_one_thread (void)
{
  static gsize pinned;
  if (g_once_init_enter (&pinned))
    {
      openblas_set_num_threads (1);
      g_once_init_leave (&pinned, 1);
    }
}

void
taper_blas_gemm (gboolean transpose_a, gboolean transpose_b, gsize m, gsize n, gsize k, float alpha,
                 const float *a, gsize lda, const float *b, gsize ldb, float beta, float *c,
                 gsize ldc)
{
  pin_to_one_thread ();
  cblas_sgemm (CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
               transpose_b ? CblasTrans : CblasNoTrans, (blasint) m, (blasint) n, (blasint) k,
               alpha, a, (blasint) lda, b, (blasint) ldb, beta, c, (blasint) ldc);
}

void
taper_blas_gemv (gsize m, gsize n, const float *a, const float *x, float beta, float *y)
{
  pin_to_one_thread ();
  cblas_sgemv (CblasRowMajor, CblasNoTrans, (blasint) m, (blasint) n, 1.0f, a, (blasint) n, x, 1,
               beta, y, 1);
}
