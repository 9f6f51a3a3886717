/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-tally.h"
#include "tests/support/app-wait.h"

typedef struct {
  TaperBundle *bundle;
  TaperTask *task; /* classes 0 and 1 */
  TaperSnapshot *snapshot;
  TaperPicture *picture;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const guint classes[] = { 0, 1 };

  self->bundle = test_open_bundle ("groceries-s16");
  self->task = taper_task_new (81, classes, 2);
  self->snapshot = taper_snapshot_new (1, self->bundle, self->task, 1);
  self->picture = taper_picture_new ("p", NULL, NULL);
  self->snapshot->answers[0].picture = taper_picture_get_id (self->picture);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->picture);
  taper_snapshot_unref (self->snapshot);
  taper_task_unref (self->task);
  taper_bundle_unref (self->bundle);
}

/* @score of @best; the rest goes to @second */
static void
answer (Fixture *self, TaperLane lane, guint best, guint second, float score)
{
  TaperRanking *ranking = &self->snapshot->answers[0].lanes[lane];

  ranking->n_top = 2;
  ranking->top[0] = (TaperAnswer){ best, score, 0 };
  ranking->top[1] = (TaperAnswer){ second, 1 - score, 0 };
}

static void
answer_all (Fixture *self)
{
  answer (self, TAPER_LANE_GENERIC, 40, 0, 0.75f);
  answer (self, TAPER_LANE_SELECTION, 0, 1, 0.75f);
  answer (self, TAPER_LANE_PERSONALIZED, 1, 0, 0.625f);
  self->snapshot->answers[0].changed = TRUE;
}

static void
test_verdicts (Fixture *self, gconstpointer data)
{
  const char *second = taper_class_list_get_class (taper_bundle_get_classes (self->bundle), 1)->id;
  TaperPictureStanding standing;
  TaperPictureTally tally = { 0 };

  answer_all (self);
  taper_picture_set_label (self->picture, second);
  taper_picture_standing_init (&standing, self->picture, self->snapshot, self->snapshot->answers);
  g_assert_cmpint (standing.label, ==, 1);
  g_assert_true (standing.in_task);
  g_assert_cmpint (standing.verdicts[TAPER_LANE_GENERIC], ==, TAPER_PICTURE_WRONG);
  g_assert_cmpint (standing.verdicts[TAPER_LANE_SELECTION], ==, TAPER_PICTURE_WRONG);
  g_assert_cmpint (standing.verdicts[TAPER_LANE_PERSONALIZED], ==, TAPER_PICTURE_RIGHT);
  /* (|.75 - .375| + |.25 - .625|) / 2 */
  g_assert_cmpfloat_with_epsilon (standing.disagreement, 0.375, 1e-6);
  g_assert_cmpfloat_with_epsilon (standing.margin, 0.25, 1e-6);
  taper_picture_tally_add (&tally, self->picture, &standing);
  g_assert_cmpuint (tally.n_judged, ==, 1);
  g_assert_cmpuint (tally.n_changed, ==, 1);
  g_assert_cmpuint (tally.n_gained, ==, 1);
  g_assert_cmpuint (tally.n_lost, ==, 0);
  g_assert_cmpuint (tally.n_right[TAPER_LANE_PERSONALIZED], ==, 1);
  g_assert_cmpuint (tally.n_right[TAPER_LANE_SELECTION], ==, 0);
}

/* A label outside the task is judged in no lane, also where the generic model is right. */
static void
test_outside (Fixture *self, gconstpointer data)
{
  const char *id = taper_class_list_get_class (taper_bundle_get_classes (self->bundle), 40)->id;
  TaperPictureStanding standing;
  TaperPictureTally tally = { 0 };

  answer_all (self);
  taper_picture_set_label (self->picture, id);
  taper_picture_standing_init (&standing, self->picture, self->snapshot, self->snapshot->answers);
  g_assert_cmpint (standing.label, ==, 40);
  g_assert_false (standing.in_task);
  for (guint lane = 0; lane < TAPER_N_LANES; lane++)
    g_assert_cmpint (standing.verdicts[lane], ==, TAPER_PICTURE_UNKNOWN);
  taper_picture_tally_add (&tally, self->picture, &standing);
  g_assert_cmpuint (tally.n_labelled, ==, 1);
  g_assert_cmpuint (tally.n_judged, ==, 0);
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  TaperPictureStanding standing;
  TaperPictureTally tally = { 0 };

  taper_picture_set_label (self->picture, "holiday");
  taper_picture_standing_init (&standing, self->picture, NULL, NULL);
  taper_picture_tally_add (&tally, self->picture, &standing);
  taper_picture_set_failed (self->picture, "torn");
  taper_picture_standing_init (&standing, self->picture, self->snapshot, NULL);
  taper_picture_tally_add (&tally, self->picture, &standing);
  g_assert_cmpint (standing.label, ==, -1);
  g_assert_cmpuint (tally.n_pictures, ==, 2);
  g_assert_cmpuint (tally.n_loading, ==, 1);
  g_assert_cmpuint (tally.n_failed, ==, 1);
  g_assert_cmpuint (tally.n_answered, ==, 0);
  g_assert_cmpuint (tally.n_labelled, ==, 0);
}

#define TEST(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  TEST ("/picture-tally/verdicts", test_verdicts);
  TEST ("/picture-tally/outside", test_outside);
  TEST ("/picture-tally/nothing", test_nothing);
  return g_test_run ();
}
