/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-engine-private.h"
#include "tests/support/app-document.h"

static TaperClassItem *
get_row (GListModel *model, guint position)
{
  g_autoptr (TaperClassItem) item = g_list_model_get_item (model, position);

  return item;
}

/* The rows say what the task says. */
static void
assert_rows (Watched *self)
{
  GListModel *groups = taper_document_get_groups (self->document);
  TaperTask *task = taper_document_get_task (self->document);
  guint n_ticked = 0;

  for (guint g = 0; g < g_list_model_get_n_items (groups); g++)
    {
      GListModel *children = taper_class_item_get_children (get_row (groups, g));
      guint n = 0;

      for (guint i = 0; i < g_list_model_get_n_items (children); i++)
        {
          TaperClassItem *item = get_row (children, i);
          const gboolean ticked = taper_task_contains (task, taper_class_item_get_index (item));

          g_assert_cmpint (taper_class_item_get_tick (item), ==,
                           ticked ? TAPER_TICK_ALL : TAPER_TICK_NONE);
          n += ticked;
        }
      g_assert_cmpuint (taper_class_item_get_n_ticked (get_row (groups, g)), ==, n);
      n_ticked += n;
    }
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, n_ticked);
}

static void
test_start (Watched *self, gconstpointer data)
{
  const guint first = 0;

  g_assert_null (taper_document_get_bundle (self->document));
  g_assert_null (taper_document_get_task (self->document));
  g_assert_null (taper_document_get_snapshot (self->document));
  g_assert_true (taper_document_is_settled (self->document));
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 0);
  /* Nothing to tick yet. */
  taper_document_set_ticked (self->document, 0, TRUE);
  taper_document_set_many_ticked (self->document, &first, 1, TRUE);
  taper_document_tick_all (self->document);
  taper_document_tick_none (self->document);
  taper_document_remove_all_pictures (self->document);
  taper_document_remove_picture (self->document, 0);
  g_assert_false (taper_document_undo (self->document));
  g_assert_false (taper_document_redo (self->document));
}

static void
test_demo (Watched *self, gconstpointer data)
{
  TaperSnapshot *snapshot;

  taper_document_open_demo (self->document);
  g_assert_false (taper_document_is_settled (self->document));
  watched_settle (self);
  g_assert_cmpuint (self->n_problems, ==, 0);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 8);
  g_assert_cmpuint (watched_count_pictures (self), ==, 6);
  snapshot = taper_document_get_snapshot (self->document);
  g_assert_nonnull (snapshot);
  for (guint i = 0; i < 6; i++)
    {
      TaperPicture *picture = watched_get_picture (self, i);

      g_assert_cmpint (taper_picture_get_state (picture), ==, TAPER_PICTURE_READY);
      g_assert_nonnull (taper_snapshot_lookup (snapshot, taper_picture_get_id (picture)));
    }
  assert_rows (self);
  g_assert_false (taper_document_undo (self->document));
}

static void
test_ticks (Watched *self, gconstpointer data)
{
  const guint many[] = { 3, 4, 5, 4 };
  g_autofree char *undo = NULL;
  g_autofree char *redo = NULL;
  g_autoptr (TaperTask) task = NULL;
  gboolean can_undo, can_redo;

  watched_open (self, "bundles/groceries-s16.safetensors");
  taper_document_set_ticked (self->document, 3, TRUE);
  taper_document_set_ticked (self->document, 3, TRUE); /* no step */
  g_object_get (self->document, "undo-label", &undo, "redo-label", &redo, NULL);
  g_assert_cmpstr (undo, ==, "Tick “Alpro Vanilla Soyghurt”");
  g_assert_null (redo);
  taper_document_set_many_ticked (self->document, many, 4, TRUE);
  assert_rows (self);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 3);
  taper_document_tick_all (self->document);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 81);
  taper_document_tick_none (self->document);
  taper_document_tick_none (self->document); /* no step */
  assert_rows (self);
  task = taper_task_new_from_group (
      taper_bundle_get_classes (taper_document_get_bundle (self->document)), "Apple", NULL);
  taper_document_set_task (self->document, task);
  assert_rows (self);
  watched_settle (self);
  g_assert_true (taper_document_get_snapshot (self->document)->task == task);
  g_assert_true (taper_document_undo (self->document));
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 0);
  g_assert_true (taper_document_undo (self->document));
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 81);
  g_assert_true (taper_document_undo (self->document));
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 3);
  g_assert_true (taper_document_undo (self->document));
  assert_rows (self);
  g_assert_true (taper_document_undo (self->document));
  g_object_get (self->document, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  g_assert_false (can_undo);
  g_assert_true (can_redo);
  for (guint i = 0; i < 5; i++)
    g_assert_true (taper_document_redo (self->document));
  g_assert_false (taper_document_redo (self->document));
  g_assert_true (taper_document_get_task (self->document) == task);
  assert_rows (self);
  watched_settle (self);
  g_assert_true (taper_document_get_snapshot (self->document)->task == task);
}

