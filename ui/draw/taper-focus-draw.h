/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix-geometry.h"
#include "ui/draw/taper-palette.h"

G_BEGIN_DECLS

/**
 * taper_focus_draw:
 * @image: what the network sees
 * @map: (nullable): without one only the picture
 * @scale: the drop that is shown in full: the same for maps that are compared
 *
 * The picture in full light where the answer comes from, dark where covering it changes nothing.
 */
void taper_focus_draw (cairo_t *cr, const TaperRect *rect, TaperImage *image,
                       const TaperOcclusion *map, double scale);

/* The largest drop of a map, at least 0. */
double taper_focus_get_peak (const TaperOcclusion *map);

G_END_DECLS
