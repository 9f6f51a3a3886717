/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-engine.h"
#include "app/taper-answerer.h"
#include "app/taper-engine-private.h"
#include "app/taper-mailbox.h"
#include "app/taper-picture-loader.h"

/*
 * Newest request wins, everywhere:
 * - one slot holds the request that waits for the worker; a newer one replaces it;
 * - the worker asks between stages (mixer, blend, every chunk of pictures) whether its request is
 *   still the newest and drops the work if not; what it knows of pictures is kept;
 * - a finished result is delivered only if its request is still the newest when the main loop
 *   comes to it.
 * So what is shown always belongs to the newest ticks, at the price that requests which keep
 * coming faster than one result takes show nothing until they pause. That is the better side to
 * err on: a result takes a few milliseconds, a person ticks a few times a second, and an answer
 * to an older task beside a newer checklist would be wrong. To keep it that way a run is short:
 * loading pictures does not repeat answers that are known, and a tick never repeats the generic
 * model's.
 */
struct _TaperEngine {
  GObject parent_instance;
  GThread *worker;
  TaperPictureLoader *loader;
  TaperMailbox *results; /* (element-type TaperSnapshot) */
  guint64 delivered;     /* generation; main thread only */
  guint64 open_serial;   /* of the last bundle asked for; main thread only */
  TaperEngineHook hook;
  gpointer hook_data;

  GMutex mutex;
  GCond wake;
  /* Guarded by mutex. */
  guint64 newest; /* generation of the last request */
  TaperRequest *waiting;
  gboolean quit;
};

G_DEFINE_FINAL_TYPE (TaperEngine, taper_engine, G_TYPE_OBJECT)

