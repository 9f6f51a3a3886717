/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-engine-private.h"
#include "tests/support/app-wait.h"

#define N_REQUESTS 200

typedef struct {
  TaperEngine *engine;
  TaperBundle *bundle;
  GPtrArray *pictures;
  GPtrArray *tasks;  /* index = generation - 1 */
  GArray *delivered; /* generations */
} Fixture;

/* What holds for every snapshot that is delivered. */
static void
snapshot_cb (TaperEngine *engine, TaperSnapshot *snapshot, gpointer data)
{
  Fixture *self = data;
  const guint64 generation = snapshot->generation;

  /* Not stale: of the newest request there is, and later than all before. */
  g_assert_cmpuint (generation, ==, self->tasks->len);
  if (self->delivered->len > 0)
    g_assert_cmpuint (generation, >,
                      g_array_index (self->delivered, guint64, self->delivered->len - 1));
  g_assert_true (snapshot->task == self->tasks->pdata[generation - 1]);
  g_assert_true (snapshot->bundle == self->bundle);
  g_assert_cmpuint (snapshot->n_answers, ==, self->pictures->len);
  g_array_append_val (self->delivered, generation);
}

static TaperPicture *
make_picture (TaperBundle *bundle, const char *sample)
{
  g_autoptr (TaperImage) input = test_load_input (bundle, sample);
  TaperPicture *picture = taper_picture_new (sample, NULL, NULL);

  taper_picture_set_loaded (picture, input, input, 348, 348, 0);
  return picture;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->engine = taper_engine_new ();
  self->bundle = test_open_bundle ("tiny-imagenet-s8");
  self->pictures = g_ptr_array_new_with_free_func (g_object_unref);
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_task_unref);
  self->delivered = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_signal_connect (self->engine, "snapshot", G_CALLBACK (snapshot_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->engine);
  taper_bundle_unref (self->bundle);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->tasks);
  g_array_unref (self->delivered);
}

static void
add_pictures (Fixture *self, guint n)
{
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->pictures, make_picture (self->bundle, i % 2 ? "Lime.jpg" : "Leek.jpg"));
}

static void
request (Fixture *self)
{
  const guint generation = self->tasks->len + 1;

  g_ptr_array_add (self->tasks, test_make_task (self->bundle, 5 + generation % 20, generation));
  g_assert_cmpuint (taper_engine_request (self->engine, self->bundle,
                                          self->tasks->pdata[generation - 1], NULL, self->pictures),
                    ==, generation);
}

static guint64
last_delivered (Fixture *self)
{
  if (self->delivered->len == 0)
    return 0;
  return g_array_index (self->delivered, guint64, self->delivered->len - 1);
}

/* 200 ticks without waiting: in one go, then with the main loop looking in between. */
static void
test_hammer (Fixture *self, gconstpointer data)
{
  add_pictures (self, 3);
  for (guint i = 0; i < N_REQUESTS; i++)
    request (self);
  g_assert_true (taper_engine_is_busy (self->engine));
  TEST_WAIT_UNTIL (!taper_engine_is_busy (self->engine));
  g_assert_cmpuint (last_delivered (self), ==, N_REQUESTS);
  for (guint i = 0; i < N_REQUESTS; i++)
    {
      request (self);
      g_main_context_iteration (NULL, FALSE);
      if (i % 16 == 0)
        g_usleep (2000);
    }
  TEST_WAIT_UNTIL (!taper_engine_is_busy (self->engine));
  g_assert_cmpuint (last_delivered (self), ==, 2 * N_REQUESTS);
  test_run_ready ();
  g_assert_cmpuint (last_delivered (self), ==, 2 * N_REQUESTS);
}

/* A worker that waits at the end of each run until it is let go. */
typedef struct {
  GMutex mutex;
  GCond changed;
  guint64 arrived; /* generation of the last run that came to its end */
  guint64 allowed; /* runs up to this generation may hand over */
} Gate;

