/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-story-file.h"
#include "app/taper-story-player.h"
#include "tests/support/app-document.h"

#include <glib/gstdio.h>

static TaperStoryPlayer *
start (Watched *self)
{
  TaperStoryPlayer *player;

  taper_document_open_demo (self->document);
  watched_settle (self);
  player = taper_story_player_new (self->document);
  g_assert_true (taper_story_player_open_shipped (player));
  TEST_WAIT_UNTIL (taper_story_player_get_position (player) == 0);
  return player;
}

static const char *
first_picture (Watched *self)
{
  return taper_picture_get_name (watched_get_picture (self, 0));
}

/* The steps are shown in the document, and undo brings back what was there before. */
static void
test_steps (Watched *self, gconstpointer data)
{
  g_autoptr (TaperStoryPlayer) player = start (self);
  const guint n = taper_story_get_n_steps (taper_story_player_get_story (player));

  g_assert_true (taper_story_player_is_shipped (player));
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 8);
  g_assert_cmpuint (watched_count_pictures (self), ==, 6);
  g_assert_true (taper_story_player_advance (player, 1, FALSE));
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 10);
  g_assert_cmpstr (first_picture (self), ==, "God-Morgon-Orange-Juice.jpg");
  g_assert_cmpstr (taper_picture_get_label (watched_get_picture (self, 0)), ==,
                   "God-Morgon-Orange-Juice");
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 4);
  for (guint i = 2; i < n; i++)
    g_assert_true (taper_story_player_advance (player, 1, FALSE));
  g_assert_false (taper_story_player_advance (player, 1, FALSE));
  g_assert_true (taper_story_player_advance (player, 1, TRUE));
  g_assert_cmpint (taper_story_player_get_position (player), ==, 0);
  g_assert_false (taper_story_player_advance (player, -1, TRUE));

  g_assert_true (taper_document_undo (self->document));
  g_assert_null (taper_picture_get_label (watched_get_picture (self, 0)));
  g_assert_false (taper_document_undo (self->document));
  g_assert_cmpuint (self->n_problems, ==, 0);
}

/* Another bundle is open: the story's own is opened for it. */
static void
test_bundle (Watched *self, gconstpointer data)
{
  g_autoptr (TaperStoryPlayer) player = taper_story_player_new (self->document);

  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  g_assert_true (taper_story_player_open_shipped (player));
  TEST_WAIT_UNTIL (taper_story_player_get_position (player) == 0);
  watched_settle (self);
  g_assert_cmpstr (taper_bundle_get_name (taper_document_get_bundle (self->document)), ==,
                   "Groceries");
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 8);
  g_assert_cmpuint (self->n_problems, ==, 0);
}

static GFile *
write_story (const char *directory, const char *text)
{
  g_autofree char *path = g_build_filename (directory, "a.taper-story", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_for_path (path);
}

/* Unknown classes, missing pictures and another bundle are told; what there is is shown. */
static void
test_missing (Watched *self, gconstpointer data)
{
  g_autofree char *directory = g_dir_make_tmp ("taper-story-XXXXXX", NULL);
  g_autoptr (GFile) file = write_story (directory, "taper-story 1\n"
                                                   "bundle: nowhere\n"
                                                   "step: a\n"
                                                   "class: Lemon\n"
                                                   "class: Unicorn\n"
                                                   "group: Fables\n"
                                                   "picture: gone.jpg\n");
  g_autoptr (TaperStoryPlayer) player = taper_story_player_new (self->document);

  watched_open (self, "bundles/groceries-s8.safetensors");
  taper_document_add_files (self->document, &file, 1);
  watched_settle (self); /* nobody takes it */
  g_assert_cmpuint (watched_count_pictures (self), ==, 0);
  taper_story_player_open (player, file);
  TEST_WAIT_UNTIL (taper_story_player_get_position (player) == 0);
  watched_settle (self);
  g_assert_cmpuint (self->n_problems, ==, 1);
  g_assert_nonnull (strstr (self->message, "nowhere"));
  g_assert_cmpstr (taper_story_player_get_note (player), ==, "Not in this bundle: Fables, Unicorn");
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 1);
  g_assert_cmpuint (watched_count_pictures (self), ==, 1);
  g_assert_cmpint (taper_picture_get_state (watched_get_picture (self, 0)), ==,
                   TAPER_PICTURE_FAILED);

  g_object_unref (write_story (directory, "taper-story 1\nstep: b\nwhat\n"));
  taper_story_player_open (player, file);
  TEST_WAIT_UNTIL (self->n_problems == 2);
  g_assert_nonnull (strstr (self->message, "line 3"));
  g_assert_cmpint (taper_story_player_get_position (player), ==, 0); /* the former story stays */
  g_remove (g_file_peek_path (file));
  g_rmdir (directory);
}

/* What is recorded is in the file at the latest when the player goes. */
static void
test_record (Watched *self, gconstpointer data)
{
  g_autoptr (TaperStoryPlayer) player = start (self);
  g_autoptr (TaperStoryPlayer) later = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *shipped = test_data_path ("stories/groceries.taper-story");
  g_autofree char *before = NULL, *after = NULL;
  TaperStoryStep *step;

  g_file_get_contents (shipped, &before, NULL, NULL);
  taper_document_set_ticked (self->document, 0, TRUE);
  step = taper_story_player_record (player);
  g_assert_nonnull (step);
  g_assert_false (taper_story_player_is_shipped (player));
  g_assert_cmpuint (taper_story_get_n_steps (taper_story_player_get_story (player)), ==, 1);
  taper_story_step_set_caption (step, "Said here");
  file = g_object_ref (taper_story_player_get_file (player));
  g_assert_true (g_str_has_prefix (g_file_peek_path (file), g_get_user_data_dir ()));
  g_clear_object (&player);
  g_file_get_contents (shipped, &after, NULL, NULL);
  g_assert_cmpstr (before, ==, after);

  taper_document_tick_none (self->document);
  later = taper_story_player_new (self->document);
  taper_story_player_open (later, file);
  TEST_WAIT_UNTIL (taper_story_player_get_position (later) == 0);
  watched_settle (self);
  step = taper_story_player_get_step (later);
  g_assert_cmpstr (taper_story_step_get_caption (step), ==, "Said here");
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 9);
  g_assert_cmpuint (watched_count_pictures (self), ==, 6);
  g_assert_cmpuint (self->n_problems, ==, 0);
  g_remove (g_file_peek_path (file));
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("taper-home-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  WATCHED_TEST ("/story-player/steps", test_steps);
  WATCHED_TEST ("/story-player/bundle", test_bundle);
  WATCHED_TEST ("/story-player/missing", test_missing);
  WATCHED_TEST ("/story-player/record", test_record);
  return g_test_run ();
}
