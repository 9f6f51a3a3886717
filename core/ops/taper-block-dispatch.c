/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ops/taper-block-kernels-private.h"

const TaperBlockKernels *const *
taper_block_kernels_all (guint *n)
{
  static const TaperBlockKernels *tables[3];
  static gsize count = 0;

  if (g_once_init_enter (&count))
    {
      gsize found = 0;

#ifdef __x86_64__
      __builtin_cpu_init ();
      if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl") &&
          __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512bw"))
        tables[found++] = &taper_block_kernels_avx512;
      if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
        tables[found++] = &taper_block_kernels_avx2;
#endif
      tables[found++] = &taper_block_kernels_generic;
      g_once_init_leave (&count, found);
    }
  *n = count;
  return tables;
}

const TaperBlockKernels *
taper_block_kernels (void)
{
  guint n;
  const TaperBlockKernels *const *tables = taper_block_kernels_all (&n);
  const char *wanted = g_getenv ("TAPER_KERNELS");

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (wanted, tables[i]->name) == 0)
      return tables[i];
  return tables[0];
}
