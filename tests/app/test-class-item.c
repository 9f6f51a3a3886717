/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-class-item.h"
#include "tests/support/app-wait.h"

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_class (void)
{
  g_autoptr (TaperClassList) classes = test_make_classes (4, 2);
  g_autoptr (TaperClassItem) zero = taper_class_item_new_class (classes, 0);
  g_autoptr (TaperClassItem) three = taper_class_item_new_class (classes, 3);
  g_autofree char *name = NULL;
  guint n_ticks = 0;
  int tick;

  g_assert_false (taper_class_item_is_group (three));
  g_assert_null (taper_class_item_get_children (three));
  g_assert_cmpuint (taper_class_item_get_index (three), ==, 3);
  g_assert_true (taper_class_item_get_classes (three) == classes);
  g_assert_cmpstr (taper_class_item_get_detail (zero), ==, "zero, nought");
  g_assert_cmpstr (taper_class_item_get_detail (three), ==, "");
  g_signal_connect (three, "notify::tick", G_CALLBACK (count_cb), &n_ticks);
  taper_class_item_set_ticked (three, TRUE);
  taper_class_item_set_ticked (three, TRUE);
  g_object_get (three, "name", &name, "tick", &tick, NULL);
  g_assert_cmpstr (name, ==, "c3");
  g_assert_cmpint (tick, ==, TAPER_TICK_ALL);
  g_assert_cmpuint (n_ticks, ==, 1);
}

static void
test_group (void)
{
  g_autoptr (TaperClassList) classes = test_make_classes (5, 3);
  g_autoptr (TaperClassItem) group = taper_class_item_new_group (classes, 1);
  g_autoptr (TaperClassItem) child =
      g_list_model_get_item (taper_class_item_get_children (group), 1);
  guint n_ticked, n_classes;

  g_assert_true (taper_class_item_is_group (group));
  g_assert_cmpstr (taper_class_item_get_name (group), ==, "g1");
  g_assert_cmpstr (taper_class_item_get_detail (group), ==, "");
  g_assert_cmpuint (taper_class_item_get_index (child), ==, 4);
  taper_class_item_set_ticked (child, TRUE);
  g_assert_cmpint (taper_class_item_get_tick (group), ==, TAPER_TICK_NONE); /* until told */
  taper_class_item_update_group (group);
  g_assert_cmpint (taper_class_item_get_tick (group), ==, TAPER_TICK_SOME);
  g_object_get (group, "n-ticked", &n_ticked, "n-classes", &n_classes, NULL);
  g_assert_cmpuint (n_ticked, ==, 1);
  g_assert_cmpuint (n_classes, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/class-item/class", test_class);
  g_test_add_func ("/class-item/group", test_group);
  return g_test_run ();
}
