/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-checklist.h"
#include "tests/support/app-wait.h"

static TaperClassItem *
get_item (GListModel *model, guint position)
{
  g_autoptr (TaperClassItem) item = g_list_model_get_item (model, position);

  g_assert_nonnull (item);
  return item; /* the model keeps it */
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

static void
apply (TaperChecklist *checklist, guint n_classes, const guint *classes, guint n)
{
  g_autoptr (TaperTask) task = taper_task_new (n_classes, classes, n);

  taper_checklist_apply (checklist, task);
}

static void
test_rows (void)
{
  g_autoptr (TaperClassList) classes = test_make_classes (7, 3);
  g_autoptr (TaperChecklist) checklist = taper_checklist_new ();
  GListModel *groups = taper_checklist_get_groups (checklist);
  GListModel *children;
  TaperClassItem *last;

  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 0);
  taper_checklist_set_classes (checklist, classes);
  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 3);
  last = get_item (groups, 2);
  children = taper_class_item_get_children (last);
  g_assert_cmpstr (taper_class_item_get_name (last), ==, "g2");
  g_assert_cmpuint (taper_class_item_get_n_classes (last), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (children), ==, 1);
  g_assert_cmpuint (taper_class_item_get_index (get_item (children, 0)), ==, 6);
  taper_checklist_set_classes (checklist, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (groups), ==, 0);
}

static void
test_apply (void)
{
  const guint some[] = { 1, 3, 4, 5 };
  g_autoptr (TaperClassList) classes = test_make_classes (7, 3);
  g_autoptr (TaperChecklist) checklist = taper_checklist_new ();
  GListModel *groups = taper_checklist_get_groups (checklist);
  GListModel *children;

  taper_checklist_set_classes (checklist, classes);
  children = taper_class_item_get_children (get_item (groups, 0));
  apply (checklist, 7, some, 4);
  g_assert_cmpint (taper_class_item_get_tick (get_item (groups, 0)), ==, TAPER_TICK_SOME);
  g_assert_cmpuint (taper_class_item_get_n_ticked (get_item (groups, 0)), ==, 1);
  g_assert_cmpint (taper_class_item_get_tick (get_item (groups, 1)), ==, TAPER_TICK_ALL);
  g_assert_cmpint (taper_class_item_get_tick (get_item (groups, 2)), ==, TAPER_TICK_NONE);
  g_assert_cmpint (taper_class_item_get_tick (get_item (children, 0)), ==, TAPER_TICK_NONE);
  g_assert_cmpint (taper_class_item_get_tick (get_item (children, 1)), ==, TAPER_TICK_ALL);
  apply (checklist, 7, NULL, 0);
  g_assert_cmpint (taper_class_item_get_tick (get_item (groups, 1)), ==, TAPER_TICK_NONE);
}

/* A tick notifies its own row and its group, nothing else. */
static void
test_touches_little (void)
{
  const guint first[] = { 0 }, both[] = { 0, 1 };
  g_autoptr (TaperClassList) classes = test_make_classes (9, 3);
  g_autoptr (TaperChecklist) checklist = taper_checklist_new ();
  GListModel *groups = taper_checklist_get_groups (checklist);
  GListModel *children;
  guint n_group = 0, n_group_tick = 0, n_row = 0, n_other = 0;

  taper_checklist_set_classes (checklist, classes);
  children = taper_class_item_get_children (get_item (groups, 0));
  apply (checklist, 9, first, 1);
  g_signal_connect (get_item (groups, 0), "notify::n-ticked", G_CALLBACK (count_cb), &n_group);
  g_signal_connect (get_item (groups, 0), "notify::tick", G_CALLBACK (count_cb), &n_group_tick);
  g_signal_connect (get_item (children, 1), "notify::tick", G_CALLBACK (count_cb), &n_row);
  g_signal_connect (get_item (children, 0), "notify", G_CALLBACK (count_cb), &n_other);
  g_signal_connect (get_item (children, 2), "notify", G_CALLBACK (count_cb), &n_other);
  g_signal_connect (get_item (groups, 1), "notify", G_CALLBACK (count_cb), &n_other);
  apply (checklist, 9, both, 2);
  g_assert_cmpuint (n_row, ==, 1);
  g_assert_cmpuint (n_group, ==, 1);
  g_assert_cmpuint (n_group_tick, ==, 0); /* some before, some after */
  g_assert_cmpuint (n_other, ==, 0);
}

/* As many classes as the largest public data set: rows at both ends are there and tick. */
static void
test_many (void)
{
  const guint n = 21000;
  g_autoptr (TaperClassList) classes = test_make_classes (n, 100);
  g_autoptr (TaperChecklist) checklist = taper_checklist_new ();
  GListModel *groups = taper_checklist_get_groups (checklist);
  g_autofree guint *all = g_new (guint, n);
  TaperClassItem *last;
  gint64 start = g_get_monotonic_time ();

  taper_checklist_set_classes (checklist, classes);
  g_test_message ("rows of %u classes: %.1f ms", n, (g_get_monotonic_time () - start) / 1000.0);
  for (guint i = 0; i < n; i++)
    all[i] = i;
  start = g_get_monotonic_time ();
  apply (checklist, n, all, n);
  g_test_message ("all ticked: %.1f ms", (g_get_monotonic_time () - start) / 1000.0);
  start = g_get_monotonic_time ();
  apply (checklist, n, all, n - 1);
  g_test_message ("one unticked: %.1f ms", (g_get_monotonic_time () - start) / 1000.0);
  last = get_item (groups, g_list_model_get_n_items (groups) - 1);
  g_assert_cmpuint (taper_class_item_get_n_ticked (last), ==, 99);
  g_assert_cmpint (taper_class_item_get_tick (get_item (groups, 0)), ==, TAPER_TICK_ALL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checklist/rows", test_rows);
  g_test_add_func ("/checklist/apply", test_apply);
  g_test_add_func ("/checklist/touches-little", test_touches_little);
  g_test_add_func ("/checklist/many", test_many);
  return g_test_run ();
}
