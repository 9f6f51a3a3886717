/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * taper_half_to_float:
 * @src: @n IEEE 754 binary16 values
 * @dst: @n places, written; must not overlap @src
 *
 * Exact: every half is a float. Signalling NaNs become quiet, payloads are kept.
 */
void taper_half_to_float (const guint16 *src, float *dst, gsize n);

/**
 * taper_float_to_half:
 * @src: @n floats
 * @dst: @n places, written; must not overlap @src
 *
 * Rounds to nearest, ties to even; beyond 65504 by half a step or more gives infinity; subnormal
 * halves are made, not flushed.
 */
void taper_float_to_half (const float *src, guint16 *dst, gsize n);

/* The same without special instructions: what other processors run, and the tests' other half. */
void taper_half_to_float_portable (const guint16 *src, float *dst, gsize n);
void taper_float_to_half_portable (const float *src, guint16 *dst, gsize n);

G_END_DECLS
