/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperRandom: a small generator (splitmix64, Steele et al. 2014) whose streams are named by
 * numbers: picture 7 of step 12 gets the same values whatever was computed before it.
 */
typedef struct {
  guint64 state;
} TaperRandom;

/* The stream (@seed, @a, @b). */
TaperRandom taper_random_stream (guint64 seed, guint64 a, guint64 b);
guint64 taper_random_next (TaperRandom *self);
double taper_random_uniform (TaperRandom *self); /* [0, 1) */
double taper_random_between (TaperRandom *self, double low, double high);
guint taper_random_below (TaperRandom *self, guint n); /* 0..n-1 */
double taper_random_normal (TaperRandom *self);
/* Fisher-Yates. */
void taper_random_shuffle (TaperRandom *self, guint *items, guint n);

G_END_DECLS
