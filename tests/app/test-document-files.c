/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/app-document.h"
#include <glib/gstdio.h>

/* (transfer full): a file of its own in the temporary directory */
static GFile *
make_file (const char *content, gsize length)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  const int fd = g_file_open_tmp ("taper-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static void
delete_file (GFile *file)
{
  g_autoptr (GError) error = NULL;

  g_file_delete (file, NULL, &error);
  g_assert_no_error (error);
}

/* The first @length bytes of a shipped bundle, 0 = all */
static GFile *
copy_bundle (gsize length)
{
  g_autofree char *path = test_data_path ("bundles/tiny-imagenet-s8.safetensors");
  g_autofree char *content = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  return make_file (content, length ? length : size);
}

/* A bundle that cannot be opened says so and changes nothing. */
static void
test_bad_bundle (Watched *self, gconstpointer data)
{
  g_autoptr (GFile) torn = copy_bundle (100000);
  g_autoptr (GFile) text = make_file ("hello", 5);
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/missing.safetensors");
  GFile *bad[] = { torn, text, missing };
  TaperBundle *bundle;
  TaperTask *task;
  TaperSnapshot *snapshot;

  watched_open (self, "bundles/groceries-s16.safetensors");
  watched_add (self, "samples/groceries/Lime.jpg");
  watched_settle (self);
  taper_document_set_ticked (self->document, 5, TRUE);
  watched_settle (self);
  bundle = taper_document_get_bundle (self->document);
  task = taper_document_get_task (self->document);
  snapshot = taper_document_get_snapshot (self->document);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *name = g_file_get_basename (bad[i]);

      taper_document_open_bundle (self->document, bad[i]);
      watched_settle (self);
      g_assert_cmpuint (self->n_problems, ==, i + 1);
      g_test_message ("%s: %s", self->title, self->message);
      g_assert_nonnull (strstr (self->message, name));
      g_assert_true (taper_document_get_bundle (self->document) == bundle);
      g_assert_true (taper_document_get_task (self->document) == task);
      g_assert_true (taper_document_get_snapshot (self->document) == snapshot);
      g_assert_cmpuint (watched_count_pictures (self), ==, 1);
    }
  /* The history as well: tick and picture. */
  g_assert_true (taper_document_undo (self->document));
  g_assert_true (taper_document_undo (self->document));
  g_assert_false (taper_document_undo (self->document));
  delete_file (torn);
  delete_file (text);
}

/* Once opened, a bundle needs its file no more. */
static void
test_vanished_bundle (Watched *self, gconstpointer data)
{
  g_autoptr (GFile) file = copy_bundle (0);

  taper_document_open_bundle (self->document, file);
  watched_settle (self);
  g_assert_cmpuint (self->n_problems, ==, 0);
  delete_file (file);
  watched_add (self, "samples/groceries/Lime.jpg");
  taper_document_set_ticked (self->document, 5, TRUE);
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 1);
}

/* Ticks go by class id; the history starts anew; pictures stay and are answered again. */
static void
test_carry_over (Watched *self, gconstpointer data)
{
  const guint ticks[] = { 0, 7, 199 };
  g_autoptr (TaperBundle) small = NULL;
  TaperSnapshot *snapshot;
  guint n;
  const guint *selected;

  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  small = taper_bundle_ref (taper_document_get_bundle (self->document));
  watched_add (self, "samples/groceries/Lime.jpg");
  taper_document_set_many_ticked (self->document, ticks, 3, TRUE);
  watched_settle (self);
  watched_open (self, "bundles/tiny-imagenet-s16.safetensors");
  selected = taper_task_get_selected (taper_document_get_task (self->document), &n);
  g_assert_cmpuint (n, ==, 3);
  /* The two bundles need not list their classes in the same order. */
  for (guint i = 0; i < 3; i++)
    {
      const char *id = taper_class_list_get_class (taper_bundle_get_classes (small), ticks[i])->id;
      int index = taper_class_list_find (
          taper_bundle_get_classes (taper_document_get_bundle (self->document)), id);
      gboolean found = FALSE;

      for (guint k = 0; k < n; k++)
        found |= (int) selected[k] == index;
      g_assert_true (found);
    }
  g_assert_false (taper_document_undo (self->document));
  snapshot = taper_document_get_snapshot (self->document);
  g_assert_true (snapshot->bundle == taper_document_get_bundle (self->document));
  g_assert_cmpuint (snapshot->n_answers, ==, 1);
  watched_open (self, "bundles/groceries-s16.safetensors");
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 0);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 1);
}

