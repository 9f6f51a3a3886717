/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-stream-runner.h"

#include <string.h>

#define MOST_PICTURES 240
#define BATCH 20
/* Small sets arrive in small batches, so that there is something to see. */
#define LEAST_BATCHES 8

/* What the main thread may change while the stream runs. */
typedef struct {
  gint frozen, forget; /* atomic */
} Switches;

struct _TaperStreamRunner {
  GObject parent_instance;

  GArray *points; /* TaperStreamPoint */
  TaperStreamShare shares[TAPER_STREAM_SHARES];
  guint n_shares;
  TaperBundle *bundle;
  GCancellable *cancellable;
  Switches *switches; /* (nullable): atomic box, shared with the run */
  gboolean frozen, running;
  guint64 generation;
};

enum {
  CHANGED,
  PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperStreamRunner, taper_stream_runner, G_TYPE_OBJECT)

typedef struct {
  TaperStreamRunner *runner; /* for the main thread only */
  GMainContext *context;
  guint64 generation;
  GFile *file;
  TaperBundle *bundle;
  TaperTask *first, *second;
  guint64 seed;
  Switches *switches;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_main_context_unref (run->context);
  g_object_unref (run->file);
  taper_bundle_unref (run->bundle);
  taper_task_unref (run->first);
  taper_task_unref (run->second);
  g_atomic_rc_box_release (run->switches);
  g_free (run);
}

typedef struct {
  TaperStreamRunner *runner; /* owned */
  guint64 generation;
  TaperStreamPoint point;
  TaperStreamShare shares[TAPER_STREAM_SHARES];
  guint n_shares;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->runner);
  g_free (report);
}

static gboolean
report_cb (gpointer data)
{
  Report *report = data;
  TaperStreamRunner *self = report->runner;

  if (report->generation != self->generation)
    return G_SOURCE_REMOVE;
  g_array_append_val (self->points, report->point);
  memcpy (self->shares, report->shares, sizeof self->shares);
  self->n_shares = report->n_shares;
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* --- on the thread ---------------------------------------------------------------------------- */

/* The largest of @prior, largest first. */
static void
find_shares (const double *prior, guint n_classes, Report *report)
{
  for (guint c = 0; c < n_classes; c++)
    {
      guint at = report->n_shares;

      while (at > 0 && report->shares[at - 1].share < prior[c])
        at--;
      if (at >= TAPER_STREAM_SHARES)
        continue;
      if (report->n_shares < TAPER_STREAM_SHARES)
        report->n_shares++;
      memmove (report->shares + at + 1, report->shares + at,
               (report->n_shares - 1 - at) * sizeof *report->shares);
      report->shares[at] = (TaperStreamShare){ c, prior[c] };
    }
}

static gboolean
run_phase (Run *run, TaperStream *stream, TaperPredictor *predictor, gboolean second,
           GCancellable *cancellable, GError **error)
{
  TaperTask *task = second ? run->second : run->first;
  TaperContext *context = taper_stream_get_context (stream);
  g_autoptr (GArray) order =
      taper_stream_order (taper_predictor_get_pictures (predictor), task, MOST_PICTURES, run->seed);
  guint batch = CLAMP (order->len / LEAST_BATCHES, 1, BATCH);

  for (guint first = 0; first < order->len; first += batch)
    {
      Report *report = g_new0 (Report, 1);

      report->runner = g_object_ref (run->runner);
      report->generation = run->generation;
      report->point.second = second;
      if (g_atomic_int_compare_and_exchange (&run->switches->forget, 1, 0))
        taper_context_forget (context);
      taper_context_set_frozen (context, g_atomic_int_get (&run->switches->frozen));
      if (!taper_stream_step (stream, &g_array_index (order, guint, first),
                              MIN (batch, order->len - first), task, NULL, &report->point.batch,
                              cancellable, error))
        {
          report_free (report);
          return FALSE;
        }
      report->point.n_remembered = taper_context_get_n_remembered (context);
      report->point.memory_size = taper_context_get_memory_size (context);
      find_shares (taper_context_get_prior (context), taper_context_get_n_classes (context),
                   report);
      g_main_context_invoke_full (run->context, G_PRIORITY_DEFAULT, report_cb, report, report_free);
    }
  return TRUE;
}

/* Only the pictures of the two contexts are read. */
static TaperPredictor *
read_pictures (Run *run, GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (run->file);
  g_autoptr (TaperLabelled) labelled = NULL;
  g_autoptr (TaperPictureSet) pictures = NULL;
  g_autofree int *map = NULL;

  if (path == NULL)
    {
      g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_IO,
                           "Only folders and files on this computer can be streamed");
      return NULL;
    }
  labelled = taper_labelled_open (path, cancellable, error);
  if (labelled == NULL)
    return NULL;
  map = taper_labelled_match (labelled, taper_bundle_get_classes (run->bundle));
  for (guint l = 0; l < taper_labelled_get_n_labels (labelled); l++)
    if (map[l] >= 0 && !taper_task_contains (run->first, (guint) map[l]) &&
        !taper_task_contains (run->second, (guint) map[l]))
      map[l] = TAPER_LABEL_UNKNOWN;
  pictures = taper_picture_set_load (
      labelled, map, taper_network_get_input (taper_bundle_get_network (run->bundle)), NULL, NULL,
      cancellable, error);
  if (pictures == NULL)
    return NULL;
  if (taper_picture_set_get_n (pictures) == 0)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_DATA, "%s: no picture of the ticked classes",
                   path);
      return NULL;
    }
  return taper_predictor_new (run->bundle, pictures);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;
  g_autoptr (TaperPredictor) predictor = read_pictures (run, cancellable, &error);
  g_autoptr (TaperStream) stream = predictor != NULL ? taper_stream_new (predictor) : NULL;

  if (stream != NULL && run_phase (run, stream, predictor, FALSE, cancellable, &error) &&
      run_phase (run, stream, predictor, TRUE, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- on the main thread ----------------------------------------------------------------------- */

static void
ran_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  TaperStreamRunner *self = TAPER_STREAM_RUNNER (object);
  Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (run->generation != self->generation)
    return;
  self->running = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[PROBLEM], 0, error->message);
}

