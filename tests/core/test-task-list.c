/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test-shipped.h"

#include <string.h>

static TaperClassList *
make_classes (void)
{
  g_autoptr (GError) error = NULL;
  TaperClassList *classes = taper_class_list_new_from_json (
      "[{\"id\":\"a1\",\"name\":\"Lemon\",\"synonyms\":[\"citron\"],\"group\":\"fruit\"},"
      "{\"id\":\"b2\",\"name\":\"Milk, sour\",\"group\":\"dairy\"},"
      "{\"id\":\"c3\",\"name\":\"Kiwi\",\"group\":\"fruit\"},"
      "{\"id\":\"d4\",\"name\":\"Kiwi\",\"group\":\"birds\"}]",
      &error);

  g_assert_no_error (error);
  return classes;
}

/* "0 2 | 1 duplicate | foo@3?Lemon" */
static char *
describe (TaperTaskList *list)
{
  GString *text = g_string_new (NULL);
  guint n;
  const guint *selected = taper_task_get_selected (list->task, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%u ", selected[i]);
  g_string_append_printf (text, "| %u", list->n_duplicates);
  for (guint i = 0; i < list->unknown->len; i++)
    {
      const TaperUnknownName *unknown = list->unknown->pdata[i];

      g_string_append_printf (text, " | %s@%u?%s", unknown->text, unknown->line,
                              unknown->suggestion ? unknown->suggestion : "");
    }
  return g_string_free (text, FALSE);
}

static void
assert_list (const char *text, const char *expected)
{
  g_autoptr (TaperClassList) classes = make_classes ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperTaskList) list = taper_task_list_parse (classes, text, strlen (text), &error);
  g_autofree char *got = NULL;

  g_assert_no_error (error);
  got = describe (list);
  g_assert_cmpstr (got, ==, expected);
}

static void
test_text (void)
{
  assert_list ("Lemon\nKiwi\n", "0 2 | 0");
  assert_list ("\xef\xbb\xbf# mine\r\n\r\n lemon \r\nd4\r\n", "0 3 | 0");
  assert_list ("milk, sour\ncitron", "0 1 | 0");
  assert_list ("lemon, kiwi; a1\tb2", "0 1 2 | 1");
  assert_list ("lemn, kiwi,\n\nspanner", "2 | 0 | lemn@1?Lemon | spanner@3?");
  assert_list ("", "| 0");
  assert_list ("\"milk, sour\",\"lemon\"", "0 1 | 0");
}

static void
test_table (void)
{
  assert_list ("id,name,group\na1,Lemon,fruit\nd4,Kiwi,birds\n", "0 3 | 0");
  /* the id wins; one that is not known falls back to the name; a group is no class */
  assert_list ("Group;Name;ID\nfruit;Kiwi;\nfruit;Lemon;zz\nfruit;Leek;zz", "0 2 | 0 | Leek@4?");
  assert_list ("class\nlemon\nplum", "0 | 0 | plum@3?");
  assert_list ("name,colour\n,red\n", "| 0 | ,red@2?");
  assert_list ("name,colour\n\"Milk, sour\",\"a \"\"b\"\"\"\n", "1 | 0");
}

static void
test_refused (void)
{
  g_autoptr (TaperClassList) classes = make_classes ();
  g_autofree char *huge = g_strnfill (TAPER_TASK_LIST_MAX + 1, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (taper_task_list_parse (classes, "\xff\xfe", 2, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_null (taper_task_list_parse (classes, "a\0b", 3, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_null (taper_task_list_parse (classes, huge, TAPER_TASK_LIST_MAX + 1, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT);
}

/* What is written is read back, as text and as table, for whole shipped bundles. */
static void
test_round_trip (void)
{
  const char *const bundles[] = { "tiny-imagenet-s8", "groceries-s16" };
  g_autoptr (TaperClassList) small = make_classes ();
  const guint all[] = { 0, 1, 2, 3 };
  g_autoptr (TaperTask) four = taper_task_new (4, all, 4);
  g_autofree char *text = taper_task_list_format (small, four, FALSE);
  g_autofree char *csv = taper_task_list_format (small, four, TRUE);

  g_assert_cmpstr (text, ==, "Lemon\nMilk, sour\nKiwi\nd4\n");
  g_assert_cmpstr (csv, ==,
                   "id,name,group\na1,Lemon,fruit\nb2,\"Milk, sour\",dairy\nc3,Kiwi,fruit\n"
                   "d4,Kiwi,birds\n");
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (TaperBundle) bundle = shipped_bundle (bundles[i / 2]);
      TaperClassList *classes = taper_bundle_get_classes (bundle);
      const TaperRandomTask draw = { TAPER_RANDOM_ANY, 40, 0, 3 };
      g_autoptr (TaperTask) task = taper_random_task_draw (&draw, classes);
      g_autofree char *written = taper_task_list_format (classes, task, i % 2 == 1);
      g_autoptr (TaperTaskList) read =
          taper_task_list_parse (classes, written, strlen (written), NULL);

      g_assert_true (taper_task_equal (read->task, task));
      g_assert_cmpuint (read->unknown->len, ==, 0);
      g_assert_cmpuint (read->n_duplicates, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/task-list/text", test_text);
  g_test_add_func ("/task-list/table", test_table);
  g_test_add_func ("/task-list/refused", test_refused);
  g_test_add_func ("/task-list/round-trip", test_round_trip);
  return g_test_run ();
}
