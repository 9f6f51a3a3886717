/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Colours stay apart for every colour vision, and stand for their values in order.
 *
 * Dichromats are simulated in linear sRGB. Protanopia and deuteranopia: F. Viénot, H. Brettel and
 * J. D. Mollon, "Digital video colourmaps for checking the legibility of displays by dichromats",
 * Color Research & Application 24(4), 1999: one plane each. Tritanopia, for which one plane is not
 * enough: H. Brettel, F. Viénot and J. D. Mollon, "Computerized simulation of color appearance for
 * dichromats", JOSA A 14(10), 1997: two half planes. The matrices are theirs for the primaries of
 * sRGB and the cones of Smith and Pokorny (1975), as published with libDaltonLens. */
#include "ui/draw/taper-palette.h"

#include <math.h>

/* CIE 1976 differences; about 2.3 is just noticeable (Mahy et al. 1994). Measured minima of the
 * palette are a little above each. */
#define BASES_APART 10.0
#define SIGNS_APART 14.0

typedef struct {
  double l, a, b;
} Lab;

typedef enum { TRICHROMAT, PROTANOPE, DEUTERANOPE, TRITANOPE, N_VISIONS } Vision;

static const char *const vision_names[] = { "trichromat", "protanope", "deuteranope", "tritanope" };

static const double protan[9] = { 0.11238, 0.88762, 0, 0.11238, 0.88762, 0, 0.00401, -0.00401, 1 };
static const double deutan[9] = { 0.29275, 0.70725, 0, 0.29275, 0.70725, 0, -0.02234, 0.02234, 1 };
static const double tritan[2][9] = {
  { 1.01277, 0.13548, -0.14826, -0.01243, 0.86812, 0.14431, 0.07589, 0.80500, 0.11911 },
  { 0.93678, 0.18979, -0.12657, 0.06154, 0.81526, 0.12320, -0.37562, 1.12767, 0.24796 },
};
static const double tritan_normal[3] = { 0.03901, -0.02788, -0.01113 };

static double
to_linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static void
see (Vision vision, const double rgb[3], double seen[3])
{
  const double side =
      rgb[0] * tritan_normal[0] + rgb[1] * tritan_normal[1] + rgb[2] * tritan_normal[2];
  const double *m = vision == PROTANOPE     ? protan
                    : vision == DEUTERANOPE ? deutan
                                            : tritan[side >= 0 ? 0 : 1];

  for (guint i = 0; i < 3; i++)
    seen[i] = vision == TRICHROMAT
                  ? rgb[i]
                  : CLAMP (m[3 * i] * rgb[0] + m[3 * i + 1] * rgb[1] + m[3 * i + 2] * rgb[2], 0, 1);
}

