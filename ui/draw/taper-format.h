/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as people read them: two significant digits, units always, the locale's decimal sign. */

#define TAPER_FORMAT_SIZE 32

/* 0.42; a coefficient or a score. Two decimals, so that columns of them line up. Returns @buffer.
 */
const char *taper_format_score (double value, char buffer[TAPER_FORMAT_SIZE]);
/* +0.42, −0.08, 0.00: a difference of two of them. Returns @buffer. */
const char *taper_format_difference (double value, char buffer[TAPER_FORMAT_SIZE]);
/* The same in hundredths, +42, −8: for narrow cells. Returns @buffer. */
const char *taper_format_short_difference (double value, char buffer[TAPER_FORMAT_SIZE]);
/* 432, 2.3 k, 74 k, 0.71 M; Returns @buffer. */
const char *taper_format_count (guint64 n, char buffer[TAPER_FORMAT_SIZE]);
/* 0.03 ms, 6.1 ms, 120 ms, 1.2 s. Returns @buffer. */
const char *taper_format_duration (double ms, char buffer[TAPER_FORMAT_SIZE]);
/* 12 %, 0.06 %. @share 0..1. Returns @buffer. */
const char *taper_format_percent (double share, char buffer[TAPER_FORMAT_SIZE]);

G_END_DECLS
