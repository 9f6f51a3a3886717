/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-focus.h"
#include "tests/support/app-document.h"

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* It explains what the lanes say. */
static void
test_same_answers (Watched *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree TaperPictureFocus *focus = NULL;
  const TaperPictureAnswer *answer;
  TaperSnapshot *snapshot;
  TaperPicture *picture;

  taper_document_open_demo (self->document);
  watched_settle (self);
  snapshot = taper_document_get_snapshot (self->document);
  picture = watched_get_picture (self, 0);
  answer = taper_snapshot_lookup (snapshot, taper_picture_get_id (picture));
  taper_picture_focus_async (snapshot, taper_picture_get_input (picture), NULL, done_cb, &result);
  TEST_WAIT_UNTIL (result);
  focus = taper_picture_focus_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (focus->selection.class_index, ==,
                    answer->lanes[TAPER_LANE_SELECTION].top[0].class_index);
  g_assert_cmpuint (focus->personalized.class_index, ==,
                    answer->lanes[TAPER_LANE_PERSONALIZED].top[0].class_index);
  /* Batches of another size. */
  g_assert_cmpfloat_with_epsilon (focus->personalized.score,
                                  answer->lanes[TAPER_LANE_PERSONALIZED].top[0].score, 1e-4);
  g_assert_cmpfloat (focus->ms, >, 0);
}

static void
test_cancelled (Watched *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  taper_document_open_demo (self->document);
  watched_settle (self);
  taper_picture_focus_async (taper_document_get_snapshot (self->document),
                             taper_picture_get_input (watched_get_picture (self, 0)), cancellable,
                             done_cb, &result);
  g_cancellable_cancel (cancellable);
  TEST_WAIT_UNTIL (result);
  g_assert_null (taper_picture_focus_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  WATCHED_TEST ("/picture-focus/same-answers", test_same_answers);
  WATCHED_TEST ("/picture-focus/cancelled", test_cancelled);
  return g_test_run ();
}
