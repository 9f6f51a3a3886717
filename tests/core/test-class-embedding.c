/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-safetensors.h"
#include "core/taper-error.h"
#include "core/train/taper-class-embedding.h"
#include "tests/support/train-data.h"

#include <math.h>
#include <string.h>

typedef struct {
  char *dir, *path;
} Fixture;

static void
write_words (Fixture *f, const char *words, guint rank, const guint64 *shape, const float *values)
{
  g_autoptr (TaperSafetensorsWriter) writer = taper_safetensors_writer_new ();
  g_autoptr (GError) error = NULL;

  if (words != NULL)
    taper_safetensors_writer_set_metadata (writer, "words", words);
  taper_safetensors_writer_add (writer, "vectors", TAPER_DTYPE_F32, rank, shape, values);
  taper_safetensors_writer_write (writer, f->path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer unused)
{
  static const float values[4][2] = { { 3, 0 }, { 0, 4 }, { -1, 0 }, { 0, 0 } };

  f->dir = test_temporary_folder ();
  f->path = g_build_filename (f->dir, "words.safetensors", NULL);
  write_words (f, "red\napple\nfruit\nnothing", 2, (guint64[]){ 4, 2 }, &values[0][0]);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  test_remove_folder (f->dir);
  g_free (f->dir);
  g_free (f->path);
}

/* The mean of all known words, of unit length; case does not matter; unknown: zeros. */
static void
test_values (Fixture *f, gconstpointer unused)
{
  static const float want[4][2] = { { .6f, .8f }, { -1, 0 }, { 0, 0 }, { 0, 0 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperClassList) classes = taper_class_list_new_from_json (
      "[{\"id\": \"a\", \"name\": \"Red Apple\"}, {\"id\": \"b\", \"name\": \"pear\", "
      "\"synonyms\": [\"a fruit\"]}, {\"id\": \"c\", \"name\": \"Zwetschge\"}, {\"id\": \"d\", "
      "\"name\": \"nothing\"}]",
      &error);
  g_autofree float *values = NULL;
  guint n_values = 0;

  g_assert_no_error (error);
  values = taper_class_embeddings (classes, f->path, &n_values, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_values, ==, 2);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpfloat_with_epsilon (values[i], (&want[0][0])[i], 1e-6);
}

/* The group's words count, where there is more than one group. */
static void
test_groups (Fixture *f, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperClassList) classes = taper_class_list_new_from_json (
      "[{\"id\": \"a\", \"name\": \"x\", \"group\": \"Fruit\"}, {\"id\": \"b\", \"name\": \"y\", "
      "\"group\": \"apple\"}]",
      &error);
  guint n_values = 0;
  g_autofree float *values = taper_class_embeddings (classes, f->path, &n_values, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (values[0], ==, -1);
  g_assert_cmpfloat (values[3], ==, 1);
}

static void
test_bad (Fixture *f, gconstpointer unused)
{
  static const float values[4] = { 1, 2, 3, NAN };
  static const struct {
    const char *words;
    guint rank;
    guint64 shape[2];
    int code;
  } bad[] = { { NULL, 2, { 2, 2 }, TAPER_ERROR_FORMAT },
              { "one", 2, { 2, 2 }, TAPER_ERROR_FORMAT },
              { "one\ntwo", 1, { 4 }, TAPER_ERROR_FORMAT },
              { "one\ntwo", 2, { 2, 2 }, TAPER_ERROR_INVALID } };
  g_autoptr (TaperClassList) classes =
      taper_class_list_new_from_json ("[{\"id\": \"a\", \"name\": \"a\"}]", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      guint n_values;

      write_words (f, bad[i].words, bad[i].rank, bad[i].shape, values);
      g_assert_null (taper_class_embeddings (classes, f->path, &n_values, &error));
      g_assert_error (error, TAPER_ERROR, bad[i].code);
      g_assert_nonnull (strstr (error->message, "words.safetensors"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/class-embedding/values", Fixture, NULL, set_up, test_values, tear_down);
  g_test_add ("/class-embedding/groups", Fixture, NULL, set_up, test_groups, tear_down);
  g_test_add ("/class-embedding/bad", Fixture, NULL, set_up, test_bad, tear_down);
  return g_test_run ();
}
