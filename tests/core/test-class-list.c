/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-class-list.h"
#include "core/taper-error.h"

#include <string.h>

#define SMALL                                                                                      \
  "[{\"id\": \"n1\", \"name\": \"African elephant\", \"synonyms\": [\"Loxodonta africana\"],"      \
  "  \"group\": \"mammals\"},"                                                                     \
  " {\"id\": \"n2\", \"name\": \"Judge's robe\", \"synonyms\": [\"gown\"], \"group\": "            \
  "\"clothing\"},"                                                                                 \
  " {\"id\": \"n3\", \"name\": \"crème brûlée\", \"group\": \"Food\"},"                         \
  " {\"id\": \"gown\", \"name\": \"crane\", \"synonyms\": [], \"group\": \"mammals\"},"            \
  " {\"id\": \"n5\", \"name\": \"crane\"},"                                                        \
  " {\"id\": \"N5\", \"name\": \"banana\", \"group\": \"food\"}]"

static TaperClassList *
small (void)
{
  g_autoptr (GError) error = NULL;
  TaperClassList *list = taper_class_list_new_from_json (SMALL, &error);
  g_assert_no_error (error);
  return list;
}

static void
test_read (void)
{
  g_autoptr (TaperClassList) list = small ();
  const TaperClass *item = taper_class_list_get_class (list, 0);
  const guint *members;
  guint n;

  g_assert_cmpuint (taper_class_list_get_n_classes (list), ==, 6);
  g_assert_cmpstr (item->id, ==, "n1");
  g_assert_cmpstr (item->name, ==, "African elephant");
  g_assert_cmpstr (item->synonyms[0], ==, "Loxodonta africana");
  g_assert_null (item->synonyms[1]);
  g_assert_null (taper_class_list_get_class (list, 2)->synonyms[0]);
  g_assert_cmpuint (taper_class_list_get_n_groups (list), ==, 4);
  g_assert_cmpstr (taper_class_list_get_group_name (list, 0), ==, "mammals");
  g_assert_cmpstr (taper_class_list_get_group_name (list, 3), ==, "other");
  members = taper_class_list_get_group_classes (list, 0, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (members[0], ==, 0);
  g_assert_cmpuint (members[1], ==, 3);
  taper_class_list_get_group_classes (list, 2, &n);
  g_assert_cmpuint (n, ==, 2); /* Food and food are one */
}

static void
test_find (void)
{
  g_autoptr (TaperClassList) list = small ();

  g_assert_cmpint (taper_class_list_find (list, "n1"), ==, 0);
  g_assert_cmpint (taper_class_list_find (list, " african ELEPHANT "), ==, 0);
  g_assert_cmpint (taper_class_list_find (list, "loxodonta africana"), ==, 0);
  g_assert_cmpint (taper_class_list_find (list, "CRÈME BRÛLÉE"), ==, 2);
  g_assert_cmpint (taper_class_list_find (list, "gown"), ==, 3);  /* an id before a synonym */
  g_assert_cmpint (taper_class_list_find (list, "crane"), ==, 3); /* the first of equals */
  g_assert_cmpint (taper_class_list_find (list, "n5"), ==, 4);
  g_assert_cmpint (taper_class_list_find (list, "N5"), ==, 5);
  g_assert_cmpint (taper_class_list_find (list, "elephant"), ==, -1);
  g_assert_cmpint (taper_class_list_find (list, ""), ==, -1);
  g_assert_cmpint (taper_class_list_find (list, "\xff"), ==, -1);
  g_assert_cmpint (taper_class_list_find_group (list, " MAMMALS"), ==, 0);
  g_assert_cmpint (taper_class_list_find_group (list, "birds"), ==, -1);
}

static void
test_suggest (void)
{
  g_autoptr (TaperClassList) list = small ();

  g_assert_cmpstr (taper_class_list_suggest (list, "bananna", FALSE), ==, "banana");
  g_assert_cmpstr (taper_class_list_suggest (list, "Afrcian elefant", FALSE), ==,
                   "African elephant");
  g_assert_cmpstr (taper_class_list_suggest (list, "loxodonta afrikana", FALSE), ==,
                   "African elephant");
  g_assert_cmpstr (taper_class_list_suggest (list, "creme brulee", FALSE), ==, "crème brûlée");
  g_assert_cmpstr (taper_class_list_suggest (list, "mammels", TRUE), ==, "mammals");
  g_assert_null (taper_class_list_suggest (list, "mammels", FALSE));
  g_assert_null (taper_class_list_suggest (list, "bananna", TRUE));
  g_assert_null (taper_class_list_suggest (list, "stapler remover", FALSE));
  g_assert_null (taper_class_list_suggest (list, "", FALSE));
  g_assert_null (taper_class_list_suggest (list, "x", FALSE));
  g_assert_null (taper_class_list_suggest (list, "\xff", FALSE));
}

static void
test_suggest_long (void)
{
  g_autoptr (TaperClassList) list = small ();
  g_autofree char *text = g_strnfill (1 << 20, 'a');

  g_assert_null (taper_class_list_suggest (list, text, FALSE));
}

static void
test_matches (void)
{
  g_autoptr (TaperClassList) list = small ();

  g_assert_true (taper_class_list_matches (list, 0, ""));
  g_assert_true (taper_class_list_matches (list, 0, "ele"));
  g_assert_true (taper_class_list_matches (list, 0, "ELE afr"));
  g_assert_true (taper_class_list_matches (list, 0, "loxo mam"));
  g_assert_true (taper_class_list_matches (list, 0, "n1"));
  g_assert_false (taper_class_list_matches (list, 0, "phant"));
  g_assert_false (taper_class_list_matches (list, 0, "ele xyz"));
  g_assert_false (taper_class_list_matches (list, 0, "elephants"));
  g_assert_true (taper_class_list_matches (list, 1, "judges"));
  g_assert_true (taper_class_list_matches (list, 1, "judge's ro"));
  g_assert_true (taper_class_list_matches (list, 2, "creme bru"));
  g_assert_true (taper_class_list_matches (list, 2, "CRÈME"));
  g_assert_true (taper_class_list_matches (list, 4, "oth"));
}

static void
assert_refused (const char *json, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperClassList) list = taper_class_list_new_from_json (json, &error);

  g_assert_null (list);
  g_assert_nonnull (error);
  g_assert_true (error->domain == TAPER_ERROR);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_refused (void)
{
  assert_refused ("[]", "0 classes, expected 1 to 100000");
  assert_refused ("[1]", "“classes” number 1 is a number, expected an object");
  assert_refused ("[{}]", "class 0: “id” is missing");
  assert_refused ("[{\"id\": \"a\"}]", "class 0: “name” is missing");
  assert_refused ("[{\"id\": \"\", \"name\": \"a\"}]",
                  "class 0: “id” has 0 bytes, expected 1 to 255");
  assert_refused ("[{\"id\": \"a\", \"name\": \"\"}]",
                  "class 0: “name” has 0 bytes, expected 1 to 255");
  assert_refused ("[{\"id\": \"a\", \"name\": \"a\\n\"}]",
                  "class 0: “name” holds a control character");
  assert_refused ("[{\"id\": \"a\", \"name\": \"a\"}, {\"id\": \"a\", \"name\": \"b\"}]",
                  "class 1: the id “a” is that of class 0");
  assert_refused ("[{\"id\": \"a\", \"name\": \"a\", \"group\": 1}]",
                  "class 0: “group” is a number, expected a string");
  assert_refused ("[{\"id\": \"a\", \"name\": \"a\", \"synonyms\": \"b\"}]",
                  "class 0: “synonyms” is a string, expected an array");
  assert_refused ("[{\"id\": \"a\", \"name\": \"a\", \"synonyms\": [\"\"]}]",
                  "class 0: “synonyms” has 0 bytes, expected 1 to 255");
  assert_refused ("{\"id\": \"a\"}", "expected JSON array, found JsonObject");
}

/* Every class of a long list is found by all it is called; quadratic work would not end. */
static void
test_long_list (void)
{
  const guint n = 25000;
  g_autoptr (GString) json = g_string_new ("[");
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperClassList) list = NULL;
  guint matches = 0;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
        json,
        "%s{\"id\": \"id%u\", \"name\": \"name %u\", \"synonyms\": [\"other %u\"],"
        " \"group\": \"group %u\"}",
        i > 0 ? "," : "", i, i, i, i % 300);
  g_string_append_c (json, ']');
  list = taper_class_list_new_from_json (json->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taper_class_list_get_n_groups (list), ==, 300);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("ID%u", i);
      g_autofree char *name = g_strdup_printf ("Name %u", i);
      g_autofree char *synonym = g_strdup_printf ("Other %u", i);
      g_assert_cmpint (taper_class_list_find (list, id), ==, i);
      g_assert_cmpint (taper_class_list_find (list, name), ==, i);
      g_assert_cmpint (taper_class_list_find (list, synonym), ==, i);
      matches += taper_class_list_matches (list, i, "name 1234");
    }
  g_assert_cmpuint (matches, ==, 11); /* 1234 and 12340 to 12349 */
  g_assert_cmpstr (taper_class_list_suggest (list, "nmae 24999", FALSE), ==, "name 24999");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/class-list/read", test_read);
  g_test_add_func ("/class-list/find", test_find);
  g_test_add_func ("/class-list/suggest", test_suggest);
  g_test_add_func ("/class-list/suggest-long", test_suggest_long);
  g_test_add_func ("/class-list/matches", test_matches);
  g_test_add_func ("/class-list/refused", test_refused);
  g_test_add_func ("/class-list/long-list", test_long_list);
  return g_test_run ();
}
