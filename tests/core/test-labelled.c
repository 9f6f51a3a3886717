/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-labelled.h"

#include "core/data/taper-csv.h"
#include "core/taper-error.h"

#include <glib/gstdio.h>
#include <string.h>

static TaperClassList *
make_classes (void)
{
  g_autoptr (GError) error = NULL;
  TaperClassList *classes = taper_class_list_new_from_json (
      "[{\"id\": \"n1\", \"name\": \"red apple\"}, {\"id\": \"n2\", \"name\": \"lemon\","
      " \"synonyms\": [\"citron\"]}, {\"id\": \"a380\", \"name\": \"plane\"}]",
      &error);

  g_assert_no_error (error);
  return classes;
}

static void
put (const char *dir, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

static char *
make_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("taper-labelled-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

static void
test_csv (void)
{
  const char *text = "a,b\r\n\"x, \"\"y\"\"\nz\" ,  2 , \n\nlast";
  char **fields;

  fields = taper_csv_next (&text, ',');
  g_assert_cmpstrv (fields, ((const char *[]){ "a", "b", NULL }));
  g_strfreev (fields);
  fields = taper_csv_next (&text, ',');
  g_assert_cmpstrv (fields, ((const char *[]){ "x, \"y\"\nz", "2", "", NULL }));
  g_strfreev (fields);
  fields = taper_csv_next (&text, ',');
  g_assert_cmpstrv (fields, ((const char *[]){ "", NULL }));
  g_strfreev (fields);
  fields = taper_csv_next (&text, ',');
  g_assert_cmpstrv (fields, ((const char *[]){ "last", NULL }));
  g_strfreev (fields);
  g_assert_null (taper_csv_next (&text, ','));
  text = "\"never closed";
  fields = taper_csv_next (&text, ',');
  g_assert_cmpstrv (fields, ((const char *[]){ "never closed", NULL }));
  g_strfreev (fields);
  g_assert_cmpint (taper_csv_guess_separator ("a;b,c;d\nx,y,z"), ==, ';');
  g_assert_cmpint (taper_csv_guess_separator ("a\tb,c"), ==, '\t');
  g_assert_cmpint (taper_csv_guess_separator (""), ==, ',');
}

static void
test_folders (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperLabelled) labelled = NULL;
  g_autoptr (TaperClassList) classes = make_classes ();
  g_autofree int *map = NULL;

  put (dir, "n2/b.png", "");
  put (dir, "n2/a.jpg", "");
  put (dir, "n2/notes.txt", "");
  put (dir, "pear/p.png", "");
  put (dir, "void/nothing.txt", "");
  put (dir, "loose.png", "");
  labelled = taper_labelled_open (dir, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taper_labelled_get_n_pictures (labelled), ==, 3);
  g_assert_true (g_str_has_suffix (taper_labelled_get_path (labelled, 0), "n2/a.jpg"));
  g_assert_cmpuint (taper_labelled_get_n_labels (labelled), ==, 2);
  g_assert_cmpstr (taper_labelled_get_label_text (labelled, 1), ==, "pear");
  g_assert_cmpuint (taper_labelled_get_label_count (labelled, 0), ==, 2);
  g_assert_cmpuint (taper_labelled_get_label (labelled, 2), ==, 1);
  g_assert_cmpuint (g_strv_length ((char **) taper_labelled_get_problems (labelled)), ==, 2);
  {
    const guint chosen[] = { 2, 0 };
    g_autoptr (TaperLabelled) subset = taper_labelled_subset (labelled, chosen, 2);

    g_assert_cmpuint (taper_labelled_get_n_pictures (subset), ==, 2);
    g_assert_cmpstr (taper_labelled_get_path (subset, 1), ==,
                     taper_labelled_get_path (labelled, 0));
    g_assert_cmpuint (taper_labelled_get_label (subset, 0), ==, 1);
    g_assert_cmpstr (taper_labelled_get_label_text (subset, 1), ==, "pear");
    g_assert_null (taper_labelled_get_problems (subset)[0]);
  }
  map = taper_labelled_match (labelled, classes);
  g_assert_cmpint (map[0], ==, 1);
  g_assert_cmpint (map[1], ==, TAPER_LABEL_UNKNOWN);
}

static void
test_file_names (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperLabelled) labelled = NULL;
  g_autoptr (TaperClassList) classes = make_classes ();
  g_autofree int *map = NULL;

  put (dir, "Red-Apple.jpg", "");
  put (dir, "a380.png", "");
  put (dir, "citron_012.png", "");
  put (dir, "007.png", "");
  labelled = taper_labelled_open (dir, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taper_labelled_get_n_pictures (labelled), ==, 4);
  map = taper_labelled_match (labelled, classes);
  g_assert_cmpint (map[0], ==, TAPER_LABEL_UNKNOWN); /* 007 */
  g_assert_cmpint (map[1], ==, 0);
  g_assert_cmpint (map[2], ==, 2); /* the number belongs to the name */
  g_assert_cmpint (map[3], ==, 1);
}

static void
test_list (void)
{
  g_autofree char *dir = make_dir (), *path = g_build_filename (dir, "list.csv", NULL);
  g_autofree char *first = g_build_filename (dir, "one.png", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperLabelled) labelled = NULL;

  put (dir, "list.csv",
       "\xef\xbb\xbf"
       "Filename;Label\none.png;lemon\nsub/two.png;\"pear; green\"\none.png;lemon\n\nbroken\n");
  labelled = taper_labelled_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taper_labelled_get_n_pictures (labelled), ==, 2);
  g_assert_cmpstr (taper_labelled_get_path (labelled, 0), ==, first);
  g_assert_cmpstr (taper_labelled_get_label_text (labelled, 1), ==, "pear; green");
  /* the short line, and the picture listed twice */
  g_assert_cmpuint (g_strv_length ((char **) taper_labelled_get_problems (labelled)), ==, 2);
}

static void
check_refused (const char *path, const char *expected)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (taper_labelled_open (path, NULL, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, expected));
}

static void
test_nothing (void)
{
  g_autofree char *dir = make_dir (), *binary = g_build_filename (dir, "x.csv", NULL);
  g_autofree char *empty = g_build_filename (dir, "y.csv", NULL);

  put (dir, "x.csv", "\xff\xfe\n");
  put (dir, "y.csv", "");
  check_refused (dir, "no labelled picture");
  check_refused (binary, "expected a folder");
  check_refused (empty, "picture,label");
  check_refused ("/nowhere", "nowhere");
}

static void
test_cancelled (void)
{
  g_autofree char *dir = make_dir ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  put (dir, "n2/a.jpg", "");
  g_cancellable_cancel (cancellable);
  g_assert_null (taper_labelled_open (dir, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/labelled/csv", test_csv);
  g_test_add_func ("/labelled/folders", test_folders);
  g_test_add_func ("/labelled/file-names", test_file_names);
  g_test_add_func ("/labelled/list", test_list);
  g_test_add_func ("/labelled/nothing", test_nothing);
  g_test_add_func ("/labelled/cancelled", test_cancelled);
  return g_test_run ();
}
