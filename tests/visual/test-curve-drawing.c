/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The curves of a training: their scale, and that each stage has its place and
 * its colour. */
#include "ui/draw/taper-curve-draw.h"

#include <math.h>
#include <string.h>

#define WIDTH 400
#define HEIGHT 160

static TaperTrainingProgress *
make_progress (float loss)
{
  g_autoptr (TaperTrainConfig) config = taper_train_config_new ();
  g_autoptr (TaperTrainingRecord) record = NULL;

  config->generic_epochs = 50;
  config->specialist_epochs = 20;
  config->joint_epochs = 30;
  config->bases = 1;
  record = taper_training_record_new (config, 100, NULL);
  for (guint stage = TAPER_TRAIN_GENERIC; stage <= TAPER_TRAIN_JOINT; stage++)
    for (guint step = 1; step <= 100; step++)
      {
        TaperTrainEvent event = {
          .stage = stage, .step = step, .n_steps = 100, .loss = loss, .accuracy = 0.5
        };

        taper_training_record_add (record, &event);
      }
  return taper_training_record_make_progress (record);
}

static void
test_limit (void)
{
  static const struct {
    float loss;
    double limit;
  } cases[] = { { 0.04f, 0.05 }, { 0.7f, 1 }, { 1.0f, 1 }, { 1.2f, 2 }, { 3.7f, 5 }, { 70, 100 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TaperTrainingProgress) progress = make_progress (cases[i].loss);

      g_assert_cmpfloat_with_epsilon (taper_curve_get_limit (TAPER_CURVE_LOSS, progress),
                                      cases[i].limit, 1e-6);
      g_assert_cmpfloat (taper_curve_get_limit (TAPER_CURVE_ACCURACY, progress), ==, 1);
    }
  g_assert_cmpfloat (taper_curve_get_limit (TAPER_CURVE_LOSS, NULL), ==, 1);
}

/* Pixels that are nearly of this colour between two columns. */
static guint
count (cairo_surface_t *surface, const TaperColor *color, guint from, guint to)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  guint n = 0;

  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = from; x < to; x++)
      {
        const guint8 *p = data + (gsize) y * cairo_image_surface_get_stride (surface) + x * 4;

        n += ABS (p[2] - 255 * color->red) < 12 && ABS (p[1] - 255 * color->green) < 12 &&
             ABS (p[0] - 255 * color->blue) < 12;
      }
  return n;
}

static void
test_stages (void)
{
  g_autoptr (TaperTrainingProgress) progress = make_progress (0.5f);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  TaperPalette palette;
  TaperDrawStyle style = { &palette, NULL };
  TaperColor grey, basis, accent;

  taper_palette_init (&palette, FALSE, TRUE); /* lines wide enough to cover pixels */
  grey = taper_palette_get_lane (&palette, TAPER_LANE_GENERIC);
  basis = taper_palette_get_basis_edge (&palette, 0);
  accent = taper_palette_get_lane (&palette, TAPER_LANE_PERSONALIZED);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  taper_curve_draw (cr, WIDTH, HEIGHT, TAPER_CURVE_ACCURACY, progress, &style);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmpuint (count (surface, &grey, 20, 180), >, 100);
  g_assert_cmpuint (count (surface, &basis, 210, 270), >, 40);
  g_assert_cmpuint (count (surface, &basis, 20, 180), ==, 0);
  g_assert_cmpuint (count (surface, &accent, 300, WIDTH), >, 60);
  g_assert_cmpuint (count (surface, &accent, 20, 180), ==, 0);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve-drawing/limit", test_limit);
  g_test_add_func ("/curve-drawing/stages", test_stages);
  return g_test_run ();
}
