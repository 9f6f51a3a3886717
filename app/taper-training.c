/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-training.h"

#define PUBLISH_USEC (100 * 1000) /* between two publications of progress */

/* One thread's work. The thread holds a reference of its own, so that a dropped look at a folder
 * may end when it likes. */
typedef struct {
  int ref_count;
  TaperTraining *owner; /* main thread only; NULL once nobody waits for it */
  GMainContext *context;
  GCancellable *cancellable;
  TaperTrainingPlan *plan;
  char *embeddings;
  gboolean survey, resume;
  guint n_classes, n_train;

  GMutex mutex;
  GCond wake;
  gboolean paused; /* guarded by mutex */

  /* The thread's. */
  TaperTrainingRecord *record;
  TaperTrainStage published_stage;
  gint64 published;
} Run;

/* From the thread to the main loop. */
typedef struct {
  Run *run;
  TaperTrainingProgress *progress;
  TaperTrainSurvey *survey;
  GError *error;
  gboolean finished;
} Message;

struct _TaperTraining {
  GObject parent_instance;
  TaperTrainingState state;
  Run *run;
  char *embeddings, *output, *error;
  TaperTrainingProgress *progress;
  TaperTrainSurvey *survey;
};

G_DEFINE_FINAL_TYPE (TaperTraining, taper_training, G_TYPE_OBJECT)

