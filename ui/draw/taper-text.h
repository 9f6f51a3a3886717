/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix-geometry.h"
#include "ui/draw/taper-palette.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/**
 * TaperText: scratch layouts of the drawing's small font, regular and bold, with figures of equal
 * width. A drawing without one draws no text.
 */
typedef struct {
  PangoLayout *regular;
  PangoLayout *bold;
} TaperText;

/* @context: its font at the size of ordinary labels; the drawing's is a step smaller */
TaperText *taper_text_new (PangoContext *context);
void taper_text_free (TaperText *self);

void taper_text_measure (TaperText *self, const char *text, double *width, double *height);

/**
 * taper_text_draw:
 * @self: (nullable): draws nothing when %NULL
 * @align: 0 = at the rectangle's left, 0.5 = in its middle, 1 = at its right
 *
 * One line in the middle of the height, with an ellipsis when it is too long.
 */
void taper_text_draw (TaperText *self, cairo_t *cr, const char *text, const TaperRect *rect,
                      double align, gboolean bold, const TaperColor *color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperText, taper_text_free)

G_END_DECLS
