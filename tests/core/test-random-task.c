/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test-shipped.h"

static char *
draw (TaperClassList *classes, TaperRandomKind kind, guint n, guint group, guint64 seed)
{
  const TaperRandomTask draw = { kind, n, group, seed };
  g_autoptr (TaperTask) task = taper_random_task_draw (&draw, classes);
  GString *text = g_string_new (NULL);
  guint n_selected;
  const guint *selected = taper_task_get_selected (task, &n_selected);

  for (guint i = 0; i < n_selected; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", selected[i]);
  return g_string_free (text, FALSE);
}

/* The same on every machine: values written down once. */
static void
test_golden (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("tiny-imagenet-s16");
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  const int dogs = taper_class_list_find_group (classes, "dogs and cats");
  g_autofree char *group = draw (classes, TAPER_RANDOM_GROUP, 5, dogs, 42);
  g_autofree char *across = draw (classes, TAPER_RANDOM_ACROSS, 10, 0, 42);
  g_autofree char *related = draw (classes, TAPER_RANDOM_RELATED, 5, 0, 42);
  g_autofree char *any = draw (classes, TAPER_RANDOM_ANY, 5, 0, 42);

  g_assert_cmpstr (group, ==, "72 83 102 132 199");
  g_assert_cmpstr (across, ==, "1 17 47 65 86 111 139 151 180 199");
  g_assert_cmpstr (related, ==, "20 109 110 139 185");
  g_assert_cmpstr (any, ==, "17 29 70 82 105");
}

static guint
count_groups (TaperClassList *classes, const TaperTask *task)
{
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);
  guint n;
  const guint *selected = taper_task_get_selected (task, &n);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (groups,
                      GUINT_TO_POINTER (taper_class_list_get_class (classes, selected[i])->group));
  return g_hash_table_size (groups);
}

static void
test_kinds (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("tiny-imagenet-s16");
  TaperClassList *classes = taper_bundle_get_classes (bundle);

  for (guint64 seed = 0; seed < 50; seed++)
    for (guint n = 0; n <= 210; n += 15)
      {
        const TaperRandomTask across = { TAPER_RANDOM_ACROSS, n, 0, seed };
        const TaperRandomTask related = { TAPER_RANDOM_RELATED, n, 0, seed };
        const TaperRandomTask group = { TAPER_RANDOM_GROUP, n, 3, seed };
        g_autoptr (TaperTask) wide = taper_random_task_draw (&across, classes);
        g_autoptr (TaperTask) narrow = taper_random_task_draw (&related, classes);
        g_autoptr (TaperTask) one = taper_random_task_draw (&group, classes);
        guint n_wide, n_narrow, n_one, size;

        taper_task_get_selected (wide, &n_wide);
        taper_task_get_selected (narrow, &n_narrow);
        taper_task_get_selected (one, &n_one);
        taper_class_list_get_group_classes (classes, 3, &size);
        g_assert_cmpuint (n_wide, ==, MIN (n, 200));
        g_assert_cmpuint (n_narrow, ==, MIN (n, 200));
        g_assert_cmpuint (n_one, ==, MIN (n, size));
        g_assert_cmpuint (count_groups (classes, wide), ==, MIN (n, 16));
        g_assert_cmpuint (count_groups (classes, narrow), <=, 16);
        if (n > 0)
          g_assert_cmpuint (count_groups (classes, one), ==, 1);
      }
}

/* Sizes and kinds as training has them. */
static void
test_trained (void)
{
  g_autoptr (TaperBundle) bundle = shipped_bundle ("tiny-imagenet-s16");
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  guint n_small = 0, n_related = 0, n_tasks = 2000;

  for (guint i = 0; i < n_tasks; i++)
    {
      g_autoptr (TaperTask) task = taper_random_task_draw_trained (classes, 4, 50, 7, i);
      g_autoptr (TaperTask) again = taper_random_task_draw_trained (classes, 4, 50, 7, i);
      guint n;

      taper_task_get_selected (task, &n);
      g_assert_true (taper_task_equal (task, again));
      g_assert_cmpuint (n, >=, 4);
      g_assert_cmpuint (n, <=, 50);
      n_small += n < 14; /* half of ln 4 .. ln 51 */
      n_related += n < 9 && count_groups (classes, task) <= 2;
    }
  /* binomial: four standard deviations */
  g_assert_cmpint (ABS ((int) n_small - 986), <=, 90);
  g_assert_cmpuint (n_related, >, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random-task/golden", test_golden);
  g_test_add_func ("/random-task/kinds", test_kinds);
  g_test_add_func ("/random-task/trained", test_trained);
  return g_test_run ();
}
