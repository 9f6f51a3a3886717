/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-fold-private.h"

#include <string.h>

static void
assert_name (const char *text, const char *expected)
{
  g_autofree char *folded = taper_fold_name (text);
  g_assert_cmpstr (folded, ==, expected);
}

static void
test_name (void)
{
  assert_name ("  African Elephant\t", "african elephant");
  assert_name ("ÉCLAIR", "éclair");
  assert_name ("e\xcc\x81"
               "clair",
               "éclair"); /* combining accent */
  assert_name (" STRASSE", "strasse");
  assert_name ("Straße ", "strasse");
  assert_name ("", "");
  assert_name ("\xff", "");
}

static void
assert_words (const char *text, const char *expected)
{
  g_autoptr (GString) words = g_string_new (NULL);
  taper_fold_words (text, words);
  g_assert_cmpstr (words->str, ==, expected);
}

static void
test_words (void)
{
  assert_words ("Judge's  robe (black)", " judges robe black");
  assert_words ("Judge’s", " judges");
  assert_words ("Crème-Brûlée 2", " creme brulee 2");
  assert_words (" -- ", "");
  assert_words ("\xff", "");
}

static guint
distance (const char *a, const char *b, guint limit)
{
  glong n_a, n_b;
  g_autofree gunichar *wide_a = g_utf8_to_ucs4 (a, -1, NULL, &n_a, NULL);
  g_autofree gunichar *wide_b = g_utf8_to_ucs4 (b, -1, NULL, &n_b, NULL);
  return taper_edit_distance (wide_a, n_a, wide_b, n_b, limit);
}

static void
test_distance (void)
{
  g_assert_cmpuint (distance ("banana", "banana", 3), ==, 0);
  g_assert_cmpuint (distance ("bananna", "banana", 3), ==, 1);
  g_assert_cmpuint (distance ("bnaana", "banana", 3), ==, 1);
  g_assert_cmpuint (distance ("ca", "abc", 9), ==, 3); /* as optimal string alignment has it */
  g_assert_cmpuint (distance ("kitten", "sitting", 9), ==, 3);
  g_assert_cmpuint (distance ("kitten", "sitting", 2), ==, 3);
  g_assert_cmpuint (distance ("", "abc", 9), ==, 3);
  g_assert_cmpuint (distance ("abc", "", 9), ==, 3);
  g_assert_cmpuint (distance ("äöü", "aou", 9), ==, 3);
  g_assert_cmpuint (distance ("abcdefgh", "a", 2), ==, 3);
}

/* The early exit must not change an answer. */
static void
test_distance_limits (void)
{
  static const char *const words[] = { "abacus", "abcaus", "bacaus", "sub", "usbac", "abba",
                                       "baab",   "aabb",   "bbaa",   "a",   "ab",    "ba" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (words); j++)
      {
        guint full = distance (words[i], words[j], 99);
        g_assert_cmpuint (full, ==, distance (words[j], words[i], 99));
        for (guint limit = 0; limit < 8; limit++)
          g_assert_cmpuint (distance (words[i], words[j], limit), ==, MIN (full, limit + 1));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/name", test_name);
  g_test_add_func ("/fold/words", test_words);
  g_test_add_func ("/fold/distance", test_distance);
  g_test_add_func ("/fold/distance-limits", test_distance_limits);
  return g_test_run ();
}