enum { PROP_STATE = 1, PROP_PROGRESS, PROP_ERROR, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* --- the thread ------------------------------------------------------------------------------- */

static Run *
run_ref (Run *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

static void
run_unref (Run *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_main_context_unref (self->context);
  g_object_unref (self->cancellable);
  taper_training_plan_free (self->plan);
  taper_training_record_free (self->record);
  g_free (self->embeddings);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  g_free (self);
}

static void
message_free (gpointer data)
{
  Message *self = data;

  run_unref (self->run);
  g_clear_pointer (&self->progress, taper_training_progress_unref);
  taper_train_survey_free (self->survey);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean receive_cb (gpointer data);

/* @message: (transfer full) */
static void
post (Run *run, const Message *message)
{
  Message *copy = g_memdup2 (message, sizeof *message);
  GSource *source = g_idle_source_new ();

  copy->run = run_ref (run);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, receive_cb, copy, message_free);
  g_source_attach (source, run->context);
  g_source_unref (source);
}

/* In the thread that trains: waits while paused. */
static void
event_cb (const TaperTrainEvent *event, gpointer data)
{
  Run *run = data;
  gint64 now = g_get_monotonic_time ();

  taper_training_record_add (run->record, event);
  if (now - run->published >= PUBLISH_USEC || event->stage != run->published_stage)
    {
      run->published = now;
      run->published_stage = event->stage;
      post (run, &(Message){ .progress = taper_training_record_make_progress (run->record) });
    }
  g_mutex_lock (&run->mutex);
  while (run->paused && !g_cancellable_is_cancelled (run->cancellable))
    g_cond_wait (&run->wake, &run->mutex);
  g_mutex_unlock (&run->mutex);
}

static TaperTrainOptions
get_options (Run *run)
{
  return (TaperTrainOptions){ .data = run->plan->folder,
                              .output = run->plan->output,
                              .init = run->plan->init,
                              .embeddings = run->embeddings,
                              .resume = run->resume,
                              .event = event_cb,
                              .event_data = run };
}

/* What is wrong with the choice itself is found like what is wrong with the pictures. */
static TaperTrainSurvey *
survey (Run *run, GError **error)
{
  g_autoptr (TaperTrainConfig) config = taper_training_plan_make_config (run->plan, 0, 0, error);
  TaperTrainOptions options = get_options (run);

  if (config == NULL)
    return NULL;
  config->bases = 1; /* the number of classes is not known yet */
  run->record = taper_training_record_new (config, 0, NULL);
  return taper_train_survey (config, &options, run->cancellable, error);
}

static gboolean
train (Run *run, GError **error)
{
  g_autoptr (TaperTrainConfig) config =
      taper_training_plan_make_config (run->plan, run->n_classes, run->n_train, error);
  g_autoptr (TaperNetwork) network = NULL;
  TaperTrainOptions options = get_options (run);

  if (config == NULL)
    return FALSE;
  network = taper_train_config_make_network (config, run->n_classes, error);
  if (network == NULL)
    return FALSE;
  run->record = taper_training_record_new (config, run->n_train, network);
  return taper_train (config, &options, run->cancellable, error);
}

static gpointer
thread_main (gpointer data)
{
  Run *run = data;
  Message message = { .finished = TRUE };

  if (run->survey)
    message.survey = survey (run, &message.error);
  else
    train (run, &message.error);
  if (run->record != NULL)
    message.progress = taper_training_record_make_progress (run->record);
  post (run, &message);
  run_unref (run);
  return NULL;
}

/* --- the main thread -------------------------------------------------------------------------- */

static void
set_state (TaperTraining *self, TaperTrainingState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_error (TaperTraining *self, const char *message)
{
  if (g_strcmp0 (self->error, message) == 0)
    return;
  g_free (self->error);
  self->error = g_strdup (message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_progress (TaperTraining *self, TaperTrainingProgress *progress)
{
  if (self->progress == progress)
    return;
  g_clear_pointer (&self->progress, taper_training_progress_unref);
  self->progress = progress == NULL ? NULL : taper_training_progress_ref (progress);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

/* Whatever it still does, nobody waits for it. */
static void
drop_run (TaperTraining *self)
{
  Run *run = g_steal_pointer (&self->run);

  if (run == NULL)
    return;
  run->owner = NULL;
  g_cancellable_cancel (run->cancellable);
  g_mutex_lock (&run->mutex);
  g_cond_broadcast (&run->wake);
  g_mutex_unlock (&run->mutex);
  run_unref (run);
}

static void
finish (TaperTraining *self, Message *message)
{
  gboolean was_survey = self->run->survey;

  drop_run (self);
  if (was_survey)
    {
      taper_train_survey_free (self->survey);
      self->survey = g_steal_pointer (&message->survey);
      set_error (self, message->error == NULL ? NULL : message->error->message);
      set_state (self, self->survey == NULL ? TAPER_TRAINING_FAILED : TAPER_TRAINING_READY);
    }
  else if (g_error_matches (message->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (self, TAPER_TRAINING_STOPPED);
  else
    {
      set_error (self, message->error == NULL ? NULL : message->error->message);
      set_state (self, message->error == NULL ? TAPER_TRAINING_DONE : TAPER_TRAINING_FAILED);
    }
}

static gboolean
receive_cb (gpointer data)
{
  Message *message = data;
  TaperTraining *self = message->run->owner;

  if (self == NULL)
    return G_SOURCE_REMOVE;
  g_object_ref (self);
  if (message->progress != NULL)
    set_progress (self, message->progress);
  if (message->finished && self->run == message->run)
    finish (self, message);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

static void
start_run (TaperTraining *self, const TaperTrainingPlan *plan, gboolean is_survey, gboolean resume)
{
  Run *run = g_new0 (Run, 1);

  drop_run (self);
  set_error (self, NULL);
  set_progress (self, NULL);
  run->ref_count = 2; /* ours and the thread's */
  run->owner = self;
  run->context = g_main_context_ref_thread_default ();
  run->cancellable = g_cancellable_new ();
  run->plan = taper_training_plan_copy (plan);
  run->embeddings = g_strdup (self->embeddings);
  run->survey = is_survey;
  run->resume = resume;
  run->published_stage = TAPER_TRAIN_DONE;
  if (!is_survey)
    {
      run->n_classes = self->survey->classes->len;
      run->n_train = self->survey->n_train;
    }
  g_mutex_init (&run->mutex);
  g_cond_init (&run->wake);
  self->run = run;
  g_thread_unref (g_thread_new ("taper-training", thread_main, run));
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_training_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperTraining *self = TAPER_TRAINING (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_boxed (value, self->progress);
      break;
    case PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_training_dispose (GObject *object)
{
  TaperTraining *self = TAPER_TRAINING (object);

  drop_run (self);
  g_clear_pointer (&self->progress, taper_training_progress_unref);
  g_clear_pointer (&self->survey, taper_train_survey_free);
  g_clear_pointer (&self->embeddings, g_free);
  g_clear_pointer (&self->output, g_free);
  g_clear_pointer (&self->error, g_free);
  G_OBJECT_CLASS (taper_training_parent_class)->dispose (object);
}

static void
taper_training_class_init (TaperTrainingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = taper_training_get_property;
  object_class->dispose = taper_training_dispose;
  properties[PROP_STATE] =
      g_param_spec_uint ("state", NULL, NULL, 0, TAPER_TRAINING_FAILED, TAPER_TRAINING_IDLE, flags);
  properties[PROP_PROGRESS] =
      g_param_spec_boxed ("progress", NULL, NULL, TAPER_TYPE_TRAINING_PROGRESS, flags);
  properties[PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
taper_training_init (TaperTraining *self)
{
}

TaperTraining *
taper_training_new (void)
{
  return g_object_new (TAPER_TYPE_TRAINING, NULL);
}

void
taper_training_set_embeddings (TaperTraining *self, const char *path)
{
  g_free (self->embeddings);
  self->embeddings = g_strdup (path);
}

void
taper_training_survey (TaperTraining *self, const TaperTrainingPlan *plan)
{
  g_return_if_fail (!taper_training_is_active (self));
  g_return_if_fail (plan->folder != NULL);

  start_run (self, plan, TRUE, FALSE);
  set_state (self, TAPER_TRAINING_SURVEYING);
}

void
taper_training_start (TaperTraining *self, const TaperTrainingPlan *plan, gboolean resume)
{
  g_return_if_fail (!taper_training_is_active (self));
  g_return_if_fail (self->survey != NULL && self->survey->usable);
  g_return_if_fail (plan->folder != NULL && plan->output != NULL);

  g_free (self->output);
  self->output = g_strdup (plan->output);
  start_run (self, plan, FALSE, resume);
  set_state (self, TAPER_TRAINING_RUNNING);
}

static void
set_paused (TaperTraining *self, gboolean paused)
{
  g_mutex_lock (&self->run->mutex);
  self->run->paused = paused;
  g_cond_broadcast (&self->run->wake);
  g_mutex_unlock (&self->run->mutex);
  set_state (self, paused ? TAPER_TRAINING_PAUSED : TAPER_TRAINING_RUNNING);
}

void
taper_training_pause (TaperTraining *self)
{
  if (self->state == TAPER_TRAINING_RUNNING)
    set_paused (self, TRUE);
}

void
taper_training_resume (TaperTraining *self)
{
  if (self->state == TAPER_TRAINING_PAUSED)
    set_paused (self, FALSE);
}

void
taper_training_stop (TaperTraining *self)
{
  if (self->state != TAPER_TRAINING_RUNNING && self->state != TAPER_TRAINING_PAUSED)
    return;
  g_cancellable_cancel (self->run->cancellable);
  g_mutex_lock (&self->run->mutex);
  g_cond_broadcast (&self->run->wake);
  g_mutex_unlock (&self->run->mutex);
  set_state (self, TAPER_TRAINING_STOPPING);
}

TaperTrainingState
taper_training_get_state (TaperTraining *self)
{
  return self->state;
}

gboolean
taper_training_is_active (TaperTraining *self)
{
  return self->state >= TAPER_TRAINING_RUNNING && self->state <= TAPER_TRAINING_STOPPING;
}

const TaperTrainSurvey *
taper_training_get_survey (TaperTraining *self)
{
  return self->survey;
}

TaperTrainingProgress *
taper_training_get_progress (TaperTraining *self)
{
  return self->progress;
}

const char *
taper_training_get_error (TaperTraining *self)
{
  return self->error;
}

const char *
taper_training_get_output (TaperTraining *self)
{
  return self->output;
}
