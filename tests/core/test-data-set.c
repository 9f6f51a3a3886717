/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-data-set.h"
#include "core/taper-error.h"
#include "tests/support/train-data.h"

#include <string.h>

typedef struct {
  char *dir;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->dir = test_temporary_folder ();
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  test_remove_folder (f->dir);
  g_free (f->dir);
}

/* Files are not opened, so any bytes will do. */
static void
touch (Fixture *f, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    test_write_text (f->dir, names[i], "x");
}

static TaperDataSet *
open_ok (const char *path, double fraction, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  TaperDataSet *data = taper_data_set_open (path, fraction, seed, &error);

  g_assert_no_error (error);
  return data;
}

static void
assert_fails (const char *path, GQuark domain, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperDataSet) data = taper_data_set_open (path, .2, 1, &error);

  g_assert_null (data);
  g_assert_error (error, domain, code);
  if (strstr (error->message, words) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, words);
}

static void
assert_list (const Fixture *f, const TaperPictureList *list, const char *const *names,
             const guint *labels)
{
  guint n = g_strv_length ((char **) names);

  g_assert_cmpuint (list->paths->len, ==, n);
  g_assert_cmpuint (list->labels->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_build_filename (f->dir, names[i], NULL);

      g_assert_cmpstr (g_ptr_array_index (list->paths, i), ==, path);
      g_assert_cmpuint (g_array_index (list->labels, guint, i), ==, labels[i]);
    }
}

static void
test_names (Fixture *f, gconstpointer unused)
{
  static const char *const yes[] = { "a.jpg", "b.JPEG", "c.png", "d.webp", "e.tiff", "f.x.ppm" };
  static const char *const no[] = { ".a.jpg", "jpg", "a.jpg.txt", "a.jpg~", "Thumbs.db", "" };

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (taper_is_picture_name (yes[i]));
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (taper_is_picture_name (no[i]));
}

static void
test_folders (Fixture *f, gconstpointer unused)
{
  static const char *const files[] = { "train/pear/2.png",  "train/pear/1.jpg", "train/apple/1.png",
                                       "train/pear/no.txt", "test/apple/9.png", "test/pear/8.png",
                                       "train/.git/1.png",  "train/read.png",   NULL };
  static const char *const train[] = { "train/apple/1.png", "train/pear/1.jpg", "train/pear/2.png",
                                       NULL };
  static const char *const test[] = { "test/apple/9.png", "test/pear/8.png", NULL };
  g_autoptr (TaperDataSet) data = NULL;

  touch (f, files);
  data = open_ok (f->dir, .2, 1);
  g_assert_false (data->split_made);
  g_assert_cmpuint (taper_class_list_get_n_classes (data->classes), ==, 2);
  g_assert_cmpstr (taper_class_list_get_class (data->classes, 0)->id, ==, "apple");
  assert_list (f, &data->train, train, (guint[]){ 0, 1, 1 });
  assert_list (f, &data->test, test, (guint[]){ 0, 1 });
}

/* Class folders alone: a part of each class is kept back, the same for the same seed. */
static void
test_split (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperDataSet) data = NULL, again = NULL, other = NULL;
  guint per_class[2] = { 0 }, differ = 0;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *a = g_strdup_printf ("a/%02u.png", i);
      g_autofree char *b = g_strdup_printf ("b/%02u.png", i);

      touch (f, (const char *const[]){ a, b, NULL });
    }
  data = open_ok (f->dir, .25, 1);
  again = open_ok (f->dir, .25, 1);
  other = open_ok (f->dir, .25, 2);
  g_assert_true (data->split_made);
  g_assert_cmpuint (data->train.paths->len, ==, 30);
  g_assert_cmpuint (data->test.paths->len, ==, 10);
  for (guint i = 0; i < 10; i++)
    {
      const char *path = g_ptr_array_index (data->test.paths, i);

      per_class[g_array_index (data->test.labels, guint, i)]++;
      g_assert_cmpstr (path, ==, g_ptr_array_index (again->test.paths, i));
      differ += !g_str_equal (path, g_ptr_array_index (other->test.paths, i));
      g_assert_false (
          g_ptr_array_find_with_equal_func (data->train.paths, path, g_str_equal, NULL));
    }
  g_assert_cmpuint (per_class[0], ==, 5);
  g_assert_cmpuint (per_class[1], ==, 5);
  g_assert_cmpuint (differ, >, 0);
}

