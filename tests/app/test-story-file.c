/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-story-file.h"
#include "tests/support/app-wait.h"

#include <glib/gstdio.h>

static TaperStory *
parse (const char *text, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path ("/stories/mine");

  return taper_story_parse (text, strlen (text), "a.taper-story", folder, error);
}

static const char text[] = "taper-story 1\n"
                           "title: A title: with a colon\n"
                           "bundle: groceries-s16\n"
                           "bundle-sha256: 0123\n"
                           "\n"
                           "step: First\n"
                           "caption: one\n"
                           "caption: two\n"
                           "group: Apple\n"
                           "class: Lemon\n"
                           "picture: ../pictures/lemon.jpg\n"
                           "label: Lemon\n"
                           "picture: near.png\n"
                           "picture: file:///far/a%0Ab.png\n"
                           "\n"
                           "step: \n";

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperStory) story = parse (text, &error);
  TaperStoryStep *step;
  GPtrArray *pictures;

  g_assert_no_error (error);
  g_assert_cmpstr (taper_story_get_title (story), ==, "A title: with a colon");
  g_assert_cmpstr (taper_story_get_bundle (story), ==, "groceries-s16");
  g_assert_cmpstr (taper_story_get_bundle_sha256 (story), ==, "0123");
  g_assert_cmpuint (taper_story_get_n_steps (story), ==, 2);
  step = taper_story_get_step (story, 0);
  g_assert_cmpstr (taper_story_step_get_title (step), ==, "First");
  g_assert_cmpstr (taper_story_step_get_caption (step), ==, "one\ntwo");
  g_assert_cmpstr (taper_story_step_get_groups (step)->pdata[0], ==, "Apple");
  g_assert_cmpstr (taper_story_step_get_classes (step)->pdata[0], ==, "Lemon");
  pictures = taper_story_step_get_pictures (step);
  g_assert_cmpuint (pictures->len, ==, 3);
  g_assert_cmpstr (g_file_peek_path (taper_picture_get_file (pictures->pdata[0])), ==,
                   "/stories/pictures/lemon.jpg");
  g_assert_cmpstr (taper_story_step_get_label (step, 0), ==, "Lemon");
  g_assert_cmpstr (g_file_peek_path (taper_picture_get_file (pictures->pdata[1])), ==,
                   "/stories/mine/near.png");
  g_assert_null (taper_story_step_get_label (step, 1));
  g_assert_cmpstr (g_file_peek_path (taper_picture_get_file (pictures->pdata[2])), ==,
                   "/far/a\nb.png");
}

/* Written and read and written again: the same text, which is the one that was read first. */
static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperStory) story = parse (text, &error);
  g_autoptr (GFile) folder = g_file_new_for_path ("/stories/mine");
  g_autofree char *written = taper_story_to_text (story, folder);
  g_autoptr (TaperStory) again = parse (written, &error);
  g_autofree char *twice = taper_story_to_text (again, folder);

  g_assert_no_error (error);
  g_assert_cmpstr (written, ==, text);
  g_assert_cmpstr (twice, ==, text);
}

/* What is wrong is named with its line, and nothing is half read. */
static void
test_refused (void)
{
  static const struct {
    const char *text, *message;
    int code;
  } cases[] = {
    { "", "line 1: this is no story", TAPER_ERROR_FORMAT },
    { "taper-stories 1\n", "line 1: this is no story", TAPER_ERROR_FORMAT },
    { "taper-story 1\nstep: \xff\n", "line 1: this is no story", TAPER_ERROR_FORMAT },
    { "taper-story x\nstep: a\n", "line 1: expected “taper-story 1”", TAPER_ERROR_INVALID },
    { "taper-story 2\nstep: a\n", "up to version 1, not 2", TAPER_ERROR_UNSUPPORTED },
    { "taper-story 1\ntitle: a\n", "the story has no step", TAPER_ERROR_INVALID },
    { "taper-story 1\nstep: a\nnonsense\n", "line 3: expected a word", TAPER_ERROR_INVALID },
    { "taper-story 1\nclass: a\n", "line 2: “class” does not belong here", TAPER_ERROR_INVALID },
    { "taper-story 1\nstep: a\nlabel: b\n", "line 3: “label” does not", TAPER_ERROR_INVALID },
    { "taper-story 1\nstep: a\nrun: rm\n", "line 3: “run” does not", TAPER_ERROR_INVALID },
    { "taper-story 1\nstep: a\nclass:\n", "line 3: “class” without a text", TAPER_ERROR_INVALID },
    { "taper-story 1\nstep: a\npicture: file://host/x\n", "never uses the network",
      TAPER_ERROR_INVALID },
    { "taper-story 1\nstep: a\npicture: http://host/x\n", "never uses the network",
      TAPER_ERROR_INVALID },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TaperStory) story = parse (cases[i].text, &error);

      g_assert_null (story);
      g_assert_error (error, TAPER_ERROR, cases[i].code);
      g_assert_true (g_str_has_prefix (error->message, "“a.taper-story”, line "));
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("%s: %s", cases[i].message, error->message);
    }
}

