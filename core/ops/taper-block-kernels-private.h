/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ops/taper-block-kernels.h"

/* One table per instruction set it was built for. */
extern const TaperBlockKernels taper_block_kernels_generic;
#ifdef __x86_64__
extern const TaperBlockKernels taper_block_kernels_avx2;
extern const TaperBlockKernels taper_block_kernels_avx512;
#endif
