/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/taper-picture-cache.h"

G_BEGIN_DECLS

/**
 * taper_find_duplicates:
 * @limit: at most so many pairs
 *
 * Pictures of @b that are also in @a, for each at most one: difference hashes that differ in few of
 * 64 bits, and less than two levels of mean difference on a coarse grid. The sides may differ.
 *
 * Returns: (element-type guint): index in @a, index in @b, alternating
 */
GArray *taper_find_duplicates (const TaperPictureCache *a, guint n_a, const TaperPictureCache *b,
                               guint n_b, guint limit);

G_END_DECLS