static void
gate_hook (guint64 generation, gpointer data)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  gate->arrived = generation;
  g_cond_broadcast (&gate->changed);
  while (gate->allowed < generation)
    g_cond_wait (&gate->changed, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

static void
gate_allow (Gate *gate, guint64 generation)
{
  g_mutex_lock (&gate->mutex);
  gate->allowed = generation;
  g_cond_broadcast (&gate->changed);
  g_mutex_unlock (&gate->mutex);
}

/* Blocks, so the main loop does not run meanwhile. */
static void
gate_wait_for (Gate *gate, guint64 generation)
{
  g_mutex_lock (&gate->mutex);
  while (gate->arrived < generation)
    g_cond_wait (&gate->changed, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

/* The result of a request that is superseded after the work was done is dropped: handed over late,
 * or handed over in time but not yet looked at by the main loop. */
static void
test_late (Fixture *self, gconstpointer data)
{
  Gate gate = { .allowed = 0 };

  add_pictures (self, 1);
  taper_engine_set_hook (self->engine, gate_hook, &gate);
  request (self);
  gate_wait_for (&gate, 1);
  request (self);
  gate_allow (&gate, 1);
  gate_wait_for (&gate, 2); /* so the first is in the mailbox */
  test_run_ready ();
  g_assert_cmpuint (self->delivered->len, ==, 0);
  gate_allow (&gate, 2);
  TEST_WAIT_UNTIL (!taper_engine_is_busy (self->engine));
  g_assert_cmpuint (self->delivered->len, ==, 1);
  g_assert_cmpuint (last_delivered (self), ==, 2);

  request (self);
  request (self);
  gate_allow (&gate, 3);
  gate_wait_for (&gate, 4);
  request (self);
  gate_allow (&gate, G_MAXUINT64);
  TEST_WAIT_UNTIL (!taper_engine_is_busy (self->engine));
  g_assert_cmpuint (self->delivered->len, ==, 2);
  g_assert_cmpuint (last_delivered (self), ==, 5);
}

/* While a run is under way, however many requests come, only the newest of them is run. */
static void
count_hook (guint64 generation, gpointer data)
{
  g_atomic_int_inc ((int *) data);
}

static void
test_coalesce (Fixture *self, gconstpointer data)
{
  int n_runs = 0;

  add_pictures (self, 2);
  taper_engine_set_hook (self->engine, count_hook, &n_runs);
  for (guint i = 0; i < 1000; i++)
    request (self);
  TEST_WAIT_UNTIL (!taper_engine_is_busy (self->engine));
  g_test_message ("%d of 1000 requests were run to the end", g_atomic_int_get (&n_runs));
  g_assert_cmpint (g_atomic_int_get (&n_runs), <, 500);
  g_assert_cmpuint (self->delivered->len, ==, 1);
}

/* Requests every 2 ms for a second do not starve the view. A machine (or a sanitizer) on which a
 * result takes longer than that gets them a little slower than it can answer. */
typedef struct {
  Fixture *fixture;
  guint n_left;
} Stream;

static gboolean
stream_cb (gpointer data)
{
  Stream *stream = data;

  request (stream->fixture);
  return --stream->n_left > 0;
}

static void
test_stream (Fixture *self, gconstpointer data)
{
  Stream stream = { self, 500 };
  gint64 start, slowest = 0;
  guint pause_ms, n_before;

  for (guint i = 0; i < 20; i++)
    {
      start = g_get_monotonic_time ();
      request (self);
      TEST_WAIT_UNTIL (!taper_engine_is_busy (self->engine));
      slowest = MAX (slowest, g_get_monotonic_time () - start);
    }
  pause_ms = MAX (2, 2 * slowest / 1000);
  stream.n_left = 1000 / pause_ms;
  n_before = self->delivered->len;
  g_timeout_add (pause_ms, stream_cb, &stream);
  TEST_WAIT_UNTIL (stream.n_left == 0 && !taper_engine_is_busy (self->engine));
  g_test_message ("a request every %u ms: %u of %u delivered", pause_ms,
                  self->delivered->len - n_before, 1000 / pause_ms);
  g_assert_cmpuint (self->delivered->len - n_before, >=, MIN (1000 / pause_ms, 4));
  g_assert_cmpuint (last_delivered (self), ==, self->tasks->len);
}

/* Pictures that are not ready or of another size are passed over. */
static void
test_passes_over (Fixture *self, gconstpointer data)
{
  guint8 pixels[12] = { 0 };
  g_autoptr (TaperImage) tiny = taper_image_new_from_pixels (2, 2, 6, pixels);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (pictures, taper_picture_new ("loading", NULL, NULL));
  taper_picture_set_failed (pictures->pdata[0], "torn");
  taper_picture_set_loaded (pictures->pdata[1], tiny, tiny, 2, 2, 0);
  g_ptr_array_add (self->tasks, test_make_task (self->bundle, 5, 1));
  /* The fixture expects as many answers as it has pictures: none. */
  taper_engine_request (self->engine, self->bundle, self->tasks->pdata[0], NULL, pictures);
  TEST_WAIT_UNTIL (!taper_engine_is_busy (self->engine));
  g_assert_cmpuint (self->delivered->len, ==, 1);
}

typedef struct {
  TaperBundle *bundle;
  GError *error;
  gboolean done;
} Opened;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opened *opened = data;

  opened->bundle = taper_engine_open_bundle_finish (TAPER_ENGINE (source), result, &opened->error);
  opened->done = TRUE;
}

static void
test_open (Fixture *self, gconstpointer data)
{
  g_autofree char *good_path = test_data_path ("bundles/groceries-s16.safetensors");
  g_autofree char *bad_path = test_data_path ("samples/groceries/LICENSE");
  g_autoptr (GFile) good = g_file_new_for_path (good_path);
  g_autoptr (GFile) bad = g_file_new_for_path (bad_path);
  Opened first = { 0 }, second = { 0 }, third = { 0 };

  taper_engine_open_bundle_async (self->engine, bad, NULL, opened_cb, &first);
  TEST_WAIT_UNTIL (first.done);
  g_assert_null (first.bundle);
  g_assert_nonnull (first.error);
  g_assert_nonnull (strstr (first.error->message, "LICENSE"));
  g_clear_error (&first.error);

  taper_engine_open_bundle_async (self->engine, bad, NULL, opened_cb, &second);
  taper_engine_open_bundle_async (self->engine, good, NULL, opened_cb, &third);
  TEST_WAIT_UNTIL (second.done && third.done);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_no_error (third.error);
  g_assert_cmpuint (taper_bundle_get_n_bases (third.bundle), ==, 8);
  g_clear_error (&second.error);
  taper_bundle_unref (third.bundle);
}

/* Gone with work under way, waiting and done. */
static void
test_free (Fixture *self, gconstpointer data)
{
  add_pictures (self, 20);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (TaperEngine) engine = taper_engine_new ();
      g_autoptr (TaperTask) task = test_make_task (self->bundle, 5, i);

      for (guint k = 0; k < i; k++)
        {
          taper_engine_request (engine, self->bundle, task, NULL, self->pictures);
          g_usleep (k * 500);
        }
    }
  test_run_ready ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/engine/hammer", test_hammer);
  ADD ("/engine/late", test_late);
  ADD ("/engine/coalesce", test_coalesce);
  ADD ("/engine/stream", test_stream);
  ADD ("/engine/passes-over", test_passes_over);
  ADD ("/engine/open", test_open);
  ADD ("/engine/free", test_free);
  return g_test_run ();
}
