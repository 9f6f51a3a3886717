/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/taper.h"

#include <libintl.h>
#include <locale.h>

#define CLASSES                                                                                    \
  "[{\"id\": \"Granny-Smith\", \"name\": \"Granny Smith\", \"group\": \"Apple\"},"                 \
  " {\"id\": \"Pomegranate\", \"name\": \"Pomegranate\", \"group\": \"Pomegranate\"},"             \
  " {\"id\": \"n03126707\", \"name\": \"crane\", \"group\": \"buildings and structures\"},"        \
  " {\"id\": \"my-bird\", \"name\": \"crane\", \"synonyms\": [\"grus\"], \"group\": \"mine\"}]"

/* In that language: gettext only looks at it again when a binding has changed. */
static TaperClassList *
classes_in (const char *language)
{
  g_autoptr (GError) error = NULL;
  TaperClassList *classes;

  g_setenv ("LANGUAGE", language, TRUE);
  bindtextdomain (TAPER_CLASSES_DOMAIN, "/");
  bindtextdomain (TAPER_CLASSES_DOMAIN, g_getenv ("TAPER_CLASSES_LOCALEDIR"));
  bind_textdomain_codeset (TAPER_CLASSES_DOMAIN, "UTF-8");
  classes = taper_class_list_new_from_json (CLASSES, &error);
  g_assert_no_error (error);
  return classes;
}

static void
test_shown (void)
{
  g_autoptr (TaperClassList) german = classes_in ("de");
  g_autoptr (TaperClassList) chinese = classes_in ("zh_CN");
  g_autoptr (TaperClassList) none = classes_in ("tlh");

  g_assert_cmpstr (taper_class_list_get_class (german, 1)->label, ==, "Granatapfel");
  g_assert_cmpstr (taper_class_list_get_class (german, 1)->name, ==, "Pomegranate");
  g_assert_cmpstr (taper_class_list_get_group_label (german, 0), ==, "Apfel");
  g_assert_cmpstr (taper_class_list_get_group_name (german, 0), ==, "Apple");
  g_assert_cmpstr (taper_class_list_get_class (chinese, 0)->label, ==, "澳洲青苹果");
  g_assert_cmpstr (taper_class_list_get_class (none, 1)->label, ==, "Pomegranate");
}

/* A name alone does not say what it means: the bird keeps the name its owner gave. */
static void
test_by_id (void)
{
  g_autoptr (TaperClassList) german = classes_in ("de");

  g_assert_cmpstr (taper_class_list_get_class (german, 2)->label, ==, "Kran");
  g_assert_cmpstr (taper_class_list_get_class (german, 3)->label, ==, "crane");
}

static void
test_found (void)
{
  g_autoptr (TaperClassList) german = classes_in ("de");
  g_autoptr (TaperClassList) chinese = classes_in ("zh_CN");

  g_assert_cmpint (taper_class_list_find (german, "granatapfel"), ==, 1);
  g_assert_cmpint (taper_class_list_find (german, "pomegranate"), ==, 1);
  g_assert_cmpint (taper_class_list_find_group (german, "Apfel"), ==, 0);
  g_assert_cmpint (taper_class_list_find_group (german, "Apple"), ==, 0);
  g_assert_cmpstr (taper_class_list_suggest (german, "Granatapfl", FALSE), ==, "Granatapfel");
  g_assert_true (taper_class_list_matches (german, 1, "granat"));
  g_assert_true (taper_class_list_matches (german, 1, "pome"));
  g_assert_true (taper_class_list_matches (german, 2, "gebäude"));
  g_assert_cmpint (taper_class_list_find (chinese, "石榴"), ==, 1);
  /* Chinese writes no spaces: a word is found where it stands. */
  g_assert_true (taper_class_list_matches (chinese, 0, "苹果"));
  g_assert_false (taper_class_list_matches (chinese, 1, "苹果"));
}

/* A description in the user's language finds classes and groups by name. */
static void
test_described (void)
{
  g_autoptr (TaperClassList) german = classes_in ("de");
  g_autoptr (TaperTaskDescription) found =
      taper_task_description_new (german, NULL, "Granatapfel, Apfel");
  const TaperMatch *matches = (const TaperMatch *) (gpointer) found->matches->data;

  g_assert_cmpuint (found->matches->len, ==, 2);
  g_assert_cmpint (matches[0].reason, ==, TAPER_MATCH_NAME);
  g_assert_cmpuint (matches[0].class_index, ==, 1);
  g_assert_cmpint (matches[1].reason, ==, TAPER_MATCH_GROUP);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label/shown", test_shown);
  g_test_add_func ("/label/by-id", test_by_id);
  g_test_add_func ("/label/found", test_found);
  g_test_add_func ("/label/described", test_described);
  return g_test_run ();
}
