/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/kernels/taper-kernels.h"

extern const TaperKernels taper_kernels_generic;
#ifdef __x86_64__
extern const TaperKernels taper_kernels_avx2;
extern const TaperKernels taper_kernels_avx512;
#endif

static const TaperKernels *
choose (const char *wanted)
{
  const TaperKernels *usable[3];
  gsize n = 0;
#ifdef __x86_64__
  __builtin_cpu_init ();
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512vl") &&
      __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512bw"))
    usable[n++] = &taper_kernels_avx512;
  /* Every processor with AVX2 has F16C, which not every compiler can ask for. */
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    usable[n++] = &taper_kernels_avx2;
#endif
  usable[n++] = &taper_kernels_generic;
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (wanted, usable[i]->name) == 0)
      return usable[i];
  return usable[0];
}

const TaperKernels *
taper_kernels (void)
{
  static gsize chosen;
  if (g_once_init_enter (&chosen))
    g_once_init_leave (&chosen, (gsize) choose (g_getenv ("TAPER_KERNELS")));
  return (const TaperKernels *) chosen;
}