static double
lab_curve (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

/* CIE Lab of an opaque sRGB colour as @vision sees it; white is D65. */
static Lab
to_lab (const TaperColor *color, Vision vision)
{
  const double rgb[3] = { to_linear (color->red), to_linear (color->green),
                          to_linear (color->blue) };
  double s[3], x, y, z;

  see (vision, rgb, s);
  x = lab_curve ((0.4124564 * s[0] + 0.3575761 * s[1] + 0.1804375 * s[2]) / 0.95047);
  y = lab_curve (0.2126729 * s[0] + 0.7151522 * s[1] + 0.0721750 * s[2]);
  z = lab_curve ((0.0193339 * s[0] + 0.1191920 * s[1] + 0.9503041 * s[2]) / 1.08883);
  return (Lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

static double
difference (const Lab *a, const Lab *b)
{
  return sqrt ((a->l - b->l) * (a->l - b->l) + (a->a - b->a) * (a->a - b->a) +
               (a->b - b->b) * (a->b - b->b));
}

/* Known values, so that what follows means something. */
static void
test_tools (void)
{
  const TaperColor white = { 1, 1, 1, 1 }, red = { 1, 0, 0, 1 };
  /* greens that are red's equals but for a trace of blue */
  static const struct {
    Vision vision;
    TaperColor green;
  } confused[] = { { PROTANOPE, { 0, 0.392, 0, 1 } }, { DEUTERANOPE, { 0, 0.677, 0, 1 } } };

  for (guint vision = 0; vision < N_VISIONS; vision++)
    {
      const Lab lab = to_lab (&white, vision);

      g_assert_cmpfloat_with_epsilon (lab.l, 100, 0.1);
      g_assert_cmpfloat_with_epsilon (hypot (lab.a, lab.b), 0, 0.3);
    }
  const Lab lab = to_lab (&red, TRICHROMAT);

  g_assert_cmpfloat_with_epsilon (lab.l, 53.24, 0.05);
  g_assert_cmpfloat_with_epsilon (lab.a, 80.09, 0.1);
  g_assert_cmpfloat_with_epsilon (lab.b, 67.20, 0.1);
  for (guint i = 0; i < G_N_ELEMENTS (confused); i++)
    {
      const Lab a = to_lab (&red, confused[i].vision);
      const Lab b = to_lab (&confused[i].green, confused[i].vision);
      const Lab c = to_lab (&confused[i].green, TRICHROMAT);

      g_assert_cmpfloat (difference (&a, &b), <, 5);
      g_assert_cmpfloat (difference (&lab, &c), >, 80);
    }
}

static void
test_bases (gconstpointer data)
{
  TaperPalette palette;
  double least = INFINITY;

  taper_palette_init (&palette, GPOINTER_TO_UINT (data) & 1, GPOINTER_TO_UINT (data) & 2);
  for (guint vision = 0; vision < N_VISIONS; vision++)
    {
      double closest = INFINITY;
      guint at[2] = { 0 };

      for (guint i = 0; i < TAPER_PALETTE_N_BASES; i++)
        for (guint j = 0; j < i; j++)
          {
            const TaperColor a = taper_palette_get_basis (&palette, i);
            const TaperColor b = taper_palette_get_basis (&palette, j);
            const Lab x = to_lab (&a, vision), y = to_lab (&b, vision);
            const double apart = difference (&x, &y);

            if (apart < closest)
              {
                closest = apart;
                at[0] = j;
                at[1] = i;
              }
          }
      g_test_message ("%s: bases %u and %u are closest, %.1f", vision_names[vision], at[0] + 1,
                      at[1] + 1, closest);
      least = MIN (least, closest);
    }
  g_assert_cmpfloat (least, >=, BASES_APART);
}

/* An edge is seen on the background by everyone: 3:1, in high contrast 6:1. */
static void
test_edges (gconstpointer data)
{
  const gboolean high = (GPOINTER_TO_UINT (data) & 2) != 0;
  TaperPalette palette;

  taper_palette_init (&palette, GPOINTER_TO_UINT (data) & 1, high);
  for (guint i = 0; i < TAPER_PALETTE_N_BASES; i++)
    {
      const TaperColor edge = taper_palette_get_basis_edge (&palette, i);

      g_assert_cmpfloat (taper_color_contrast (&edge, &palette.background), >=, high ? 6 : 3);
    }
}

/* The lightness of every vision rises with the value, in even steps for normal vision. */
static void
test_sequential (void)
{
  const guint n = 64;

  for (guint vision = 0; vision < N_VISIONS; vision++)
    {
      double before = -1, smallest = INFINITY;

      for (guint i = 0; i <= n; i++)
        {
          const TaperColor color = taper_palette_get_sequential (i / (double) n);
          const double l = to_lab (&color, vision).l;

          if (vision == TRICHROMAT)
            g_assert_cmpfloat_with_epsilon (l, 15 + 76.0 * i / n, 1.0);
          if (i > 0)
            smallest = MIN (smallest, l - before);
          before = l;
        }
      g_test_message ("%s: least rise of L* over 1/%u of the scale: %.2f", vision_names[vision], n,
                      smallest);
      g_assert_cmpfloat (smallest, >, 0);
    }
}

/* More and less are told apart by everyone, at every strength that shows at all; the lightness of
 * both sides moves away from that of the middle. */
static void
test_diverging (gconstpointer data)
{
  TaperPalette palette;
  const guint n = 20;

  taper_palette_init (&palette, GPOINTER_TO_UINT (data) & 1, GPOINTER_TO_UINT (data) & 2);
  for (guint vision = 0; vision < N_VISIONS; vision++)
    {
      const TaperColor middle = taper_palette_get_diverging (&palette, 0);
      const Lab zero = to_lab (&middle, vision);
      double closest = INFINITY, before[2] = { 0 };

      for (guint i = 1; i <= n; i++)
        {
          const TaperColor less = taper_palette_get_diverging (&palette, i / -(double) n);
          const TaperColor more = taper_palette_get_diverging (&palette, i / (double) n);
          const Lab a = to_lab (&less, vision), b = to_lab (&more, vision);
          const double from[2] = { fabs (a.l - zero.l), fabs (b.l - zero.l) };

          closest = MIN (closest, difference (&a, &b));
          for (guint side = 0; side < 2; side++)
            {
              g_assert_cmpfloat (from[side], >, before[side]);
              before[side] = from[side];
            }
        }
      g_test_message ("%s: less and more are at least %.1f apart", vision_names[vision], closest);
      g_assert_cmpfloat (closest, >=, SIGNS_APART);
    }
}

int
main (int argc, char **argv)
{
  static const char *const looks[] = { "light", "dark", "light-high-contrast",
                                       "dark-high-contrast" };
  static const struct {
    const char *name;
    GTestDataFunc test;
  } tests[] = { { "bases", test_bases }, { "edges", test_edges }, { "diverging", test_diverging } };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/tools", test_tools);
  g_test_add_func ("/palette/sequential", test_sequential);
  for (guint t = 0; t < G_N_ELEMENTS (tests); t++)
    for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
      {
        g_autofree char *path = g_strdup_printf ("/palette/%s/%s", tests[t].name, looks[i]);

        g_test_add_data_func (path, GUINT_TO_POINTER (i), tests[t].test);
      }
  return g_test_run ();
}
