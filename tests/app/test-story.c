/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-story.h"
#include "app/taper-task-text.h"
#include "tests/support/app-wait.h"

static void
count_cb (guint *n)
{
  ++*n;
}

static char *
titles (TaperStory *story)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < taper_story_get_n_steps (story); i++)
    g_string_append (text, taper_story_step_get_title (taper_story_get_step (story, i)));
  return g_string_free (text, FALSE);
}

#define ASSERT_TITLES(story, expected)                                                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found = titles (story);                                                       \
    g_assert_cmpstr (found, ==, expected);                                                         \
  }                                                                                                \
  G_STMT_END

static void
test_steps (void)
{
  g_autoptr (TaperStory) story = taper_story_new ();
  g_autoptr (TaperStoryStep) removed = NULL;
  guint n_changed = 0;

  for (guint i = 0; i < 4; i++)
    {
      const char title[] = { (char) ('a' + i), '\0' };
      g_autoptr (TaperStoryStep) step = taper_story_step_new (title, "");

      g_assert_true (taper_story_insert (story, i, step));
    }
  g_signal_connect_swapped (story, "changed", G_CALLBACK (count_cb), &n_changed);
  taper_story_move (story, 0, 2);
  ASSERT_TITLES (story, "bcad");
  taper_story_move (story, 3, 0);
  ASSERT_TITLES (story, "dbca");
  g_assert_cmpuint (n_changed, ==, 2);
  taper_story_step_set_title (taper_story_get_step (story, 1), "B");
  ASSERT_TITLES (story, "dBca");
  g_assert_cmpuint (n_changed, ==, 3);
  removed = g_object_ref (taper_story_get_step (story, 0));
  taper_story_remove (story, 0);
  ASSERT_TITLES (story, "Bca");
  taper_story_step_set_title (removed, "gone"); /* no longer the story's matter */
  g_assert_cmpuint (n_changed, ==, 4);
  taper_story_insert (story, 3, removed);
  ASSERT_TITLES (story, "Bcagone");
}

/* Whole groups by their name, the rest by id, and back to the same task. */
static void
test_task (void)
{
  g_autoptr (TaperClassList) classes = test_make_classes (7, 3);
  const guint ticked[] = { 0, 1, 2, 4, 6 };
  g_autoptr (TaperTask) task = taper_task_new (7, ticked, G_N_ELEMENTS (ticked));
  g_autoptr (TaperTask) read = NULL;
  g_autoptr (TaperStoryStep) step = taper_story_step_new ("", "");
  g_autoptr (GPtrArray) unknown = NULL;

  taper_story_step_set_task (step, classes, task);
  g_assert_cmpuint (taper_story_step_get_groups (step)->len, ==, 1);
  g_assert_cmpstr (taper_story_step_get_groups (step)->pdata[0], ==, "g0");
  g_assert_cmpuint (taper_story_step_get_classes (step)->len, ==,
                    2); /* a group of one is a class */
  g_assert_cmpstr (taper_story_step_get_classes (step)->pdata[1], ==, "id6");
  taper_story_step_add_class (step, "nobody");
  taper_story_step_add_group (step, "nothing");
  read = taper_story_step_make_task (step, classes, &unknown);
  g_assert_true (taper_task_equal (read, task));
  g_assert_cmpuint (unknown->len, ==, 2);
  g_assert_cmpstr (unknown->pdata[0], ==, "nothing");
  g_assert_cmpstr (unknown->pdata[1], ==, "nobody");
}

static void
check_words (TaperClassList *classes, const guint *ticked, guint n, const char *expected)
{
  g_autoptr (TaperTask) task = taper_task_new (7, ticked, n);
  g_autofree char *words = taper_task_describe (classes, task, 3);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_words (void)
{
  g_autoptr (TaperClassList) classes = test_make_classes (7, 3);
  const guint all[] = { 0, 1, 2, 3, 4, 5, 6 };

  check_words (classes, all, 0, "Nothing is ticked");
  check_words (classes, all, 1, "c0");
  check_words (classes, all, 3, "g0");
  check_words (classes, all, 4, "g0 and c3");
  check_words (classes, all, 5, "g0, c3 and c4");
  check_words (classes, all, 6, "g0 and g1");
  check_words (classes, all, 7, "Everything");
  check_words (classes, (const guint[]){ 1, 2, 3, 4, 6 }, 5, "c1, c2, c3 and 2 more");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/story/steps", test_steps);
  g_test_add_func ("/story/task", test_task);
  g_test_add_func ("/story/words", test_words);
  return g_test_run ();
}
