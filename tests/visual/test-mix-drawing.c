/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The picture of a mix as it must look, without a display. */
#include "compare.h"
#include "mix-fixture.h"

#include "ui/draw/taper-mix-overlay.h"

typedef struct {
  const char *name;
  int width, height;
  gboolean dark, high_contrast, rtl, proportional, synthetic;
  gboolean difference, ghost, edits;
} Case;

static const Case cases[] = {
  { .name = "mix-light", .width = 540, .height = 600 },
  { .name = "mix-dark", .width = 540, .height = 600, .dark = TRUE },
  { .name = "mix-high-contrast", .width = 540, .height = 600, .high_contrast = TRUE },
  { .name = "mix-narrow", .width = 320, .height = 400 },
  { .name = "mix-right-to-left", .width = 540, .height = 600, .rtl = TRUE, .proportional = TRUE },
  { .name = "mix-many", .width = 640, .height = 420, .synthetic = TRUE },
  { .name = "mix-difference", .width = 540, .height = 600, .difference = TRUE },
  { .name = "mix-difference-dark", .width = 540, .height = 600, .dark = TRUE, .difference = TRUE },
  { .name = "mix-ghost", .width = 540, .height = 600, .ghost = TRUE },
  { .name = "mix-ghost-right-to-left", .width = 540, .height = 600, .rtl = TRUE, .ghost = TRUE },
  { .name = "mix-edits", .width = 540, .height = 600, .edits = TRUE },
  { .name = "mix-edits-dark", .width = 540, .height = 600, .dark = TRUE, .edits = TRUE },
};

/* Another mix of the same shape: a third of each basis goes to the one before it. (transfer full)
 */
static float *
make_other (const TaperMix *mix)
{
  float *other = g_new (float, taper_mix_get_n_values (mix));

  for (guint l = 0; l <= mix->n_layers; l++)
    for (guint k = 0; k < mix->n_bases; k++)
      other[l * mix->n_bases + k] = (2 * taper_mix_get_value (mix, l, k) +
                                     taper_mix_get_value (mix, l, (k + 1) % mix->n_bases)) /
                                    3;
  return other;
}

/* The mix less the other one. */
static void
turn_into_difference (TaperMix *mix)
{
  mix->before = make_other (mix);
  for (gsize i = 0; i < taper_mix_get_n_values (mix); i++)
    mix->values[i] -= mix->before[i];
}

/* Two layers set by hand, and a lock in one of them. */
static void
edit (TaperMix *mix)
{
  g_autoptr (TaperMixEdit) first = NULL, second = NULL;
  const guint l = mix->n_layers, k = mix->n_bases;

  first = taper_mix_edit_set (NULL, mix->values, l, k, 3, 2, 0.6f, TRUE);
  second = taper_mix_edit_set (first, mix->values, l, k, 12, 5, 0.9f, TRUE);
  mix->edit = taper_mix_edit_set_locked (second, mix->values, l, k, 12, 5, TRUE);
  taper_mix_edit_apply (mix->edit, mix->values);
}

static cairo_surface_t *
draw (const Case *what, const TaperMixCell *cursor)
{
  g_autoptr (TaperMix) mix =
      what->synthetic ? mix_fixture_synthetic (12, 20) : mix_fixture_groceries ();
  g_autoptr (TaperText) text = mix_fixture_text ();
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, what->width, what->height);
  cairo_t *cr = cairo_create (surface);
  TaperPalette palette;
  TaperMixGeometry geometry;
  const TaperMixCell pin = { 13, 2 };

  taper_palette_init (&palette, what->dark, what->high_contrast);
  palette.difference = what->difference;
  if (what->difference)
    turn_into_difference (mix);
  if (what->edits)
    edit (mix);
  taper_color_set_source (&palette.background, cr);
  cairo_paint (cr);
  taper_mix_geometry_init (&geometry, what->width, what->height, mix->n_layers, mix->n_bases,
                           &mix_fixture_metrics, what->rtl);
  taper_mix_draw (cr, &geometry, mix, cursor, what->synthetic ? cursor : &pin, what->proportional,
                  &(TaperDrawStyle){ &palette, text });
  if (what->ghost)
    {
      g_autofree float *ghost = make_other (mix);

      taper_mix_draw_ghost (cr, &geometry, mix, ghost, &(TaperDrawStyle){ &palette, text });
    }
  if (what->edits)
    taper_mix_draw_edits (cr, &geometry, mix, &(TaperDrawStyle){ &palette, text });
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  return surface;
}

static void
test_looks (gconstpointer data)
{
  const Case *what = data;
  cairo_surface_t *surface = draw (what, &(TaperMixCell){ 4, 4 });

  compare_with_reference (surface, what->name);
  cairo_surface_destroy (surface);
}

/* The comparison sees what a person would see: a cursor one cell away. */
static void
test_sees_a_change (void)
{
  cairo_surface_t *a = draw (&cases[0], &(TaperMixCell){ 4, 4 });
  cairo_surface_t *b = draw (&cases[0], &(TaperMixCell){ 5, 4 });

  g_assert_cmpuint (compare_surfaces (a, a, NULL), ==, 0);
  g_assert_cmpuint (compare_surfaces (a, b, NULL), >, 540 * 600 / 2000);
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/mix-drawing/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_looks);
    }
  g_test_add_func ("/mix-drawing/sees-a-change", test_sees_a_change);
  return g_test_run ();
}