enum { PROP_0, PROP_BUSY, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_SNAPSHOT, SIGNAL_PICTURE_LOADED, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef struct {
  TaperEngine *engine;
  guint64 generation;
} TaperRun;

static gboolean
taper_run_is_superseded (gpointer data)
{
  TaperRun *run = data;
  gboolean superseded;

  g_mutex_lock (&run->engine->mutex);
  superseded = run->engine->quit || run->engine->newest != run->generation;
  g_mutex_unlock (&run->engine->mutex);
  return superseded;
}

/* (transfer full) (nullable): waits for the next request; NULL to quit */
static TaperRequest *
taper_engine_wait (TaperEngine *self)
{
  TaperRequest *request;

  g_mutex_lock (&self->mutex);
  while (!self->waiting && !self->quit)
    g_cond_wait (&self->wake, &self->mutex);
  request = self->quit ? NULL : g_steal_pointer (&self->waiting);
  g_mutex_unlock (&self->mutex);
  return request;
}

static gpointer
taper_engine_work (gpointer data)
{
  TaperEngine *self = data;
  g_autoptr (TaperAnswerer) answerer = taper_answerer_new ();

  while (TRUE)
    {
      g_autoptr (TaperRequest) request = taper_engine_wait (self);
      TaperSnapshot *snapshot;
      TaperRun run;

      if (!request)
        return NULL;
      run = (TaperRun){ self, request->generation };
      snapshot = taper_answerer_run (answerer, request, taper_run_is_superseded, &run);
      if (!snapshot)
        continue; /* a newer request waits, or the engine goes away */
      if (self->hook)
        self->hook (request->generation, self->hook_data);
      taper_mailbox_post (self->results, snapshot);
    }
}

static guint64
taper_engine_get_newest (TaperEngine *self)
{
  guint64 newest;

  g_mutex_lock (&self->mutex);
  newest = self->newest;
  g_mutex_unlock (&self->mutex);
  return newest;
}

static void
taper_engine_deliver (gpointer item, gpointer data)
{
  g_autoptr (TaperSnapshot) snapshot = item;
  TaperEngine *self = data;

  if (snapshot->generation != taper_engine_get_newest (self))
    return;
  g_object_ref (self);
  self->delivered = snapshot->generation;
  g_signal_emit (self, signals[SIGNAL_SNAPSHOT], 0, snapshot);
  if (!taper_engine_is_busy (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  g_object_unref (self);
}

static void
taper_engine_picture_loaded (TaperPicture *picture, gpointer data)
{
  TaperEngine *self = data;

  g_signal_emit (self, signals[SIGNAL_PICTURE_LOADED], 0, picture);
}

static void
taper_engine_finalize (GObject *object)
{
  TaperEngine *self = TAPER_ENGINE (object);

  g_mutex_lock (&self->mutex);
  self->quit = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->worker);
  taper_picture_loader_free (self->loader);
  taper_mailbox_free (self->results);
  g_clear_pointer (&self->waiting, taper_request_free);
  g_cond_clear (&self->wake);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (taper_engine_parent_class)->finalize (object);
}

static void
taper_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, taper_engine_is_busy (TAPER_ENGINE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
taper_engine_class_init (TaperEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = taper_engine_finalize;
  object_class->get_property = taper_engine_get_property;
  properties[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_SNAPSHOT] =
      g_signal_new ("snapshot", TAPER_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, TAPER_TYPE_SNAPSHOT | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_PICTURE_LOADED] =
      g_signal_new ("picture-loaded", TAPER_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, TAPER_TYPE_PICTURE);
}

static void
taper_engine_init (TaperEngine *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  self->results =
      taper_mailbox_new (taper_engine_deliver, self, (GDestroyNotify) taper_snapshot_unref);
  self->loader = taper_picture_loader_new (taper_engine_picture_loaded, self);
  self->worker = g_thread_new ("taper-engine", taper_engine_work, self);
}

TaperEngine *
taper_engine_new (void)
{
  return g_object_new (TAPER_TYPE_ENGINE, NULL);
}

void
taper_engine_set_hook (TaperEngine *self, TaperEngineHook hook, gpointer data)
{
  g_mutex_lock (&self->mutex);
  self->hook = hook;
  self->hook_data = data;
  g_mutex_unlock (&self->mutex);
}

gboolean
taper_engine_is_busy (TaperEngine *self)
{
  return self->delivered != taper_engine_get_newest (self);
}

static TaperRequest *
taper_engine_make_request (guint64 generation, TaperBundle *bundle, TaperTask *task,
                           GPtrArray *pictures)
{
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (bundle));
  TaperRequest *request = taper_request_new (generation, bundle, task, pictures->len);

  request->n_questions = 0;
  for (guint i = 0; i < pictures->len; i++)
    {
      TaperPicture *picture = g_ptr_array_index (pictures, i);
      TaperImage *input = taper_picture_get_input (picture);

      if (!input || taper_image_get_width (input) != spec->width ||
          taper_image_get_height (input) != spec->height)
        continue;
      request->questions[request->n_questions++] =
          (TaperQuestion){ taper_picture_get_id (picture), taper_image_ref (input) };
    }
  return request;
}

guint64
taper_engine_request (TaperEngine *self, TaperBundle *bundle, TaperTask *task, GPtrArray *pictures)
{
  const gboolean was_busy = taper_engine_is_busy (self);
  const guint64 generation = taper_engine_get_newest (self) + 1;
  TaperRequest *request = taper_engine_make_request (generation, bundle, task, pictures);
  TaperRequest *superseded;

  g_mutex_lock (&self->mutex);
  self->newest = generation;
  superseded = self->waiting;
  self->waiting = request;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&superseded, taper_request_free);
  if (!was_busy)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  return generation;
}

typedef struct {
  GFile *file;
  guint64 serial;
} TaperOpening;

static void
taper_opening_free (gpointer data)
{
  TaperOpening *opening = data;

  g_object_unref (opening->file);
  g_free (opening);
}

static void
taper_engine_open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TaperOpening *opening = data;
  const char *path = g_file_peek_path (opening->file);
  GError *error = NULL;
  TaperBundle *bundle = NULL;

  if (path)
    bundle = taper_bundle_open (path, &error);
  else
    {
      g_autoptr (GBytes) bytes = g_file_load_bytes (opening->file, cancellable, NULL, &error);
      g_autofree char *name = g_file_get_parse_name (opening->file);

      if (bytes)
        bundle = taper_bundle_new_from_bytes (bytes, name, &error);
    }
  if (bundle)
    g_task_return_pointer (task, bundle, (GDestroyNotify) taper_bundle_unref);
  else
    g_task_return_error (task, error);
}

void
taper_engine_open_bundle_async (TaperEngine *self, GFile *file, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  TaperOpening *opening = g_new (TaperOpening, 1);

  opening->file = g_object_ref (file);
  opening->serial = ++self->open_serial;
  g_task_set_source_tag (task, taper_engine_open_bundle_async);
  g_task_set_task_data (task, opening, taper_opening_free);
  g_task_run_in_thread (task, taper_engine_open_in_thread);
}

TaperBundle *
taper_engine_open_bundle_finish (TaperEngine *self, GAsyncResult *result, GError **error)
{
  TaperOpening *opening;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  opening = g_task_get_task_data (G_TASK (result));
  if (opening->serial != self->open_serial)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                           "Another bundle was opened meanwhile");
      return NULL;
    }
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
taper_engine_load_picture (TaperEngine *self, TaperPicture *picture, const TaperInputSpec *spec,
                           GCancellable *cancellable)
{
  taper_picture_loader_load (self->loader, picture, spec, cancellable);
}
