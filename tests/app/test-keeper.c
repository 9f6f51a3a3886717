/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-bundle-finder.h"
#include "app/taper-document-recipe.h"
#include "app/taper-keeper.h"
#include "tests/support/app-document.h"
#include "tests/support/test-folder.h"

#include <glib/gstdio.h>

static void
count_cb (TaperKeeper *keeper, guint *n)
{
  (*n)++;
}

static void
restored_cb (TaperDocument *document, const GError *error, gpointer data)
{
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
restore (Watched *self, const char *dir)
{
  g_autoptr (TaperSessionFile) file = taper_session_file_read (dir, 3);
  gboolean done = FALSE;

  g_assert_nonnull (file);
  g_assert_cmpstr (file->view, ==, "weights");
  taper_document_restore_session (self->document, file, restored_cb, &done);
  TEST_WAIT_UNTIL (done);
  watched_settle (self);
}

/* Task, pictures with and without a file, labels and what is set by hand come back. */
static void
test_round_trip (Watched *self, gconstpointer data)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *dir = test_folder_build (folder, "below/session");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("no picture", 10);
  g_autoptr (TaperKeeper) keeper = NULL;
  g_autoptr (TaperTask) task = NULL;
  TaperMixTools *tools;
  TaperPicture *picture;
  guint n_kept = 0;

  watched_open (self, "bundles/groceries-s8.safetensors");
  keeper = taper_keeper_new (self->document, dir, 3);
  g_signal_connect (keeper, "kept", G_CALLBACK (count_cb), &n_kept);
  taper_keeper_set_view (keeper, "weights");
  watched_add (self, "samples/groceries/Lime.jpg");
  watched_settle (self);
  taper_document_add_bytes (self->document, "pasted \"ä\"", bytes);
  picture = watched_get_picture (self, 0);
  taper_document_set_label (self->document, &picture, 1, "Lime");
  taper_document_set_ticked (self->document, 7, TRUE);
  taper_document_set_ticked (self->document, 9, TRUE);
  watched_settle (self);
  tools = taper_document_get_mix_tools (self->document);
  taper_mix_tools_set_coefficient (tools, 2, 1, 0.75, FALSE);
  taper_mix_tools_set_locked (tools, 2, 1, TRUE);
  task = taper_task_ref (taper_document_get_task (self->document));
  TEST_WAIT_UNTIL (n_kept > 0);
  taper_keeper_flush (keeper);
  g_clear_object (&keeper);

  watched_tear_down (self, NULL);
  *self = (Watched){ 0 };
  watched_set_up (self, NULL);
  restore (self, dir);
  g_assert_true (taper_task_equal (taper_document_get_task (self->document), task));
  g_assert_cmpuint (watched_count_pictures (self), ==, 2);
  picture = watched_get_picture (self, 0);
  g_assert_cmpstr (taper_picture_get_label (picture), ==, "Lime");
  g_assert_cmpint (taper_picture_get_state (picture), ==, TAPER_PICTURE_READY);
  picture = watched_get_picture (self, 1);
  g_assert_cmpstr (taper_picture_get_name (picture), ==, "pasted \"ä\"");
  g_assert_true (g_bytes_equal (taper_picture_get_bytes (picture), bytes));
  tools = taper_document_get_mix_tools (self->document);
  g_assert_true (taper_mix_tools_get_locked (tools, 2, 1));
  g_assert_cmpfloat_with_epsilon (
      taper_snapshot_get_coefficient (taper_document_get_snapshot (self->document), 2, 1), 0.75,
      1e-6);
  taper_session_file_clean (dir);
  g_assert_true (taper_session_file_exists (dir, 3));
  taper_session_file_remove (dir, 3);
  g_assert_null (taper_session_file_read (dir, 3));
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static TaperBundle *
find (const TaperRecipe *recipe, const char *hint, gboolean any, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  taper_bundle_find_async (recipe, hint, NULL, any, NULL, found_cb, &result);
  TEST_WAIT_UNTIL (result != NULL);
  return taper_bundle_find_finish (result, error);
}

/* By what it is, wherever it lies; what is missing is named. */
static void
test_find (Watched *self, gconstpointer data)
{
  g_autoptr (TaperRecipe) recipe = NULL;
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *other = test_data_path ("bundles/tiny-imagenet-s8.safetensors");

  watched_open (self, "bundles/groceries-s8.safetensors");
  recipe = taper_document_make_recipe (self->document);
  taper_recipe_set_hashes (recipe, taper_document_get_bundle (self->document));
  bundle = find (recipe, other, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (taper_bundle_get_sha256 (bundle), ==, recipe->bundle_sha256);
  g_clear_pointer (&bundle, taper_bundle_unref);

  recipe->bundle_sha256[0] = recipe->bundle_sha256[0] == 'a' ? 'b' : 'a';
  g_assert_null (find (recipe, other, FALSE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, recipe->bundle_name));
  g_clear_error (&error);
  bundle = find (recipe, other, TRUE, &error);
  g_assert_no_error (error);
}

static void
message_cb (TaperDocument *document, const char *text, char **message)
{
  g_free (*message);
  *message = g_strdup (text);
}

/* A file that carries a recipe gives the same model, as one step; one that was changed says so. */
static void
test_open_recipe (Watched *self, gconstpointer data)
{
  g_autoptr (TaperRecipe) recipe = NULL;
  g_autoptr (TaperTask) task = NULL;
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/poster.png");
  g_autofree char *message = NULL;

  g_signal_connect (self->document, "message", G_CALLBACK (message_cb), &message);
  watched_open (self, "bundles/groceries-s8.safetensors");
  taper_document_set_ticked (self->document, 7, TRUE);
  taper_document_set_ticked (self->document, 9, TRUE);
  task = taper_task_ref (taper_document_get_task (self->document));
  recipe = taper_document_make_recipe (self->document);
  taper_recipe_set_hashes (recipe, taper_document_get_bundle (self->document));

  taper_document_tick_all (self->document);
  taper_document_open_recipe (self->document, recipe, file);
  watched_settle (self);
  g_assert_true (taper_task_equal (taper_document_get_task (self->document), task));
  g_assert_nonnull (strstr (message, "bit by bit"));
  g_assert_cmpuint (self->n_problems, ==, 0);
  g_assert_true (taper_document_undo (self->document));
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 81);

  recipe->coefficients[3] = recipe->coefficients[3] > 0.5f ? 0.1f : 0.9f;
  recipe->model_sha256[0] = recipe->model_sha256[0] == 'a' ? 'b' : 'a';
  taper_document_open_recipe (self->document, recipe, file);
  watched_settle (self);
  g_assert_cmpuint (self->n_problems, ==, 1);
  g_assert_nonnull (strstr (self->message, "poster.png"));
}

/* Anything may stand in the file. */
static void
test_broken (void)
{
  static const char *const contents[] = { "", "[Session]\nversion=1\n",
                                          "[Session]\nversion=1\nrecipe={}\n",
                                          "[Session]\nversion=2\n", "\xff\xfe" };
  g_autoptr (TestFolder) folder = test_folder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      test_folder_write (folder, "window-1.ini", contents[i]);
      g_assert_null (taper_session_file_read (folder->path, 0));
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (TestFolder) state = test_folder_new ();

  g_setenv ("XDG_STATE_HOME", state->path, TRUE);
  g_test_init (&argc, &argv, NULL);
  WATCHED_TEST ("/keeper/round-trip", test_round_trip);
  WATCHED_TEST ("/keeper/find", test_find);
  WATCHED_TEST ("/keeper/open-recipe", test_open_recipe);
  g_test_add_func ("/keeper/broken", test_broken);
  return g_test_run ();
}
