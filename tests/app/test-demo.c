/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-demo.h"
#include "tests/support/app-wait.h"

static void
test_parts (void)
{
  g_autoptr (GFile) file = taper_demo_get_bundle (g_getenv ("TAPER_DATADIR"));
  g_autoptr (GPtrArray) pictures = taper_demo_make_pictures (g_getenv ("TAPER_DATADIR"));
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = taper_bundle_open (g_file_peek_path (file), &error);
  g_autoptr (TaperTask) task = NULL;
  TaperClassList *classes;
  guint n_ticked;

  g_assert_no_error (error);
  classes = taper_bundle_get_classes (bundle);
  task = taper_demo_make_task (classes, 0);
  taper_task_get_selected (task, &n_ticked);
  g_assert_cmpuint (n_ticked, ==, 8);
  g_assert_cmpuint (pictures->len, ==, 6);
  /* Each shows a class of the task and is named after it. */
  for (guint i = 0; i < pictures->len; i++)
    {
      TaperPicture *picture = pictures->pdata[i];
      g_autofree char *id = g_strdup (taper_picture_get_name (picture));
      int index;

      g_assert_true (g_file_query_exists (taper_picture_get_file (picture), NULL));
      *strrchr (id, '.') = '\0';
      index = taper_class_list_find (classes, id);
      g_assert_cmpint (index, >=, 0);
      g_assert_cmpstr (taper_class_list_get_class (classes, index)->id, ==, id);
      g_assert_true (taper_task_contains (task, index));
    }
}

/* Every group of every task is in the bundle, with the classes one expects. */
static void
test_tasks (void)
{
  static const guint n_classes[TAPER_DEMO_N_TASKS] = { 8, 12, 12 };
  g_autoptr (TaperBundle) bundle = test_open_bundle ("groceries-s16");

  for (guint i = 0; i < TAPER_DEMO_N_TASKS; i++)
    {
      g_autoptr (TaperTask) task = taper_demo_make_task (taper_bundle_get_classes (bundle), i);
      guint n;

      taper_task_get_selected (task, &n);
      g_assert_cmpuint (n, ==, n_classes[i]);
      g_assert_cmpstr (taper_demo_get_task_name (i), !=, "");
    }
}

/* Another bundle's classes: nothing is ticked, nothing breaks. */
static void
test_other_classes (void)
{
  g_autoptr (TaperClassList) classes = test_make_classes (4, 2);

  for (guint i = 0; i < TAPER_DEMO_N_TASKS; i++)
    {
      g_autoptr (TaperTask) task = taper_demo_make_task (classes, i);

      g_assert_true (taper_task_is_empty (task));
      g_assert_cmpuint (taper_task_get_n_classes (task), ==, 4);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/parts", test_parts);
  g_test_add_func ("/demo/tasks", test_tasks);
  g_test_add_func ("/demo/other-classes", test_other_classes);
  return g_test_run ();
}
