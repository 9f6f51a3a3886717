/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-history.h"

static TaperState *
make_state (guint class_index, guint n_pictures)
{
  g_autoptr (TaperTask) task = taper_task_new (1000, &class_index, 1);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_pictures; i++)
    g_ptr_array_add (pictures, taper_picture_new ("p", NULL, NULL));
  return taper_state_new (task, pictures, NULL, NULL);
}

static guint
present_class (TaperHistory *history)
{
  guint n;
  const guint *selected = taper_task_get_selected (taper_history_get_present (history)->task, &n);

  g_assert_cmpuint (n, ==, 1);
  return selected[0];
}

static void
push (TaperHistory *history, guint class_index, guint n_pictures)
{
  g_autoptr (TaperState) state = make_state (class_index, n_pictures);
  g_autofree char *label = g_strdup_printf ("step %u", class_index);

  taper_history_push (history, state, label);
}

static TaperHistory *
make_history (guint max_steps, guint max_pictures)
{
  g_autoptr (TaperState) start = make_state (0, 0);

  return taper_history_new (start, max_steps, max_pictures);
}

static void
test_undo (void)
{
  g_autoptr (TaperHistory) history = make_history (100, 100);

  g_assert_false (taper_history_undo (history));
  g_assert_false (taper_history_redo (history));
  g_assert_null (taper_history_get_undo_label (history));
  g_assert_null (taper_history_get_redo_label (history));
  push (history, 1, 0);
  push (history, 2, 0);
  g_assert_cmpstr (taper_history_get_undo_label (history), ==, "step 2");
  g_assert_true (taper_history_undo (history));
  g_assert_cmpuint (present_class (history), ==, 1);
  g_assert_cmpstr (taper_history_get_undo_label (history), ==, "step 1");
  g_assert_cmpstr (taper_history_get_redo_label (history), ==, "step 2");
  g_assert_true (taper_history_undo (history));
  g_assert_cmpuint (present_class (history), ==, 0);
  g_assert_false (taper_history_undo (history));
  g_assert_true (taper_history_redo (history));
  g_assert_true (taper_history_redo (history));
  g_assert_false (taper_history_redo (history));
  g_assert_cmpuint (present_class (history), ==, 2);
}

/* A new step after an undo forgets what was undone. */
static void
test_branch (void)
{
  g_autoptr (TaperHistory) history = make_history (100, 100);

  push (history, 1, 0);
  push (history, 2, 0);
  taper_history_undo (history);
  push (history, 3, 0);
  g_assert_null (taper_history_get_redo_label (history));
  g_assert_false (taper_history_redo (history));
  g_assert_cmpuint (present_class (history), ==, 3);
  taper_history_undo (history);
  g_assert_cmpuint (present_class (history), ==, 1);
}

static void
test_limit (void)
{
  g_autoptr (TaperHistory) history = make_history (100, 100);
  guint n = 0;

  for (guint i = 1; i <= 250; i++)
    push (history, i, 0);
  g_assert_cmpuint (present_class (history), ==, 250);
  while (taper_history_undo (history))
    n++;
  g_assert_cmpuint (n, ==, 100);
  g_assert_cmpuint (present_class (history), ==, 150);
  g_assert_null (taper_history_get_undo_label (history));
}

/* Steps that hold many pictures are forgotten earlier, the last one never. */
static void
test_pictures (void)
{
  g_autoptr (TaperHistory) history = make_history (100, 100);
  guint n = 0;

  for (guint i = 1; i <= 10; i++)
    push (history, i, i % 2 ? 40 : 0);
  while (taper_history_undo (history))
    n++;
  g_assert_cmpuint (n, ==, 2);
  push (history, 20, 40);
  push (history, 21, 1000);
  g_assert_true (taper_history_undo (history));
  g_assert_cmpuint (present_class (history), ==, 20);
  g_assert_false (taper_history_undo (history));
}

static void
test_reset (void)
{
  g_autoptr (TaperHistory) history = make_history (100, 100);
  g_autoptr (TaperState) state = make_state (7, 3);

  push (history, 1, 0);
  taper_history_undo (history);
  taper_history_reset (history, state);
  g_assert_false (taper_history_undo (history));
  g_assert_false (taper_history_redo (history));
  g_assert_true (taper_history_get_present (history) == state);
  /* Resetting to the state it holds itself is allowed. */
  taper_history_reset (history, taper_history_get_present (history));
  g_assert_true (taper_history_get_present (history) == state);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/undo", test_undo);
  g_test_add_func ("/history/branch", test_branch);
  g_test_add_func ("/history/limit", test_limit);
  g_test_add_func ("/history/pictures", test_pictures);
  g_test_add_func ("/history/reset", test_reset);
  return g_test_run ();
}
