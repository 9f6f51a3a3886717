/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-mix-edit.h"

#include <math.h>

#define L 3
#define K 4

static const float shown[L * K] = {
  0.1f, 0.2f, 0.3f, 0.4f, 0.25f, 0.25f, 0.25f, 0.25f, 1, 0, 0, 0
};

static void
assert_row (TaperMixEdit *edit, guint layer, float a, float b, float c, float d)
{
  float values[L * K];
  const float expected[K] = { a, b, c, d };

  for (guint i = 0; i < L * K; i++)
    values[i] = shown[i];
  taper_mix_edit_apply (edit, values);
  for (guint k = 0; k < K; k++)
    g_assert_cmpfloat_with_epsilon (values[layer * K + k], expected[k], 1e-6);
}

static void
test_set (void)
{
  g_autoptr (TaperMixEdit) edit = taper_mix_edit_set (NULL, shown, L, K, 0, 3, 0.7f, TRUE);
  g_autoptr (TaperMixEdit) free = taper_mix_edit_set (edit, shown, L, K, 1, 0, 0.9f, FALSE);
  g_autoptr (TaperMixEdit) all = taper_mix_edit_set (NULL, shown, L, K, L, 1, 0.5f, TRUE);
  g_autoptr (TaperMixEdit) cut = taper_mix_edit_set (NULL, shown, L, K, 0, 0, 7, TRUE);
  g_autoptr (TaperMixEdit) nan = taper_mix_edit_set (NULL, shown, L, K, 0, 0, NAN, TRUE);

  assert_row (edit, 0, 0.05f, 0.1f, 0.15f, 0.7f);
  assert_row (edit, 1, 0.25f, 0.25f, 0.25f, 0.25f);
  g_assert_true (taper_mix_edit_is_edited (edit, 0));
  g_assert_false (taper_mix_edit_is_edited (edit, 1));
  g_assert_cmpuint (taper_mix_edit_get_n_edited (edit), ==, 1);
  /* the edit before is what it was */
  g_assert_cmpuint (taper_mix_edit_get_n_edited (free), ==, 2);
  assert_row (free, 1, 0.9f, 0.25f, 0.25f, 0.25f);
  assert_row (free, 0, 0.05f, 0.1f, 0.15f, 0.7f);
  g_assert_cmpuint (taper_mix_edit_get_n_edited (all), ==, L);
  assert_row (all, 0, 0.0625f, 0.5f, 0.1875f, 0.25f);
  assert_row (all, 2, 0.5f, 0.5f, 0, 0);
  assert_row (cut, 0, 1, 0, 0, 0);
  assert_row (nan, 0, 0.1f, 0.2f, 0.3f, 0.4f);
}

/* All weight is taken away from one that had it all: the others share it. */
static void
test_nothing_left (void)
{
  g_autoptr (TaperMixEdit) edit = taper_mix_edit_set (NULL, shown, L, K, 2, 0, 0.4f, TRUE);

  assert_row (edit, 2, 0.4f, 0.2f, 0.2f, 0.2f);
}

static void
test_lock (void)
{
  g_autoptr (TaperMixEdit) locked = taper_mix_edit_set_locked (NULL, shown, L, K, 0, 2, TRUE);
  g_autoptr (TaperMixEdit) set = taper_mix_edit_set (locked, shown, L, K, 0, 3, 0.9f, TRUE);
  g_autoptr (TaperMixEdit) both = taper_mix_edit_set_locked (set, shown, L, K, 0, 1, TRUE);
  g_autoptr (TaperMixEdit) three = taper_mix_edit_set_locked (both, shown, L, K, 0, 0, TRUE);
  g_autoptr (TaperMixEdit) stuck = taper_mix_edit_set (three, shown, L, K, 0, 3, 0.1f, TRUE);
  g_autoptr (TaperMixEdit) open = taper_mix_edit_set_locked (locked, shown, L, K, 0, 2, FALSE);
  g_autoptr (TaperMixEdit) column = taper_mix_edit_set_locked (NULL, shown, L, K, L, 2, TRUE);
  g_autoptr (TaperMixEdit) every = taper_mix_edit_set (column, shown, L, K, L, 2, 0.9f, TRUE);

  g_assert_true (taper_mix_edit_is_edited (locked, 0));
  g_assert_true (taper_mix_edit_is_locked (locked, 0, 2));
  g_assert_false (taper_mix_edit_is_locked (locked, L, 2));
  /* the locked cell leaves 0.7 */
  assert_row (set, 0, 0, 0, 0.3f, 0.7f);
  /* nothing free beside it: it can only be what is left */
  assert_row (stuck, 0, 0, 0, 0.3f, 0.7f);
  g_assert_false (taper_mix_edit_is_locked (open, 0, 2));
  g_assert_true (taper_mix_edit_is_locked (column, L, 2));
  assert_row (every, 0, 0.1f, 0.2f, 0.3f, 0.4f);
}

static void
test_renormalize (void)
{
  g_autoptr (TaperMixEdit) locked = taper_mix_edit_set_locked (NULL, shown, L, K, 0, 3, TRUE);
  g_autoptr (TaperMixEdit) free = taper_mix_edit_set (locked, shown, L, K, 0, 0, 0.7f, FALSE);
  g_autoptr (TaperMixEdit) edit = taper_mix_edit_renormalize (free);

  assert_row (free, 0, 0.7f, 0.2f, 0.3f, 0.4f);
  assert_row (edit, 0, 0.35f, 0.1f, 0.15f, 0.4f);
  assert_row (edit, 1, 0.25f, 0.25f, 0.25f, 0.25f);
}

static void
test_reset (void)
{
  g_autoptr (TaperMixEdit) one = taper_mix_edit_set (NULL, shown, L, K, 0, 3, 0.7f, TRUE);
  g_autoptr (TaperMixEdit) two = taper_mix_edit_set_locked (one, shown, L, K, 1, 0, TRUE);
  g_autoptr (TaperMixEdit) reset = taper_mix_edit_reset_layer (two, 1);

  g_assert_cmpuint (taper_mix_edit_get_n_edited (reset), ==, 1);
  g_assert_false (taper_mix_edit_is_locked (reset, 1, 0));
  g_assert_null (taper_mix_edit_reset_layer (reset, 0));
  g_assert_cmpuint (taper_mix_edit_get_n_edited (NULL), ==, 0);
  g_assert_false (taper_mix_edit_is_edited (NULL, 0));
  g_assert_false (taper_mix_edit_is_locked (NULL, 0, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mix-edit/set", test_set);
  g_test_add_func ("/mix-edit/nothing-left", test_nothing_left);
  g_test_add_func ("/mix-edit/lock", test_lock);
  g_test_add_func ("/mix-edit/renormalize", test_renormalize);
  g_test_add_func ("/mix-edit/reset", test_reset);
  return g_test_run ();
}
