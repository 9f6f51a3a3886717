/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"
#include <cairo.h>

G_BEGIN_DECLS

/* sRGB, each 0..1, not premultiplied. */
typedef struct {
  double red, green, blue, alpha;
} TaperColor;

/**
 * TaperPalette:
 * @difference: values are differences, -1..1
 * @foreground, @background, @accent: of the theme, passed in by the widget
 *
 * Every colour of the drawings. The data colours are fixed per light and dark, so that a basis and
 * a value look the same wherever and whenever they are shown.
 */
typedef struct {
  gboolean dark;
  gboolean high_contrast;
  gboolean difference;
  TaperColor foreground;
  TaperColor background;
  TaperColor accent;
} TaperPalette;

/* Bases with a colour of their own; further ones repeat the colours with hatching. */
#define TAPER_PALETTE_N_BASES 8

/* With the theme colours of libadwaita; for files and until the widget knows its own. */
void taper_palette_init (TaperPalette *self, gboolean dark, gboolean high_contrast);

/* Text that stands back: still 4.5:1 against the background. */
TaperColor taper_palette_get_dim (const TaperPalette *self);
/* Tracks and hair lines. */
TaperColor taper_palette_get_line (const TaperPalette *self);
TaperColor taper_palette_get_lane (const TaperPalette *self, TaperLane lane);

/**
 * taper_palette_get_basis: colour of a basis: Okabe and Ito's eight ("Color universal design",
 * 2008), their black standing for the theme's foreground, blue, green and sky blue lightened when
 * dark: at least 10 apart in CIE Lab for every colour vision.
 */
TaperColor taper_palette_get_basis (const TaperPalette *self, guint basis);
/* The same hue at 3:1 against the background, for edges: some of the eight are pale on white. */
TaperColor taper_palette_get_basis_edge (const TaperPalette *self, guint basis);

/**
 * taper_palette_get_sequential:
 * @value: 0..1 (clamped); dark = 0
 *
 * Perceptually even: CIE L* grows linearly with the value, so it reads in grey as well.
 */
TaperColor taper_palette_get_sequential (double value);

/**
 * taper_palette_get_diverging:
 * @value: -1..1 (clamped)
 *
 * Blue for less, orange for more, the background's grey in between: told apart with every colour
 * vision. The strength grows with the square root, so that small differences show on a scale whose
 * limits never move.
 */
TaperColor taper_palette_get_diverging (const TaperPalette *self, double value);

TaperColor taper_color_mix (const TaperColor *a, const TaperColor *b, double amount);
TaperColor taper_color_with_alpha (TaperColor color, double alpha);
/* Contrast ratio of WCAG 2, 1..21; opaque colours. */
double taper_color_contrast (const TaperColor *a, const TaperColor *b);
/* Black or white, whichever reads better on @color. */
TaperColor taper_color_get_ink (const TaperColor *color);
void taper_color_set_source (const TaperColor *self, cairo_t *cr);

G_END_DECLS
