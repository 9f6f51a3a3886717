/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/taper-random.h"

G_BEGIN_DECLS

/**
 * taper_cluster:
 * @features: (n, d)
 * @k: at most n
 * @out: (n): cluster of each, 0..k-1; none is empty
 *
 * k-means (Lloyd 1982) from k-means++ starts (Arthur and Vassilvitskii 2007), the best of 20.
 */
void taper_cluster (TaperRandom *random, const float *features, guint n, guint d, guint k,
                    guint *out);

G_END_DECLS
