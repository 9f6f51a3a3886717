/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tensor/taper-half.h"

#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

static inline float
float_from_bits (guint32 bits)
{
  float value;
  memcpy (&value, &bits, sizeof value);
  return value;
}

static inline guint32
bits_from_float (float value)
{
  guint32 bits;
  memcpy (&bits, &value, sizeof bits);
  return bits;
}

static inline float
half_to_float (guint16 half)
{
  const guint32 sign = (guint32) (half & 0x8000) << 16;
  const guint32 exponent = (half >> 10) & 0x1f;
  const guint32 mantissa = half & 0x3ff;
  if (exponent == 0x1f)
    return float_from_bits (sign | 0x7f800000 | (mantissa << 13) | (mantissa ? 0x400000 : 0));
  if (exponent == 0)
    {
      /* Zero and subnormals: mantissa * 2^-24 is exact in a float. */
      const float magnitude = (float) mantissa * 0x1p-24f;
      return float_from_bits (sign | bits_from_float (magnitude));
    }
  return float_from_bits (sign | ((exponent + 112) << 23) | (mantissa << 13));
}

static inline guint16
float_to_half (float value)
{
  const guint32 bits = bits_from_float (value);
  const guint32 sign = (bits >> 16) & 0x8000;
  const guint32 magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000)
    return (guint16) (sign | 0x7e00 | ((magnitude >> 13) & 0x1ff));
  if (magnitude >= 0x477ff000) /* 65520, the first value that rounds past 65504 */
    return (guint16) (sign | 0x7c00);
  if (magnitude < 0x38800000) /* below 2^-14: a subnormal half */
    {
      /* Adding 0.5 moves the last kept bit to the last place of a float, and the processor's own
       * rounding (nearest, even) does the rest. */
      const float shifted = float_from_bits (magnitude) + 0.5f;
      return (guint16) (sign | (bits_from_float (shifted) - 0x3f000000));
    }
  const guint32 odd = (magnitude >> 13) & 1;
  return (guint16) (sign | ((magnitude - 0x38000000 + 0xfff + odd) >> 13));
}

void
taper_half_to_float_portable (const guint16 *src, float *dst, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dst[i] = half_to_float (src[i]);
}

void
taper_float_to_half_portable (const float *src, guint16 *dst, gsize n)
{
  for (gsize i = 0; i < n; i++)
    dst[i] = float_to_half (src[i]);
}

#if defined(__x86_64__)

static gboolean
has_f16c (void)
{
  static gsize answer; /* cpuid is slow inside a virtual machine: ask once */
  if (g_once_init_enter (&answer))
    {
      unsigned int eax, ebx, ecx = 0, edx;
      /* "avx" says that the system saves the wide registers, too. */
      const gboolean found = __builtin_cpu_supports ("avx") &&
                             __get_cpuid (1, &eax, &ebx, &ecx, &edx) && (ecx & bit_F16C) != 0;
      g_once_init_leave (&answer, found ? 2 : 1);
    }
  return answer == 2;
}

__attribute__ ((target ("avx,f16c"))) static void
half_to_float_f16c (const guint16 *src, float *dst, gsize n)
{
  gsize i = 0;
  for (; i + 8 <= n; i += 8)
    _mm256_storeu_ps (dst + i, _mm256_cvtph_ps (_mm_loadu_si128 ((const __m128i *) (src + i))));
  taper_half_to_float_portable (src + i, dst + i, n - i);
}

__attribute__ ((target ("avx,f16c"))) static void
float_to_half_f16c (const float *src, guint16 *dst, gsize n)
{
  gsize i = 0;
  for (; i + 8 <= n; i += 8)
    _mm_storeu_si128 ((__m128i *) (dst + i),
                      _mm256_cvtps_ph (_mm256_loadu_ps (src + i), _MM_FROUND_TO_NEAREST_INT));
  taper_float_to_half_portable (src + i, dst + i, n - i);
}

#endif

void
taper_half_to_float (const guint16 *src, float *dst, gsize n)
{
#if defined(__x86_64__)
  if (has_f16c ())
    {
      half_to_float_f16c (src, dst, n);
      return;
    }
#endif
  taper_half_to_float_portable (src, dst, n);
}

void
taper_float_to_half (const float *src, guint16 *dst, gsize n)
{
#if defined(__x86_64__)
  if (has_f16c ())
    {
      float_to_half_f16c (src, dst, n);
      return;
    }
#endif
  taper_float_to_half_portable (src, dst, n);
}
