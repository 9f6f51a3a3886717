/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-keeper.h"

#include "app/taper-bundle-finder.h"
#include "app/taper-document-private.h"
#include "app/taper-document-recipe.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

struct _TaperKeeper {
  GObject parent_instance;
  TaperDocument *document;
  char *dir, *view;
  guint slot;
  guint timer;      /* runs while there is something to write */
  gboolean writing; /* on another thread */
  gboolean again;   /* something changed meanwhile */
  gboolean forgotten;
};

G_DEFINE_FINAL_TYPE (TaperKeeper, taper_keeper, G_TYPE_OBJECT)

enum { SIGNAL_KEPT, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- writing ---------------------------------------------------------------------------------- */

/* (transfer full) (nullable): what there is now */
static TaperSessionFile *
take_down (TaperKeeper *self)
{
  TaperState *present = taper_document_get_state (self->document);
  TaperRecipe *recipe = taper_document_make_recipe (self->document);
  TaperSessionFile *file;

  if (recipe == NULL)
    return NULL;
  file = taper_session_file_new (taper_bundle_get_path (taper_document_get_bundle (self->document)),
                                 recipe);
  file->view = g_strdup (self->view);
  for (guint i = 0; i < present->pictures->len; i++)
    taper_session_file_add (file, present->pictures->pdata[i],
                            taper_picture_get_label (present->pictures->pdata[i]));
  return file;
}

typedef struct {
  TaperSessionFile *file;
  TaperBundle *bundle;
  char *dir;
  guint slot;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  taper_session_file_free (job->file);
  taper_bundle_unref (job->bundle);
  g_free (job->dir);
  g_free (job);
}

/* (nullable) */
static Job *
job_new (TaperKeeper *self)
{
  TaperSessionFile *file = take_down (self);
  Job *job;

  if (file == NULL)
    return NULL;
  job = g_new (Job, 1);
  job->file = file;
  job->bundle = taper_bundle_ref (taper_document_get_bundle (self->document));
  job->dir = g_strdup (self->dir);
  job->slot = self->slot;
  return job;
}

/* What cannot be kept is no reason to disturb anyone. */
static void
job_run (Job *job)
{
  g_free (job->file->recipe->bundle_sha256);
  job->file->recipe->bundle_sha256 = g_strdup (taper_bundle_get_sha256 (job->bundle));
  taper_session_file_write (job->file, job->dir, job->slot, NULL);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  job_run (data);
  g_task_return_boolean (task, TRUE);
}

static void start (TaperKeeper *self);

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperKeeper) self = data;

  self->writing = FALSE;
  if (self->forgotten)
    taper_session_file_remove (self->dir, self->slot);
  else if (self->again)
    start (self);
  g_signal_emit (self, signals[SIGNAL_KEPT], 0);
}

static gboolean
timer_cb (gpointer data)
{
  TaperKeeper *self = data;
  Job *job = job_new (self);
  g_autoptr (GTask) task = NULL;

  self->timer = 0;
  if (job == NULL)
    return G_SOURCE_REMOVE;
  self->writing = TRUE;
  self->again = FALSE;
  task = g_task_new (NULL, NULL, written_cb, g_object_ref (self));
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, write_in_thread);
  return G_SOURCE_REMOVE;
}

/* Soon after the first change, not only when changes pause. */
static void
start (TaperKeeper *self)
{
  if (self->forgotten)
    return;
  self->again = self->writing;
  if (!self->writing && self->timer == 0)
    self->timer = g_timeout_add (TAPER_KEEPER_MOMENT, timer_cb, self);
}

void
taper_keeper_set_view (TaperKeeper *self, const char *view)
{
  g_return_if_fail (TAPER_IS_KEEPER (self));

  if (g_strcmp0 (view, self->view) == 0)
    return;
  g_free (self->view);
  self->view = g_strdup (view);
  start (self);
}

void
taper_keeper_flush (TaperKeeper *self)
{
  Job *job;

  g_return_if_fail (TAPER_IS_KEEPER (self));

  while (self->writing)
    g_main_context_iteration (NULL, TRUE);
  if (self->timer == 0 || self->forgotten)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  job = job_new (self);
  if (job == NULL)
    return;
  job_run (job);
  job_free (job);
}

void
taper_keeper_forget (TaperKeeper *self)
{
  g_return_if_fail (TAPER_IS_KEEPER (self));

  self->forgotten = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->writing)
    taper_session_file_remove (self->dir, self->slot);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_keeper_finalize (GObject *object)
{
  TaperKeeper *self = TAPER_KEEPER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_free (self->dir);
  g_free (self->view);
  G_OBJECT_CLASS (taper_keeper_parent_class)->finalize (object);
}

static void
taper_keeper_class_init (TaperKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = taper_keeper_finalize;
  signals[SIGNAL_KEPT] = g_signal_new ("kept", TAPER_TYPE_KEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
}

static void
taper_keeper_init (TaperKeeper *self)
{
}

TaperKeeper *
taper_keeper_new (TaperDocument *document, const char *dir, guint slot)
{
  TaperKeeper *self = g_object_new (TAPER_TYPE_KEEPER, NULL);

  self->document = g_object_ref (document);
  self->dir = g_strdup (dir);
  self->slot = slot;
  /* Every step and every change of the bundle notifies one of them. */
  g_signal_connect_swapped (document, "notify::can-undo", G_CALLBACK (start), self);
  g_signal_connect_swapped (document, "notify::bundle", G_CALLBACK (start), self);
  start (self);
  return self;
}

/* --- restoring -------------------------------------------------------------------------------- */

typedef struct {
  TaperDocument *document;
  TaperRecipe *recipe;
  GPtrArray *pictures, *labels;
  TaperRestoredFunc done;
  gpointer data;
} Restoring;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Restoring *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperBundle) bundle = taper_bundle_find_finish (result, &error);

  if (bundle != NULL)
    taper_document_restore (self->document, bundle, self->recipe, self->pictures, self->labels,
                            _ ("Restore the Last Session"));
  taper_document_end_work (self->document);
  self->done (self->document, error, self->data);
  g_object_unref (self->document);
  taper_recipe_free (self->recipe);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->labels);
  g_free (self);
}

void
taper_document_restore_session (TaperDocument *document, const TaperSessionFile *session,
                                TaperRestoredFunc done, gpointer data)
{
  Restoring *self;

  g_return_if_fail (TAPER_IS_DOCUMENT (document));

  self = g_new0 (Restoring, 1);
  self->document = g_object_ref (document);
  self->recipe = taper_recipe_copy (session->recipe);
  self->pictures = g_ptr_array_ref (session->pictures);
  self->labels = g_ptr_array_ref (session->labels);
  self->done = done;
  self->data = data;
  taper_document_begin_work (document);
  taper_bundle_find_async (session->recipe, session->bundle_path,
                           taper_document_get_bundle (document), TRUE, NULL, found_cb, self);
}
