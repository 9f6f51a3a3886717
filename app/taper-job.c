/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-job.h"

struct _TaperJobRun {
  TaperJob *job; /* for the main thread only, like @owner */
  gpointer owner;
  const TaperJobKind *kind;
  gpointer data;
  guint64 generation;
  GMainContext *context;
};

static void
run_free (TaperJobRun *run)
{
  run->kind->free_data (run->data);
  g_main_context_unref (run->context);
  g_object_unref (run->owner);
  g_free (run);
}

typedef struct {
  TaperJobRun run; /* as it was: its data is not touched */
  gpointer report;
} Message;

static void
message_free (gpointer data)
{
  Message *message = data;

  message->run.kind->free_report (message->report);
  g_object_unref (message->run.owner);
  g_free (message);
}

static gboolean
message_cb (gpointer data)
{
  Message *message = data;

  if (message->run.generation == message->run.job->generation && message->run.job->running)
    message->run.kind->reported (message->run.owner, message->report);
  return G_SOURCE_REMOVE;
}

void
taper_job_report (TaperJobRun *run, gpointer report)
{
  Message *message = g_new0 (Message, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  message->run = *run;
  message->report = report;
  g_object_ref (run->owner);
  /* Not g_main_context_invoke(): while nobody iterates the context it would call from here. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, message_cb, message, message_free);
  g_source_attach (source, run->context);
}

static void
work_in_thread (GTask *task, gpointer owner, gpointer data, GCancellable *cancellable)
{
  TaperJobRun *run = data;
  GError *error = NULL;

  if (run->kind->work (run->data, run, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TaperJobRun *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  TaperJobEnd end = { run->generation == run->job->generation, FALSE, NULL };

  end.finished = g_task_propagate_boolean (G_TASK (result), &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end.problem = error->message;
  if (end.newest)
    run->job->running = FALSE;
  run->kind->ended (run->owner, run->data, &end);
  run_free (run);
}

void
taper_job_start (TaperJob *self, gpointer owner, const TaperJobKind *kind, gpointer data)
{
  TaperJobRun *run = g_new0 (TaperJobRun, 1);
  g_autoptr (GTask) task = NULL;

  taper_job_clear (self);
  self->cancellable = g_cancellable_new ();
  self->generation++;
  self->running = TRUE;
  run->job = self;
  run->owner = g_object_ref (owner);
  run->kind = kind;
  run->data = data;
  run->generation = self->generation;
  run->context = g_main_context_ref_thread_default ();
  /* The task may be let go of last on its thread; so owner and data are not its, but end with the
   * run on the main thread. */
  task = g_task_new (NULL, self->cancellable, ended_cb, NULL);
  /* What was found until then is kept even if it is stopped after the last step. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, NULL);
  g_task_run_in_thread (task, work_in_thread);
}

void
taper_job_stop (TaperJob *self)
{
  if (self->running)
    g_cancellable_cancel (self->cancellable);
}

void
taper_job_clear (TaperJob *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}
