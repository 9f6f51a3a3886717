/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mixer/taper-atlas.h"

#include "tests/support/test-shipped.h"

#include <math.h>
#include <string.h>

#define N 80

static const TaperAtlasPoint *
get_point (const TaperAtlas *atlas, guint i)
{
  return &g_array_index (atlas->points, TaperAtlasPoint, i);
}

/* What makes a map of principal components: centred, uncorrelated, sorted by variance, and the
 * printed shares are those of the points. */
static void
test_components (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("groceries-s8");
  g_autoptr (TaperAtlas) atlas = taper_atlas_new (bundle, N, 3);
  TaperMixer *mixer = taper_bundle_get_mixer (bundle);
  const gsize size = (gsize) taper_mixer_get_n_layers (mixer) * taper_mixer_get_n_bases (mixer);
  g_autofree float *row = g_new (float, size);
  double x = 0, y = 0, xx = 0, yy = 0, xy = 0, all = 0;

  g_assert_cmpuint (atlas->points->len, ==, N);
  for (guint i = 0; i < N; i++)
    {
      const TaperAtlasPoint *point = get_point (atlas, i);

      x += point->x;
      y += point->y;
      xx += point->x * point->x;
      yy += point->y * point->y;
      xy += point->x * point->y;
      taper_mixer_predict (mixer, point->task, row);
      for (gsize d = 0; d < size; d++)
        all += (row[d] - atlas->mean[d]) * (row[d] - atlas->mean[d]);
    }
  g_assert_cmpfloat_with_epsilon (x / N, 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (y / N, 0, 1e-6);
  g_assert_cmpfloat (fabs (xy), <, 1e-3 * xx);
  g_assert_cmpfloat (xx, >=, yy);
  g_assert_cmpfloat_with_epsilon (atlas->variance[0], xx / all, 1e-6);
  g_assert_cmpfloat_with_epsilon (atlas->variance[1], yy / all, 1e-6);
  g_assert_cmpfloat (atlas->variance[0] + atlas->variance[1], <=, 1);
}

/* The same seed draws the same map, to the bit; its tasks lie where they are projected. */
static void
test_repeats (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("groceries-s8");
  g_autoptr (TaperAtlas) one = taper_atlas_new (bundle, N, 3);
  g_autoptr (TaperAtlas) two = taper_atlas_new (bundle, N, 3);
  g_autoptr (TaperAtlas) other = taper_atlas_new (bundle, N, 3 + N);

  for (guint i = 0; i < N; i++)
    {
      double x, y;

      g_assert_cmpfloat (get_point (one, i)->x, ==, get_point (two, i)->x);
      g_assert_cmpfloat (get_point (one, i)->y, ==, get_point (two, i)->y);
      taper_atlas_project (one, get_point (one, i)->task, &x, &y);
      g_assert_cmpfloat (x, ==, get_point (one, i)->x);
      g_assert_cmpfloat (y, ==, get_point (one, i)->y);
    }
  g_assert_false (taper_task_equal (get_point (one, 0)->task, get_point (other, 0)->task));
}

/* Tasks of one group are led by that group. */
static void
test_leaders (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("tiny-imagenet-s8");
  g_autoptr (TaperAtlas) atlas = taper_atlas_new (bundle, N, 1);
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  guint leading = 0;

  for (guint i = 0; i < N; i += 4)
    {
      const TaperAtlasPoint *point = get_point (atlas, i);
      guint n, own = 0;
      const guint *selected = taper_task_get_selected (point->task, &n);

      g_assert_cmpuint (n, ==, 5);
      g_assert_cmpfloat (point->share, >, 1.0 / taper_bundle_get_n_bases (bundle) - 1e-6);
      for (guint c = 0; c < n; c++)
        own += taper_class_list_get_class (classes, selected[c])->group == point->group;
      leading += own >= 3;
    }
  g_assert_cmpuint (leading, ==, N / 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/atlas/components", test_components);
  g_test_add_func ("/atlas/repeats", test_repeats);
  g_test_add_func ("/atlas/leaders", test_leaders);
  return g_test_run ();
}