/* Through all classes as fast as it goes, undone again: each snapshot that is shown answers what is
 * ticked at that moment (watched_snapshot_cb()), and the last one is there. */
static void
test_hammer (Watched *self, gconstpointer data)
{
  guint n_steps = 0;

  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  watched_add (self, "samples/groceries/Lime.jpg");
  for (guint c = 0; c < 200; c++)
    {
      taper_document_set_ticked (self->document, c, TRUE);
      if (c % 3 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 200);
  g_assert_cmpuint (taper_document_get_snapshot (self->document)->n_answers, ==, 1);
  while (taper_document_undo (self->document))
    {
      n_steps++;
      if (n_steps % 3 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (n_steps, ==, 100);
  watched_settle (self);
  assert_rows (self);
  g_assert_true (taper_task_equal (taper_document_get_snapshot (self->document)->task,
                                   taper_document_get_task (self->document)));
}

/* A worker that is slow at the end of a run: what it hands over late is never shown. */
static void
slow_hook (guint64 generation, gpointer data)
{
  g_usleep (20000);
}

static void
test_slow_worker (Watched *self, gconstpointer data)
{
  taper_engine_set_hook (taper_document_get_engine (self->document), slow_hook, NULL);
  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  for (guint c = 0; c < 40; c++)
    {
      const gint64 end = g_get_monotonic_time () + (c % 4) * 10000;

      taper_document_set_ticked (self->document, c, TRUE);
      do
        g_main_context_iteration (NULL, FALSE);
      while (g_get_monotonic_time () < end);
    }
  watched_settle (self);
  g_assert_cmpuint (taper_document_get_n_ticked (self->document), ==, 40);
  g_assert_cmpuint (self->n_snapshots, >=, 2);
}

static void
count_cb (TaperDocument *document, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

/* "busy" is notified exactly when it changes, and ends false. */
static void
test_busy (Watched *self, gconstpointer data)
{
  guint n = 0;
  gboolean busy;

  g_signal_connect (self->document, "notify::busy", G_CALLBACK (count_cb), &n);
  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  taper_document_set_ticked (self->document, 0, TRUE);
  g_object_get (self->document, "busy", &busy, NULL);
  g_assert_true (busy);
  watched_settle (self);
  g_object_get (self->document, "busy", &busy, NULL);
  g_assert_false (busy);
  g_assert_cmpuint (n % 2, ==, 0);
  g_assert_cmpuint (n, >=, 4);
}

/* Gone with everything under way. */
static void
test_free (Watched *self, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (TaperDocument) document = taper_document_new ();

      taper_document_open_demo (document);
      for (guint k = 0; k < i * 4; k++)
        g_main_context_iteration (NULL, FALSE);
      if (taper_document_get_bundle (document))
        taper_document_tick_all (document);
    }
  taper_document_open_demo (self->document);
  watched_settle (self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  WATCHED_TEST ("/document/start", test_start);
  WATCHED_TEST ("/document/demo", test_demo);
  WATCHED_TEST ("/document/ticks", test_ticks);
  WATCHED_TEST ("/document/hammer", test_hammer);
  WATCHED_TEST ("/document/slow-worker", test_slow_worker);
  WATCHED_TEST ("/document/busy", test_busy);
  WATCHED_TEST ("/document/free", test_free);
  return g_test_run ();
}