/* As many classes as @first has, related, and none of its if that can be had in a few draws. */
static TaperTask *
draw_second (TaperBundle *bundle, TaperTask *first, guint64 seed)
{
  TaperRandomTask draw = { TAPER_RANDOM_RELATED, 0, 0, seed };
  TaperTask *best = NULL;
  guint least = G_MAXUINT;

  taper_task_get_selected (first, &draw.n);
  for (guint i = 0; i < 20 && least > 0; i++)
    {
      g_autoptr (TaperTask) task = NULL;
      guint n, shared = 0;
      const guint *classes;

      draw.seed = seed + i;
      task = taper_random_task_draw (&draw, taper_bundle_get_classes (bundle));
      classes = taper_task_get_selected (task, &n);
      for (guint j = 0; j < n; j++)
        shared += taper_task_contains (first, classes[j]);
      if (shared >= least)
        continue;
      least = shared;
      g_clear_pointer (&best, taper_task_unref);
      best = g_steal_pointer (&task);
    }
  return best;
}

void
taper_stream_runner_start (TaperStreamRunner *self, GFile *file, TaperBundle *bundle,
                           TaperTask *first, guint64 seed)
{
  g_autoptr (GTask) job = NULL;
  Run *run;

  g_return_if_fail (TAPER_IS_STREAM_RUNNER (self));
  g_return_if_fail (!taper_task_is_empty (first));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->generation++;
  g_array_set_size (self->points, 0);
  self->n_shares = 0;
  taper_bundle_ref (bundle);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  self->bundle = bundle;
  g_clear_pointer (&self->switches, g_atomic_rc_box_release);
  self->switches = g_atomic_rc_box_new0 (Switches);
  self->switches->frozen = self->frozen;

  run = g_new0 (Run, 1);
  run->runner = self;
  run->context = g_main_context_ref_thread_default ();
  run->generation = self->generation;
  run->file = g_object_ref (file);
  run->bundle = taper_bundle_ref (bundle);
  run->first = taper_task_ref (first);
  run->second = draw_second (bundle, first, seed);
  run->seed = seed;
  run->switches = g_atomic_rc_box_acquire (self->switches);
  job = g_task_new (self, self->cancellable, ran_cb, NULL);
  g_task_set_task_data (job, run, run_free);
  self->running = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
  g_task_run_in_thread (job, run_in_thread);
}

void
taper_stream_runner_stop (TaperStreamRunner *self)
{
  g_return_if_fail (TAPER_IS_STREAM_RUNNER (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

gboolean
taper_stream_runner_is_running (TaperStreamRunner *self)
{
  return self->running;
}

void
taper_stream_runner_set_frozen (TaperStreamRunner *self, gboolean frozen)
{
  g_return_if_fail (TAPER_IS_STREAM_RUNNER (self));

  self->frozen = frozen;
  if (self->switches != NULL)
    g_atomic_int_set (&self->switches->frozen, frozen);
}

void
taper_stream_runner_forget (TaperStreamRunner *self)
{
  g_return_if_fail (TAPER_IS_STREAM_RUNNER (self));

  if (self->running)
    {
      g_atomic_int_set (&self->switches->forget, 1);
      return;
    }
  g_array_set_size (self->points, 0);
  self->n_shares = 0;
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
taper_stream_runner_get_n_points (TaperStreamRunner *self)
{
  return self->points->len;
}

const TaperStreamPoint *
taper_stream_runner_get_point (TaperStreamRunner *self, guint index)
{
  g_return_val_if_fail (index < self->points->len, NULL);

  return &g_array_index (self->points, TaperStreamPoint, index);
}

const TaperStreamShare *
taper_stream_runner_get_shares (TaperStreamRunner *self, guint *n)
{
  *n = self->n_shares;
  return self->shares;
}

TaperBundle *
taper_stream_runner_get_bundle (TaperStreamRunner *self)
{
  return self->bundle;
}

static void
taper_stream_runner_dispose (GObject *object)
{
  TaperStreamRunner *self = TAPER_STREAM_RUNNER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->switches, g_atomic_rc_box_release);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  G_OBJECT_CLASS (taper_stream_runner_parent_class)->dispose (object);
}

static void
taper_stream_runner_finalize (GObject *object)
{
  g_array_unref (TAPER_STREAM_RUNNER (object)->points);
  G_OBJECT_CLASS (taper_stream_runner_parent_class)->finalize (object);
}

static void
taper_stream_runner_class_init (TaperStreamRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_stream_runner_dispose;
  G_OBJECT_CLASS (klass)->finalize = taper_stream_runner_finalize;
  signals[CHANGED] = g_signal_new ("changed", TAPER_TYPE_STREAM_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", TAPER_TYPE_STREAM_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
taper_stream_runner_init (TaperStreamRunner *self)
{
  self->points = g_array_new (FALSE, FALSE, sizeof (TaperStreamPoint));
}

TaperStreamRunner *
taper_stream_runner_new (void)
{
  return g_object_new (TAPER_TYPE_STREAM_RUNNER, NULL);
}