static void
test_list (Fixture *f, gconstpointer unused)
{
  static const char *const train[] = { "p/2.png", "p/1.png", NULL };
  static const char *const test[] = { "p/3.png", "p/4.png", NULL };
  g_autofree char *path = g_build_filename (f->dir, "list.txt", NULL);
  g_autofree char *absolute = g_build_filename (f->dir, "p", "3.png", NULL);
  g_autofree char *text = g_strdup_printf ("# a comment\n\ntrain\tkiwi\tp/1.png\n"
                                           "train\tfig\tp/2.png\ntest\tfig\t%s\r\n"
                                           "test\tkiwi\tp/4.png\n",
                                           absolute);
  g_autoptr (TaperDataSet) data = NULL;

  test_write_text (f->dir, "list.txt", text);
  data = open_ok (path, .2, 1);
  assert_list (f, &data->train, train, (guint[]){ 0, 1 });
  assert_list (f, &data->test, test, (guint[]){ 0, 1 });

  test_write_text (f->dir, "list.txt", "train\tkiwi\tp/1.png\nvalid\tfig\tp/2.png\n");
  assert_fails (path, TAPER_ERROR, TAPER_ERROR_DATA, "line 2: expected “train” or “test”");
  test_write_text (f->dir, "list.txt", "train kiwi p/1.png\n");
  assert_fails (path, TAPER_ERROR, TAPER_ERROR_DATA, "line 1");
  test_write_text (f->dir, "list.txt", "train\tki\xffwi\tp/1.png\n");
  assert_fails (path, TAPER_ERROR, TAPER_ERROR_DATA, "UTF-8");
}

/* Both kinds of classes.json: names, synonyms and groups; what it does not name keeps its folder's
 * name. */
static void
test_classes (Fixture *f, gconstpointer unused)
{
  static const char *const files[] = { "n01/1.png", "n01/2.png", "b_c/1.png", "b_c/2.png", NULL };
  g_autoptr (TaperDataSet) data = NULL, coarse = NULL;
  const TaperClass *class;

  touch (f, files);
  test_write_text (f->dir, "classes.json",
                   "[{\"id\": \"n01\", \"name\": \"goldfish\", \"synonyms\": [\"carp\"], "
                   "\"group\": \"fish\"}]");
  data = open_ok (f->dir, .5, 1);
  class = taper_class_list_get_class (data->classes, 1);
  g_assert_cmpstr (class->name, ==, "goldfish");
  g_assert_cmpstr (class->synonyms[0], ==, "carp");
  g_assert_cmpstr (taper_class_list_get_group_name (data->classes, class->group), ==, "fish");
  g_assert_cmpstr (taper_class_list_get_class (data->classes, 0)->name, ==, "b c");
  g_assert_nonnull (strstr (data->classes_json, "goldfish"));

  test_write_text (f->dir, "classes.json",
                   "{\"classes\": [{\"name\": \"b_c\", \"coarse\": \"Let-ters\"}]}");
  coarse = open_ok (f->dir, .5, 1);
  class = taper_class_list_get_class (coarse->classes, 0);
  g_assert_cmpstr (class->id, ==, "b_c");
  g_assert_cmpstr (class->name, ==, "b c");
  g_assert_cmpstr (taper_class_list_get_group_name (coarse->classes, class->group), ==, "Let ters");
}

static void
test_bad_classes (Fixture *f, gconstpointer unused)
{
  static const char *const bad[] = { "",
                                     "{",
                                     "7",
                                     "[1]",
                                     "[{}]",
                                     "[{\"id\": 3}]",
                                     "{}",
                                     "[{\"id\": \"\"}]",
                                     "{\"classes\": [{\"name\": []}]}",
                                     "[{\"id\": \"a\", \"name\": 3}]",
                                     "[[[[[[",
                                     "\xff" };
  static const char *const files[] = { "a/1.png", "a/2.png", "b/1.png", "b/2.png", NULL };

  touch (f, files);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TaperDataSet) data = NULL;

      test_write_text (f->dir, "classes.json", bad[i]);
      data = taper_data_set_open (f->dir, .2, 1, &error);
      g_assert_null (data);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, "classes.json"));
    }
}

static void
test_bad_folders (Fixture *f, gconstpointer unused)
{
  g_autofree char *nowhere = g_build_filename (f->dir, "nowhere", NULL);

  assert_fails (nowhere, TAPER_ERROR, TAPER_ERROR_DATA, "no such folder");
  assert_fails (f->dir, TAPER_ERROR, TAPER_ERROR_DATA, "no pictures in folders");
  touch (f, (const char *const[]){ "train/apple/1.png", "train/apple/2.png", NULL });
  assert_fails (f->dir, TAPER_ERROR, TAPER_ERROR_DATA, "only one class, “apple”");
  touch (f, (const char *const[]){ "train/pear/1.png", NULL });
  assert_fails (f->dir, TAPER_ERROR, TAPER_ERROR_DATA, "“pear”"); /* one picture cannot be split */
  touch (f, (const char *const[]){ "train/pear/2.png", "test/apple/1.png", NULL });
  assert_fails (f->dir, TAPER_ERROR, TAPER_ERROR_DATA, "no test pictures for “pear”");
  touch (f, (const char *const[]){ "test/pear/1.png", "test/plum/1.png", NULL });
  assert_fails (f->dir, TAPER_ERROR, TAPER_ERROR_DATA, "without training pictures: “plum”");
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*run) (Fixture *f, gconstpointer unused);
  } tests[] = { { "/data-set/names", test_names },
                { "/data-set/folders", test_folders },
                { "/data-set/split", test_split },
                { "/data-set/list", test_list },
                { "/data-set/classes", test_classes },
                { "/data-set/bad-classes", test_bad_classes },
                { "/data-set/bad-folders", test_bad_folders } };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
