/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-text.h"

G_BEGIN_DECLS

/* A rectangle in the colour of a basis, with its edge; hatched where colours repeat. */
void taper_basis_draw (cairo_t *cr, const TaperPalette *palette, guint basis, const TaperRect *rect,
                       double radius);
void taper_rounded_rect (cairo_t *cr, const TaperRect *rect, double radius);

G_END_DECLS
