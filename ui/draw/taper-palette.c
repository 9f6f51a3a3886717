/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/draw/taper-palette.h"

#include <math.h>

/* L* = 15 .. 91 in equal steps; a* and b* run at even speed along a curve from violet over blue
 * and teal to yellow (the idea of viridis), cut to sRGB. tests/visual/test-palette.c checks it. */
static const guint8 sequential[17][3] = {
  { 0x39, 0x0f, 0x57 }, { 0x2d, 0x25, 0x69 }, { 0x18, 0x37, 0x77 }, { 0x00, 0x47, 0x81 },
  { 0x00, 0x56, 0x85 }, { 0x00, 0x64, 0x87 }, { 0x00, 0x72, 0x86 }, { 0x00, 0x80, 0x84 },
  { 0x1b, 0x8e, 0x80 }, { 0x35, 0x9b, 0x7b }, { 0x4c, 0xa9, 0x74 }, { 0x66, 0xb5, 0x6c },
  { 0x81, 0xc1, 0x64 }, { 0x9e, 0xcc, 0x5d }, { 0xbb, 0xd6, 0x56 }, { 0xda, 0xe0, 0x51 },
  { 0xf8, 0xe9, 0x4c },
};

static const guint32 bases_light[TAPER_PALETTE_N_BASES] = {
  0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xd55e00, 0xf0e442, 0x3a3a3a,
};
static const guint32 bases_dark[TAPER_PALETTE_N_BASES] = {
  0x1a7ac0, 0xe69f00, 0x10b080, 0xcc79a7, 0x74c5f5, 0xd55e00, 0xf0e442, 0xececec,
};

/* What graphics need against the background (WCAG 2, 1.4.11). */
#define GRAPHIC_CONTRAST 3.0

static TaperColor
from_hex (guint32 hex)
{
  return (TaperColor){ (hex >> 16 & 0xff) / 255.0, (hex >> 8 & 0xff) / 255.0, (hex & 0xff) / 255.0,
                       1.0 };
}

void
taper_palette_init (TaperPalette *self, gboolean dark, gboolean high_contrast)
{
  self->dark = dark;
  self->high_contrast = high_contrast;
  self->difference = FALSE;
  self->foreground = from_hex (dark ? 0xffffff : 0x000000);
  self->background = from_hex (dark ? 0x242424 : 0xfafafa);
  self->accent = from_hex (dark ? 0x78aeed : 0x1c71d8);
  if (!high_contrast && !dark)
    self->foreground.alpha = 0.8;
}

TaperColor
taper_palette_get_dim (const TaperPalette *self)
{
  double alpha = self->foreground.alpha * (self->high_contrast ? 0.9 : 0.76);

  return taper_color_with_alpha (self->foreground, alpha);
}

TaperColor
taper_palette_get_line (const TaperPalette *self)
{
  return taper_color_with_alpha (self->foreground, self->high_contrast ? 0.5 : 0.13);
}

TaperColor
taper_palette_get_lane (const TaperPalette *self, TaperLane lane)
{
  switch (lane)
    {
    case TAPER_LANE_GENERIC:
      return from_hex (self->dark ? 0xa09f9c : 0x7d7c80);
    case TAPER_LANE_SELECTION:
      return from_hex (self->dark ? 0x86a3bd : 0x56728c);
    case TAPER_LANE_PERSONALIZED:
    default:
      return self->accent;
    }
}

TaperColor
taper_palette_get_basis (const TaperPalette *self, guint basis)
{
  guint i = basis % TAPER_PALETTE_N_BASES;

  return from_hex (self->dark ? bases_dark[i] : bases_light[i]);
}

TaperColor
taper_palette_get_basis_edge (const TaperPalette *self, guint basis)
{
  TaperColor color = taper_palette_get_basis (self, basis);
  TaperColor end = taper_color_with_alpha (self->foreground, 1.0);
  TaperColor edge = color;
  double wanted = self->high_contrast ? 2 * GRAPHIC_CONTRAST : GRAPHIC_CONTRAST;

  for (int step = 1; step <= 20 && taper_color_contrast (&edge, &self->background) < wanted; step++)
    edge = taper_color_mix (&color, &end, step / 20.0);
  return edge;
}

TaperColor
taper_palette_get_sequential (double value)
{
  const double last = G_N_ELEMENTS (sequential) - 1;
  double at = (value > 0 ? MIN (value, 1.0) : 0.0) * last; /* NaN becomes 0 */
  guint i = MIN ((guint) at, (guint) last - 1);
  double t = at - i;
  double c[3];

  for (guint j = 0; j < 3; j++)
    c[j] = (sequential[i][j] + t * (sequential[i + 1][j] - sequential[i][j])) / 255.0;
  return (TaperColor){ c[0], c[1], c[2], 1.0 };
}

/* CIE L* falls (light) or rises (dark) alike on both sides. */
static const guint32 diverging_light[3] = { 0x0b4a8f, 0xe6e4e1, 0x9a4a00 };
static const guint32 diverging_dark[3] = { 0x6cc0ff, 0x3b3b3d, 0xffa94d };

TaperColor
taper_palette_get_diverging (const TaperPalette *self, double value)
{
  const guint32 *colors = self->dark ? diverging_dark : diverging_light;
  const double amount = fabs (value) < 1 ? sqrt (fabs (value)) : value != value ? 0 : 1;
  const TaperColor middle = from_hex (colors[1]), end = from_hex (colors[value < 0 ? 0 : 2]);

  return taper_color_mix (&middle, &end, amount);
}

TaperColor
taper_color_mix (const TaperColor *a, const TaperColor *b, double amount)
{
  return (TaperColor){
    a->red + amount * (b->red - a->red),
    a->green + amount * (b->green - a->green),
    a->blue + amount * (b->blue - a->blue),
    a->alpha + amount * (b->alpha - a->alpha),
  };
}

TaperColor
taper_color_with_alpha (TaperColor color, double alpha)
{
  color.alpha = alpha;
  return color;
}

static double
linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
luminance (const TaperColor *c)
{
  return 0.2126 * linear (c->red) + 0.7152 * linear (c->green) + 0.0722 * linear (c->blue);
}

double
taper_color_contrast (const TaperColor *a, const TaperColor *b)
{
  double la = luminance (a), lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

TaperColor
taper_color_get_ink (const TaperColor *color)
{
  const TaperColor white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };

  return taper_color_contrast (color, &white) >= taper_color_contrast (color, &black) ? white
                                                                                      : black;
}

void
taper_color_set_source (const TaperColor *self, cairo_t *cr)
{
  cairo_set_source_rgba (cr, self->red, self->green, self->blue, self->alpha);
}
