/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-browser.h"
#include "tests/support/app-document.h"

static TaperPicture *
get (TaperPictureBrowser *browser, guint position)
{
  g_autoptr (TaperPicture) picture = g_list_model_get_item (G_LIST_MODEL (browser), position);

  return picture; /* the list keeps it */
}

static guint
count (TaperPictureBrowser *browser)
{
  return g_list_model_get_n_items (G_LIST_MODEL (browser));
}

/* What a listener of "items-changed" believes is what the list holds. */
static void
mirror_cb (GListModel *model, guint position, guint removed, guint added, GPtrArray *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, position + i);
      g_ptr_array_insert (mirror, (int) (position + i), item);
    }
}

static void
assert_mirror (TaperPictureBrowser *browser, GPtrArray *mirror)
{
  g_assert_cmpuint (mirror->len, ==, count (browser));
  for (guint i = 0; i < mirror->len; i++)
    g_assert_true (mirror->pdata[i] == get (browser, i));
}

/* Every order is a permutation, in which what it says falls or rises. */
static void
test_orders (Watched *self, gconstpointer data)
{
  g_autoptr (TaperPictureBrowser) browser = taper_picture_browser_new (self->document);
  g_autoptr (GPtrArray) mirror = g_ptr_array_new ();
  const TaperPictureStanding *a, *b;

  g_signal_connect (browser, "items-changed", G_CALLBACK (mirror_cb), mirror);
  taper_document_open_demo (self->document);
  watched_settle (self);
  watched_add (self, "samples/groceries/LICENSE"); /* no picture: no answer */
  watched_settle (self);
  test_run_ready ();
  for (int order = 0; order < TAPER_N_PICTURE_ORDERS; order++)
    {
      g_object_set (browser, "order", order, NULL);
      g_assert_cmpuint (count (browser), ==, 7);
      assert_mirror (browser, mirror);
      g_assert_null (taper_picture_browser_get_standing (browser, get (browser, 6))->answer);
      for (guint i = 1; i < 6; i++)
        {
          a = taper_picture_browser_get_standing (browser, get (browser, i - 1));
          b = taper_picture_browser_get_standing (browser, get (browser, i));
          if (order == TAPER_PICTURE_ORDER_DISAGREEMENT)
            {
              g_assert_cmpint (a->answer->changed, >=, b->answer->changed);
              g_assert_true (a->answer->changed > b->answer->changed ||
                             a->disagreement >= b->disagreement);
            }
          else if (order == TAPER_PICTURE_ORDER_MARGIN)
            g_assert_cmpfloat (a->margin, <=, b->margin);
          else
            g_assert_true (get (browser, i) == watched_get_picture (self, i));
        }
    }
  /* A tick gives new answers, and the list follows. */
  taper_document_tick_all (self->document);
  watched_settle (self);
  assert_mirror (browser, mirror);
  a = taper_picture_browser_get_standing (browser, get (browser, 0));
  g_assert_true (a->answer->lanes[TAPER_LANE_GENERIC].top[0].class_index ==
                 a->answer->lanes[TAPER_LANE_SELECTION].top[0].class_index);
  taper_document_remove_picture (self->document, 2);
  g_assert_cmpuint (count (browser), ==, 6);
  assert_mirror (browser, mirror);
}

/* Labels move tally and filters; undo takes them back. */
static void
test_labels (Watched *self, gconstpointer data)
{
  g_autoptr (TaperPictureBrowser) browser = taper_picture_browser_new (self->document);
  const TaperPictureTally *tally = taper_picture_browser_get_tally (browser);
  TaperPicture *pictures[6];
  TaperSnapshot *snapshot;
  TaperClassList *classes;
  const TaperPictureAnswer *answer;

  taper_document_open_demo (self->document);
  watched_settle (self);
  snapshot = taper_document_get_snapshot (self->document);
  classes = taper_bundle_get_classes (snapshot->bundle);
  for (guint i = 0; i < 6; i++)
    pictures[i] = watched_get_picture (self, i);
  answer = taper_snapshot_lookup (snapshot, taper_picture_get_id (pictures[0]));
  const guint named = answer->lanes[TAPER_LANE_PERSONALIZED].top[0].class_index;
  /* All are said to show what personalized sees in the first. */
  taper_document_set_label (self->document, pictures, 6,
                            taper_class_list_get_class (classes, named)->id);
  test_run_ready ();
  g_assert_cmpuint (tally->n_judged, ==, 6);
  g_assert_cmpuint (tally->n_right[TAPER_LANE_PERSONALIZED], >=, 1);
  const guint n_wrong = 6 - tally->n_right[TAPER_LANE_PERSONALIZED];
  taper_picture_browser_set_filter (browser, TAPER_PICTURE_FILTER_WRONG);
  g_assert_cmpuint (count (browser), ==, n_wrong);
  taper_picture_browser_set_filter (browser, TAPER_PICTURE_FILTER_UNLABELLED);
  g_assert_cmpuint (count (browser), ==, 0);
  taper_picture_browser_set_filter (browser, TAPER_PICTURE_FILTER_CHANGED);
  g_assert_cmpuint (count (browser), ==, tally->n_changed);
  taper_picture_browser_set_filter (browser, TAPER_PICTURE_FILTER_GAINED);
  g_assert_cmpuint (count (browser), ==, tally->n_gained);
  taper_picture_browser_set_filter (browser, TAPER_PICTURE_FILTER_LOST);
  g_assert_cmpuint (count (browser), ==, tally->n_lost);
  taper_picture_browser_set_filter (browser, TAPER_PICTURE_FILTER_UNLABELLED);
  g_assert_true (taper_document_undo (self->document));
  test_run_ready ();
  g_assert_cmpuint (tally->n_labelled, ==, 0);
  g_assert_cmpuint (count (browser), ==, 6);
  /* Unticking the class that all are labelled with leaves nothing to judge. */
  g_assert_true (taper_document_redo (self->document));
  taper_document_set_ticked (self->document, named, FALSE);
  watched_settle (self);
  g_assert_cmpuint (tally->n_labelled, ==, 6);
  g_assert_cmpuint (tally->n_judged, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  WATCHED_TEST ("/picture-browser/orders", test_orders);
  WATCHED_TEST ("/picture-browser/labels", test_labels);
  return g_test_run ();
}