static void
refuse_many (const char *line, guint n, const char *message)
{
  GString *story = g_string_new ("taper-story 1\nstep: a\n");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append (story, line);
  g_assert_null (parse (story->str, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT);
  if (strstr (error->message, message) == NULL)
    g_error ("%s: %s", message, error->message);
  g_string_free (story, TRUE);
}

static void
test_limits (void)
{
  g_autofree char *long_text = g_strnfill (4001, 'x');
  g_autofree char *long_line = g_strconcat ("class: ", long_text, "\n", NULL);

  refuse_many ("step: b\n", TAPER_STORY_MAX_STEPS, "at most 200 steps");
  refuse_many ("picture: b\n", TAPER_STORY_MAX_PICTURES + 1, "at most 24 pictures");
  refuse_many ("class: b\n", 10001, "at most 10000 classes");
  refuse_many ("caption: bbbbbbbbb\n", 401, "at most 4000 bytes");
  refuse_many (long_line, 1, "at most 4000 bytes");
  refuse_many ("#\n", TAPER_STORY_MAX_BYTES / 2, "at most 1048576 bytes");
}

/* Names that would break a line, and pictures that were pasted. */
static void
test_save (void)
{
  g_autofree char *directory = g_dir_make_tmp ("taper-story-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "below", "a.taper-story", NULL);
  g_autofree char *pictures_path = g_strconcat (path, "-pictures", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) odd_file = g_file_new_for_path ("/far/ new\nline.png");
  g_autoptr (TaperStory) story = taper_story_new ();
  g_autoptr (TaperStoryStep) step = taper_story_step_new ("two\nlines", "a\nb");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("pixels", 6);
  g_autoptr (TaperPicture) odd = taper_picture_new ("odd", odd_file, NULL);
  g_autoptr (TaperPicture) pasted = taper_picture_new ("pasted", NULL, bytes);
  g_autoptr (TaperStory) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL, *content = NULL;
  gsize size;
  GPtrArray *pictures;

  taper_story_step_add_picture (step, odd, NULL);
  taper_story_step_add_picture (step, pasted, "Lemon");
  taper_story_insert (story, 0, step);
  g_assert_true (taper_story_save (story, file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &written, &size, &error));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  read = taper_story_parse (written, size, "a", folder, &error);
  g_assert_no_error (error);
  pictures = taper_story_step_get_pictures (taper_story_get_step (read, 0));
  g_assert_cmpstr (taper_story_step_get_title (taper_story_get_step (read, 0)), ==, "two lines");
  g_assert_cmpstr (taper_story_step_get_caption (taper_story_get_step (read, 0)), ==, "a\nb");
  g_assert_true (g_file_equal (taper_picture_get_file (pictures->pdata[0]), odd_file));
  g_assert_true (g_file_get_contents (
      g_file_peek_path (taper_picture_get_file (pictures->pdata[1])), &content, &size, &error));
  g_assert_cmpmem (content, size, "pixels", 6);
  g_assert_true (taper_story_is_story (file, NULL));

  g_assert_cmpint (g_remove (g_file_peek_path (taper_picture_get_file (pasted))), ==, 0);
  g_assert_cmpint (g_rmdir (pictures_path), ==, 0);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (g_file_peek_path (folder)), ==, 0);
  /* where nothing can be written the story stays and the reason is told */
  g_assert_cmpint (g_rmdir (directory), ==, 0);
  g_assert_true (g_file_set_contents (directory, "", 0, NULL));
  g_assert_false (taper_story_save (story, file, &error));
  g_assert_nonnull (error);
  g_remove (directory);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static TaperStory *
load (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  taper_story_load_async (file, NULL, loaded_cb, &result);
  TEST_WAIT_UNTIL (result != NULL);
  return taper_story_load_finish (result, error);
}

/* The shipped story is whole: each class is known and each picture is there. */
static void
test_shipped (void)
{
  g_autofree char *path = test_data_path ("stories/groceries.taper-story");
  g_autofree char *bundle_path = test_data_path ("bundles/groceries-s16.safetensors");
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperStory) story = load (path, &error);
  g_autoptr (TaperBundle) bundle = taper_bundle_open (bundle_path, &error);
  TaperClassList *classes = taper_bundle_get_classes (bundle);

  g_assert_no_error (error);
  g_assert_cmpuint (taper_story_get_n_steps (story), >=, 3);
  for (guint i = 0; i < taper_story_get_n_steps (story); i++)
    {
      TaperStoryStep *step = taper_story_get_step (story, i);
      GPtrArray *pictures = taper_story_step_get_pictures (step);
      g_autoptr (GPtrArray) unknown = NULL;
      g_autoptr (TaperTask) task = taper_story_step_make_task (step, classes, &unknown);

      g_assert_cmpuint (unknown->len, ==, 0);
      g_assert_false (taper_task_is_empty (task));
      g_assert_cmpuint (pictures->len, >, 0);
      for (guint p = 0; p < pictures->len; p++)
        {
          g_assert_true (g_file_query_exists (taper_picture_get_file (pictures->pdata[p]), NULL));
          g_assert_cmpint (taper_class_list_find (classes, taper_story_step_get_label (step, p)),
                           >=, 0);
        }
    }
  g_assert_null (load ("/nowhere/a.taper-story", &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/story-file/read", test_read);
  g_test_add_func ("/story-file/round-trip", test_round_trip);
  g_test_add_func ("/story-file/refused", test_refused);
  g_test_add_func ("/story-file/limits", test_limits);
  g_test_add_func ("/story-file/save", test_save);
  g_test_add_func ("/story-file/shipped", test_shipped);
  return g_test_run ();
}
