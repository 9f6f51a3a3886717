/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/app-document.h"
#include <glib/gstdio.h>

/* A class folder in a folder, with a picture of the shipped ones. */
static char *
make_class_folder (const char *class_name)
{
  g_autoptr (GError) error = NULL;
  char *root = g_dir_make_tmp ("taper-XXXXXX", &error);
  g_autofree char *dir = g_build_filename (root, class_name, NULL);
  g_autofree char *path = g_build_filename (dir, "x.jpg", NULL);
  g_autofree char *sample = test_data_path ("samples/groceries/Lime.jpg");
  g_autofree char *content = NULL;
  gsize length;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  g_assert_true (g_file_get_contents (sample, &content, &length, NULL));
  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
  return root;
}

static void
remove_class_folder (const char *root, const char *class_name)
{
  g_autofree char *dir = g_build_filename (root, class_name, NULL);
  g_autofree char *path = g_build_filename (dir, "x.jpg", NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
  g_assert_cmpint (g_rmdir (root), ==, 0);
}

static void
test_folder_labels (Watched *self, gconstpointer data)
{
  g_autofree char *root = make_class_folder ("Lime");
  g_autoptr (GFile) folder = g_file_new_for_path (root);
  TaperPicture *first, *second;

  watched_open (self, "bundles/groceries-s16.safetensors");
  taper_document_add_files (self->document, &folder, 1);
  watched_settle (self);
  watched_add (self, "samples/groceries/Lime.jpg"); /* given itself: nothing is known */
  watched_settle (self);
  first = watched_get_picture (self, 0);
  second = watched_get_picture (self, 1);
  g_assert_cmpstr (taper_picture_get_label (first), ==, "Lime");
  g_assert_null (taper_picture_get_label (second));
  taper_document_set_label (self->document, &first, 1, NULL);
  g_assert_null (taper_picture_get_label (first));
  g_assert_true (taper_document_undo (self->document));
  g_assert_cmpstr (taper_picture_get_label (first), ==, "Lime");
  /* Labels outlive removal and another bundle. */
  taper_document_remove_picture (self->document, 0);
  g_assert_true (taper_document_undo (self->document));
  watched_settle (self);
  g_assert_cmpstr (taper_picture_get_label (watched_get_picture (self, 0)), ==, "Lime");
  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  g_assert_cmpstr (taper_picture_get_label (watched_get_picture (self, 0)), ==, "Lime");
  remove_class_folder (root, "Lime");
}

static void
test_label_steps (Watched *self, gconstpointer data)
{
  TaperPicture *picture;
  g_autofree char *undo = NULL;

  watched_open (self, "bundles/groceries-s16.safetensors");
  watched_add (self, "samples/groceries/Lime.jpg");
  watched_settle (self);
  picture = watched_get_picture (self, 0);
  taper_document_set_label (self->document, &picture, 1, "Lemon");
  g_object_get (self->document, "undo-label", &undo, NULL);
  g_assert_cmpstr (undo, ==, "Label “Lemon”");
  taper_document_set_label (self->document, &picture, 1, "Lemon"); /* no step */
  g_assert_true (taper_document_undo (self->document));
  g_assert_null (taper_picture_get_label (picture));
  g_assert_true (taper_document_undo (self->document)); /* the picture */
  g_assert_false (taper_document_undo (self->document));
}

/* Giving up keeps what is there, and undo goes on loading. */
static void
test_stop_loading (Watched *self, gconstpointer data)
{
  const char *names[] = { "samples/groceries/Lemon.jpg", "samples/groceries/Kiwi.jpg" };

  watched_open (self, "bundles/groceries-s16.safetensors");
  watched_add (self, "samples/groceries/Lime.jpg");
  watched_settle (self);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    watched_add (self, names[i]);
  TEST_WAIT_UNTIL (watched_count_pictures (self) == 3);
  for (guint i = 1; i < 3; i++)
    taper_picture_reset (watched_get_picture (self, i)); /* however fast the machine is */
  taper_document_stop_loading (self->document);
  g_assert_cmpuint (watched_count_pictures (self), ==, 1);
  g_assert_cmpuint (self->n_removed, ==, 2);
  taper_document_stop_loading (self->document); /* no step */
  g_assert_true (taper_document_undo (self->document));
  watched_settle (self);
  g_assert_cmpuint (watched_count_pictures (self), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (taper_picture_get_state (watched_get_picture (self, i)), ==,
                     TAPER_PICTURE_READY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  WATCHED_TEST ("/document-pictures/folder-labels", test_folder_labels);
  WATCHED_TEST ("/document-pictures/label-steps", test_label_steps);
  WATCHED_TEST ("/document-pictures/stop-loading", test_stop_loading);
  return g_test_run ();
}