/* Two bundles at once: the second wins, nobody complains. */
static void
test_two_bundles (Watched *self, gconstpointer data)
{
  g_autofree char *first_path = test_data_path ("bundles/tiny-imagenet-s16.safetensors");
  g_autofree char *second_path = test_data_path ("bundles/groceries-s16.safetensors");
  g_autoptr (GFile) first = g_file_new_for_path (first_path);
  g_autoptr (GFile) second = g_file_new_for_path (second_path);

  taper_document_open_bundle (self->document, first);
  taper_document_open_bundle (self->document, second);
  watched_settle (self);
  g_assert_cmpuint (self->n_problems, ==, 0);
  g_assert_cmpstr (taper_bundle_get_name (taper_document_get_bundle (self->document)), ==,
                   "Groceries");
}

/* A folder, a file that is no picture and a bundle, all in one drop; then undo and redo. */
static void
test_drop (Watched *self, gconstpointer data)
{
  g_autofree char *folder_path = test_data_path ("samples/groceries");
  g_autofree char *bundle_path = test_data_path ("bundles/groceries-s16.safetensors");
  g_autoptr (GFile) folder = g_file_new_for_path (folder_path);
  g_autoptr (GFile) bundle = g_file_new_for_path (bundle_path);
  g_autoptr (GFile) text = make_file ("hello", 5);
  GFile *files[] = { text, folder };
  TaperPicture *failed;
  g_autofree char *label = NULL;

  taper_document_add_files (self->document, &bundle, 1);
  watched_settle (self);
  g_assert_nonnull (taper_document_get_bundle (self->document));
  g_assert_cmpuint (watched_count_pictures (self), ==, 0);
  taper_document_add_files (self->document, files, 2);
  watched_settle (self);
  g_assert_cmpuint (watched_count_pictures (self), ==, 82);
  failed = watched_get_picture (self, 0);
  g_assert_cmpint (taper_picture_get_state (failed), ==, TAPER_PICTURE_FAILED);
  g_assert_nonnull (taper_picture_get_error (failed));
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 81);
  g_object_get (self->document, "undo-label", &label, NULL);
  g_assert_cmpstr (label, ==, "Add 82 Pictures");
  g_assert_true (taper_document_undo (self->document));
  g_assert_cmpuint (watched_count_pictures (self), ==, 0);
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 0);
  g_assert_true (taper_document_redo (self->document));
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 81);
  g_assert_cmpuint (self->n_problems, ==, 0);
  delete_file (text);
}

static void
test_remove (Watched *self, gconstpointer data)
{
  TaperPicture *first, *third;

  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  watched_add (self, "samples/groceries/Kiwi.jpg");
  watched_settle (self);
  watched_add (self, "samples/groceries/Leek.jpg");
  watched_settle (self);
  watched_add (self, "samples/groceries/Lime.jpg");
  watched_settle (self);
  first = watched_get_picture (self, 0);
  third = watched_get_picture (self, 2);
  taper_document_remove_picture (self->document, 1);
  g_assert_cmpuint (self->n_removed, ==, 1);
  g_assert_cmpuint (watched_count_pictures (self), ==, 2);
  g_assert_true (watched_get_picture (self, 0) == first);
  g_assert_true (watched_get_picture (self, 1) == third);
  taper_document_remove_all_pictures (self->document);
  g_assert_cmpuint (self->n_removed, ==, 2);
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 0);
  g_assert_true (taper_document_undo (self->document));
  g_assert_true (taper_document_undo (self->document));
  g_assert_cmpuint (watched_count_pictures (self), ==, 3);
  g_assert_cmpstr (taper_picture_get_name (watched_get_picture (self, 1)), ==, "Leek.jpg");
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 3);
}

/* Removed while loading: the load is given up; put back, it is started again. */
static void
test_remove_loading (Watched *self, gconstpointer data)
{
  GListModel *pictures = taper_document_get_pictures (self->document);

  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  watched_add (self, "samples/groceries");
  TEST_WAIT_UNTIL (g_list_model_get_n_items (pictures) == 81);
  taper_document_remove_all_pictures (self->document);
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 0);
  g_assert_true (taper_document_undo (self->document));
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 81);
}

