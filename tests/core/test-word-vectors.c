/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-meaning-private.h"
#include "tests/support/test-shipped.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static void
test_shipped (void)
{
  g_autoptr (TaperWordVectors) vectors = shipped_vectors ();
  const guint n = taper_word_vectors_get_n_values (vectors);
  double square = 0;
  const float *lemon;

  g_assert_cmpuint (taper_word_vectors_get_n_words (vectors), ==, 30245);
  g_assert_cmpuint (n, ==, 100);
  g_assert_cmpint (taper_word_vectors_find (vectors, "the"), ==, 0);
  g_assert_cmpint (taper_word_vectors_find (vectors, "no such word"), ==, -1);
  lemon = taper_word_vectors_get (vectors, taper_word_vectors_find (vectors, "lemon"));
  for (guint d = 0; d < n; d++)
    square += (double) lemon[d] * lemon[d];
  g_assert_cmpfloat_with_epsilon (square, 1, 1e-2); /* fp16 in the file */
}

static float
compare (TaperWordVectors *vectors, const char *a, const char *b)
{
  const guint n = taper_word_vectors_get_n_values (vectors);
  g_autofree float *x = g_new (float, n), *y = g_new (float, n);
  g_auto (GStrv) words_a = g_strsplit (a, " ", -1), words_b = g_strsplit (b, " ", -1);

  g_assert_true (
      taper_meaning_of_words (vectors, (const char *const *) words_a, g_strv_length (words_a), x));
  g_assert_true (
      taper_meaning_of_words (vectors, (const char *const *) words_b, g_strv_length (words_b), y));
  return taper_meaning_compare (vectors, x, y);
}

static void
test_meaning (void)
{
  g_autoptr (TaperWordVectors) vectors = shipped_vectors ();
  float out[100];
  const char *const unknown[] = { "qqqqq" };

  g_assert_cmpfloat_with_epsilon (compare (vectors, "lemon", "lemon"), 1, 1e-5);
  g_assert_cmpfloat (compare (vectors, "lemon", "lime"), >, compare (vectors, "lemon", "tractor"));
  /* the head decides, a frequent word hardly counts */
  g_assert_cmpfloat (compare (vectors, "fire salamander", "salamander"), >,
                     compare (vectors, "fire salamander", "fire"));
  g_assert_cmpfloat (compare (vectors, "the lemon", "lemon"), >, 0.95);
  g_assert_false (taper_meaning_of_words (vectors, unknown, 1, out));
  g_assert_cmpint (taper_meaning_find (vectors, "qqqqq"), ==, -1);
}

static void
test_stem (void)
{
  static const char *const pairs[][2] = {
    { "dogs", "dog" },        { "berries", "berry" }, { "boxes", "box" },   { "brushes", "brush" },
    { "tomatoes", "tomato" }, { "bus", "bus" },       { "glass", "glass" }, { "torches", "torch" },
    { "glasses", "glass" },   { "as", "as" },         { "dog", "dog" },     { "mantis", "mantis" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *stem = taper_word_stem (pairs[i][0]);

      g_assert_cmpstr (stem, ==, pairs[i][1]);
    }
  g_assert_true (taper_word_is_filler ("things"));
  g_assert_true (taper_word_is_filler ("in"));
  g_assert_true (taper_word_is_place ("in"));
  g_assert_false (taper_word_is_filler ("kitchen"));
  g_assert_false (taper_word_is_place ("things"));
}

/* Anything that is no such file is refused with its name. */
static void
assert_refused (const char *contents, gsize length, const char *expected)
{
  g_autofree char *dir = g_dir_make_tmp ("taper-vectors-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "words.safetensors", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, contents, length, NULL));
  g_assert_null (taper_word_vectors_open (path, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, expected));
  g_remove (path);
  g_rmdir (dir);
}

static void
assert_header_refused (const char *header, gsize n_data, const char *expected)
{
  const guint64 length = GUINT64_TO_LE (strlen (header));
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree guint8 *data = g_malloc0 (MAX (n_data, 1));

  g_byte_array_append (file, (const guint8 *) &length, 8);
  g_byte_array_append (file, (const guint8 *) header, strlen (header));
  memset (data, 0xff, n_data); /* NaN */
  g_byte_array_append (file, data, n_data);
  assert_refused ((const char *) file->data, file->len, expected);
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (taper_word_vectors_open ("/no/such/file", &error));
  g_assert_nonnull (strstr (error->message, "/no/such/file"));
  assert_refused ("hello", 5, "words.safetensors");
  assert_header_refused ("{\"__metadata__\":{\"words\":\"a\\nb\"}}", 0, "no word vectors");
  assert_header_refused ("{\"__metadata__\":{\"words\":\"a\"},"
                         "\"vectors\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
                         8, "no word vectors");
  assert_header_refused ("{\"vectors\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
                         8, "no word vectors");
  assert_header_refused ("{\"__metadata__\":{\"words\":\"a\\nb\"},"
                         "\"vectors\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}",
                         8, "NaN");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/word-vectors/shipped", test_shipped);
  g_test_add_func ("/word-vectors/meaning", test_meaning);
  g_test_add_func ("/word-vectors/stem", test_stem);
  g_test_add_func ("/word-vectors/refused", test_refused);
  return g_test_run ();
}
