/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-sweep-pair.h"

#define CLASS(id) "{\"id\": \"" id "\", \"name\": \"" id "\", \"group\": \"g\"}"

static TaperClassList *
make_classes (const char *json)
{
  g_autoptr (GError) error = NULL;
  TaperClassList *list = taper_class_list_new_from_json (json, &error);

  g_assert_no_error (error);
  return list;
}

/* Two of three classes. */
static void
add_task (TaperSweep *self, guint first, guint second, guint images, guint selection,
          guint personalized)
{
  const guint classes[] = { first, second };
  TaperSweepTask task = { .kind = TAPER_RANDOM_RELATED,
                          .size = 2,
                          .task = taper_task_new (3, classes, 2),
                          .images = images,
                          .selection_correct = selection,
                          .personalized_correct = personalized };

  g_array_append_val (self->tasks, task);
}

typedef struct {
  TaperClassList *small_classes, *large_classes;
  TaperSweep *small, *large;
} Fixture;

/* The classes stand in another order in the other bundle. */
static void
set_up (Fixture *self, gconstpointer data)
{
  self->small_classes = make_classes ("[" CLASS ("a") "," CLASS ("b") "," CLASS ("c") "]");
  self->large_classes = make_classes ("[" CLASS ("c") "," CLASS ("a") "," CLASS ("b") "]");
  self->small = taper_sweep_new ();
  self->large = taper_sweep_new ();
  add_task (self->small, 0, 1, 10, 5, 9);
  add_task (self->small, 1, 2, 20, 5, 12);
  add_task (self->small, 0, 2, 0, 0, 0);
  add_task (self->large, 1, 2, 10, 7, 8);
  add_task (self->large, 0, 2, 20, 13, 14);
  add_task (self->large, 0, 1, 0, 0, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  taper_class_list_unref (self->small_classes);
  taper_class_list_unref (self->large_classes);
  taper_sweep_free (self->small);
  taper_sweep_free (self->large);
}

static gboolean
pair (Fixture *self, guint size, TaperSweepPair *out)
{
  return taper_sweep_pair (out, self->small, self->small_classes, self->large, self->large_classes,
                           size, 1);
}

/* Known numbers: 90 and 60 % against 70 and 65 %; the task without pictures counts nowhere. */
static void
test_numbers (Fixture *self, gconstpointer data)
{
  TaperSweepPair got;

  g_assert_true (pair (self, 2, &got));
  g_assert_cmpuint (got.n, ==, 2);
  g_assert_cmpfloat_with_epsilon (got.personalized, 75, 1e-9);
  g_assert_cmpfloat_with_epsilon (got.selection, 67.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (got.difference, 7.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (got.interval.low, -5, 1e-9);
  g_assert_cmpfloat_with_epsilon (got.interval.high, 20, 1e-9);
}

static void
test_other_size (Fixture *self, gconstpointer data)
{
  TaperSweepPair got;

  g_assert_false (pair (self, 3, &got));
  g_assert_cmpuint (got.n, ==, 0);
}

/* Other classes, other pictures, or another number of tasks are not compared. */
static void
test_other_tasks (Fixture *self, gconstpointer data)
{
  TaperSweepPair got;

  g_array_index (self->large->tasks, TaperSweepTask, 0).images = 11;
  g_assert_false (pair (self, 2, &got));
  g_array_set_size (self->large->tasks, 0);
  g_assert_false (pair (self, 2, &got));
  add_task (self->large, 1, 2, 10, 7, 8);
  add_task (self->large, 1, 2, 20, 13, 14);
  add_task (self->large, 0, 1, 0, 0, 0);
  g_assert_false (pair (self, 2, &got));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sweep-pair/numbers", Fixture, NULL, set_up, test_numbers, tear_down);
  g_test_add ("/sweep-pair/other-size", Fixture, NULL, set_up, test_other_size, tear_down);
  g_test_add ("/sweep-pair/other-tasks", Fixture, NULL, set_up, test_other_tasks, tear_down);
  return g_test_run ();
}