/* Pictures may come before the bundle. */
static void
test_pictures_first (Watched *self, gconstpointer data)
{
  watched_add (self, "samples/groceries/Lime.jpg");
  watched_settle (self);
  g_assert_cmpint (taper_picture_get_state (watched_get_picture (self, 0)), ==,
                   TAPER_PICTURE_LOADING);
  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  g_assert_cmpint (taper_picture_get_state (watched_get_picture (self, 0)), ==,
                   TAPER_PICTURE_READY);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 1);
}

static void
test_paste (Watched *self, gconstpointer data)
{
  g_autofree char *path = test_data_path ("samples/groceries/Lime.jpg");
  g_autoptr (GBytes) bytes = NULL;
  char *content;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  bytes = g_bytes_new_take (content, length);
  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  taper_document_add_bytes (self->document, "Pasted picture", bytes);
  watched_settle (self);
  g_assert_cmpstr (taper_picture_get_name (watched_get_picture (self, 0)), ==, "Pasted picture");
  g_assert_cmpint (taper_picture_get_state (watched_get_picture (self, 0)), ==,
                   TAPER_PICTURE_READY);
  g_assert_true (taper_document_undo (self->document));
  g_assert_cmpuint (watched_count_pictures (self), ==, 0);
  watched_settle (self);
}

/* No more than the window holds, and it is said. */
static void
test_too_many (Watched *self, gconstpointer data)
{
  g_autoptr (GFile) text = make_file ("hello", 5);
  GFile *files[TAPER_DOCUMENT_MAX_PICTURES - 1];
  GFile *two[] = { text, text };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    files[i] = text;
  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  taper_document_add_files (self->document, files, G_N_ELEMENTS (files));
  watched_settle (self);
  g_assert_cmpuint (self->n_problems, ==, 0);
  taper_document_add_files (self->document, two, 2);
  watched_settle (self);
  g_assert_cmpuint (self->n_problems, ==, 1);
  g_assert_cmpuint (watched_count_pictures (self), ==, TAPER_DOCUMENT_MAX_PICTURES);
  taper_document_add_files (self->document, two, 2);
  watched_settle (self);
  g_assert_cmpuint (self->n_problems, ==, 2);
  g_assert_cmpuint (watched_count_pictures (self), ==, TAPER_DOCUMENT_MAX_PICTURES);

  /* A lower limit removes nothing, and lets nothing in. */
  g_object_set (self->document, "max-pictures", 10u, NULL);
  taper_document_add_files (self->document, two, 1);
  watched_settle (self);
  g_assert_cmpuint (self->n_problems, ==, 3);
  g_assert_nonnull (strstr (self->message, "10"));
  g_assert_cmpuint (watched_count_pictures (self), ==, TAPER_DOCUMENT_MAX_PICTURES);
  delete_file (text);
}

/* First and with a document of its own: the environment must not change beside threads. */
static void
test_data_dir (void)
{
  g_autofree char *wanted = g_strdup (g_getenv ("TAPER_DATADIR"));
  g_autofree char *set = taper_document_find_data_dir ();
  g_autofree char *found = NULL;
  g_autofree char *bundles = NULL;

  g_assert_cmpstr (set, ==, wanted);
  g_unsetenv ("TAPER_DATADIR");
  found = taper_document_find_data_dir ();
  bundles = g_build_filename (found, "bundles", NULL);
  g_assert_true (g_file_test (bundles, G_FILE_TEST_IS_DIR));
  g_setenv ("TAPER_DATADIR", wanted, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/files/data-dir", test_data_dir);
  WATCHED_TEST ("/document/files/bad-bundle", test_bad_bundle);
  WATCHED_TEST ("/document/files/vanished-bundle", test_vanished_bundle);
  WATCHED_TEST ("/document/files/carry-over", test_carry_over);
  WATCHED_TEST ("/document/files/two-bundles", test_two_bundles);
  WATCHED_TEST ("/document/files/drop", test_drop);
  WATCHED_TEST ("/document/files/remove", test_remove);
  WATCHED_TEST ("/document/files/remove-loading", test_remove_loading);
  WATCHED_TEST ("/document/files/pictures-first", test_pictures_first);
  WATCHED_TEST ("/document/files/paste", test_paste);
  WATCHED_TEST ("/document/files/too-many", test_too_many);
  return g_test_run ();
}
