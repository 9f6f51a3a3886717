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
  TaperMailbox *results;  /* (element-type TaperSnapshot) */
  TaperMailbox *what_ifs; /* (element-type TaperSnapshot) */
  guint64 delivered;      /* generation; main thread only */
  guint64 open_serial;    /* of the last bundle asked for; main thread only */
  TaperEngineHook hook;
  gpointer hook_data;

  GMutex mutex;
  GCond wake;
  /* Guarded by mutex. */
  guint64 newest; /* generation of the last request */
  TaperRequest *waiting;
  guint64 newest_what_if; /* generation of the last question */
  TaperRequest *what_if;  /* the question that waits */
  gboolean quit;
};

G_DEFINE_FINAL_TYPE (TaperEngine, taper_engine, G_TYPE_OBJECT)

enum { PROP_0, PROP_BUSY, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_SNAPSHOT, SIGNAL_WHAT_IF, SIGNAL_PICTURE_LOADED, N_SIGNALS };
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

/* A question gives way to requests. */
static gboolean
taper_run_gives_way (gpointer data)
{
  TaperRun *run = data;
  TaperEngine *engine = run->engine;
  gboolean gives_way;

  g_mutex_lock (&engine->mutex);
  gives_way = engine->quit || engine->waiting != NULL || engine->newest_what_if != run->generation;
  g_mutex_unlock (&engine->mutex);
  return gives_way;
}

/* (transfer full) (nullable): waits for the next request, or a question when there is none; NULL to
 * quit */
static TaperRequest *
taper_engine_wait (TaperEngine *self, gboolean *is_what_if)
{
  TaperRequest *request;

  g_mutex_lock (&self->mutex);
  while (!self->waiting && !self->what_if && !self->quit)
    g_cond_wait (&self->wake, &self->mutex);
  *is_what_if = !self->waiting;
  if (self->quit)
    request = NULL;
  else if (self->waiting)
    request = g_steal_pointer (&self->waiting);
  else
    request = g_steal_pointer (&self->what_if);
  g_mutex_unlock (&self->mutex);
  return request;
}

/* Puts a question back that gave way, unless it is not the newest any more. */
static void
taper_engine_put_back (TaperEngine *self, TaperRequest *question)
{
  g_mutex_lock (&self->mutex);
  if (!self->quit && !self->what_if && self->newest_what_if == question->generation)
    self->what_if = g_steal_pointer (&question);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&question, taper_request_free);
}

/* (transfer full) (nullable) @request */
static void
taper_engine_answer (TaperEngine *self, TaperAnswerer *answerer, TaperRequest *request)
{
  TaperRun run = { self, request->generation };
  TaperSnapshot *snapshot = taper_answerer_run (answerer, request, taper_run_is_superseded, &run);

  if (snapshot)
    {
      if (self->hook)
        self->hook (request->generation, self->hook_data);
      taper_mailbox_post (self->results, snapshot);
    }
  /* else a newer request waits, or the engine goes away */
  taper_request_free (request);
}

static void
taper_engine_answer_what_if (TaperEngine *self, TaperAnswerer *answerer, TaperRequest *question)
{
  TaperRun run = { self, question->generation };
  TaperSnapshot *snapshot = taper_answerer_run (answerer, question, taper_run_gives_way, &run);

  if (!snapshot)
    {
      taper_engine_put_back (self, question);
      return;
    }
  taper_mailbox_post (self->what_ifs, snapshot);
  taper_request_free (question);
}

static gpointer
taper_engine_work (gpointer data)
{
  TaperEngine *self = data;
  g_autoptr (TaperAnswerer) answerer = taper_answerer_new ();
  /* One of its own: what requests have learned stays as it is. */
  g_autoptr (TaperAnswerer) what_if_answerer = taper_answerer_new ();

  while (TRUE)
    {
      gboolean is_what_if;
      TaperRequest *request = taper_engine_wait (self, &is_what_if);

      if (!request)
        return NULL;
      if (is_what_if)
        taper_engine_answer_what_if (self, what_if_answerer, request);
      else
        taper_engine_answer (self, answerer, request);
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
taper_engine_deliver_what_if (gpointer item, gpointer data)
{
  g_autoptr (TaperSnapshot) snapshot = item;
  TaperEngine *self = data;
  gboolean newest;

  g_mutex_lock (&self->mutex);
  newest = snapshot->generation == self->newest_what_if;
  g_mutex_unlock (&self->mutex);
  if (newest)
    g_signal_emit (self, signals[SIGNAL_WHAT_IF], 0, snapshot);
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
  taper_mailbox_free (self->what_ifs);
  g_clear_pointer (&self->waiting, taper_request_free);
  g_clear_pointer (&self->what_if, taper_request_free);
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
  signals[SIGNAL_WHAT_IF] =
      g_signal_new ("what-if", TAPER_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
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
  self->what_ifs =
      taper_mailbox_new (taper_engine_deliver_what_if, self, (GDestroyNotify) taper_snapshot_unref);
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
                           TaperTuning *tuning, GPtrArray *pictures)
{
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (bundle));
  TaperRequest *request = taper_request_new (generation, bundle, task, pictures->len);

  request->tuning = tuning ? taper_tuning_ref (tuning) : NULL;
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
taper_engine_request (TaperEngine *self, TaperBundle *bundle, TaperTask *task, TaperTuning *tuning,
                      GPtrArray *pictures)
{
  const gboolean was_busy = taper_engine_is_busy (self);
  const guint64 generation = taper_engine_get_newest (self) + 1;
  TaperRequest *request = taper_engine_make_request (generation, bundle, task, tuning, pictures);
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

/* Puts @question (nullable) (transfer full) in the place of what waits. */
static guint64
taper_engine_set_what_if (TaperEngine *self, TaperRequest *question)
{
  TaperRequest *superseded;
  guint64 generation;

  g_mutex_lock (&self->mutex);
  generation = ++self->newest_what_if;
  superseded = self->what_if;
  self->what_if = question;
  if (question)
    question->generation = generation;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&superseded, taper_request_free);
  return generation;
}

guint64
taper_engine_ask_what_if (TaperEngine *self, TaperBundle *bundle, TaperTask *task,
                          TaperTuning *tuning, GPtrArray *pictures)
{
  return taper_engine_set_what_if (self,
                                   taper_engine_make_request (0, bundle, task, tuning, pictures));
}

void
taper_engine_drop_what_if (TaperEngine *self)
{
  taper_engine_set_what_if (self, NULL);
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
