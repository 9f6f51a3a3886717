/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/taper.h"
#include "tests/support/app-wait.h"
#include <math.h>

/* Every cell by hand: the same square covered, the score by taper_ranking_from_logits(). */
static void
test_against_naive (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");
  g_autoptr (TaperImage) input = test_load_input (bundle, "Granny-Smith.jpg");
  g_autoptr (TaperTask) task = test_make_task (bundle, 5, 7);
  TaperParameters *generic = taper_bundle_get_generic (bundle);
  TaperNetwork *network = taper_bundle_get_network (bundle);
  const TaperInputSpec *spec = taper_network_get_input (network);
  const guint n_classes = taper_network_get_n_outputs (network);
  const guint cell = spec->width / TAPER_OCCLUSION_CELLS;
  g_autoptr (TaperSession) session = taper_session_new (network, 1);
  g_autofree float *values = g_new (float, 3 * spec->height * spec->width);
  g_autofree float *logits = g_new (float, n_classes);
  g_autoptr (GError) error = NULL;
  TaperOcclusion map;
  TaperRanking ranking;

  g_assert_true (taper_occlusion_compute (&map, generic, input, task, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (map.n_runs, ==, 1 + TAPER_OCCLUSION_CELLS * TAPER_OCCLUSION_CELLS);
  g_assert_true (taper_task_contains (task, map.class_index));
  for (guint row = 0; row < TAPER_OCCLUSION_CELLS; row += 3)
    for (guint column = 0; column < TAPER_OCCLUSION_CELLS; column++)
      {
        float score = 0;

        taper_image_to_input (input, spec, values);
        for (guint c = 0; c < 3; c++)
          for (guint y = 0; y < spec->height; y++)
            for (guint x = 0; x < spec->width; x++)
              if (y + cell / 2 >= row * cell && y < row * cell + 3 * cell / 2 &&
                  x + cell / 2 >= column * cell && x < column * cell + 3 * cell / 2)
                values[(c * spec->height + y) * spec->width + x] = 0;
        taper_session_forward (session, generic, 1, values, logits);
        taper_ranking_from_logits (&ranking, logits, n_classes, task);
        for (guint i = 0; i < ranking.n_top; i++)
          if (ranking.top[i].class_index == map.class_index)
            score = ranking.top[i].score;
        /* Sums in another order, and batches of another size. */
        g_assert_cmpfloat_with_epsilon (map.drops[row][column], map.score - score, 1e-4);
      }
}

/* A plain picture of the mean colour: covering changes next to nothing. */
static void
test_plain (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperTask) task = test_make_task (bundle, 3, 1);
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (bundle));
  const gsize n = (gsize) spec->width * spec->height;
  g_autofree guint8 *pixels = g_new (guint8, 3 * n);
  g_autoptr (TaperImage) input = NULL;
  TaperOcclusion map;

  for (gsize i = 0; i < 3 * n; i++)
    pixels[i] = (guint8) lround (255 * spec->mean[i % 3]);
  input = taper_image_new_from_pixels (spec->width, spec->height, 3 * spec->width, pixels);
  g_assert_true (
      taper_occlusion_compute (&map, taper_bundle_get_generic (bundle), input, task, NULL, NULL));
  for (guint row = 0; row < TAPER_OCCLUSION_CELLS; row++)
    for (guint column = 0; column < TAPER_OCCLUSION_CELLS; column++)
      g_assert_cmpfloat (fabsf (map.drops[row][column]), <, 0.02f); /* rounding of the colour */
}

static void
test_cancelled (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperImage) input = test_load_input (bundle, "Lime.jpg");
  g_autoptr (TaperTask) task = test_make_task (bundle, 3, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TaperOcclusion map;

  g_cancellable_cancel (cancellable);
  g_assert_false (taper_occlusion_compute (&map, taper_bundle_get_generic (bundle), input, task,
                                           cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/occlusion/against-naive", test_against_naive);
  g_test_add_func ("/occlusion/plain", test_plain);
  g_test_add_func ("/occlusion/cancelled", test_cancelled);
  return g_test_run ();
}
