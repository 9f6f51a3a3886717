/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-stream-runner.h"

#include "app/taper-job.h"

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
  TaperJob job;
  Switches *switches;        /* (nullable): atomic box, shared with the work */
  TaperPredictor *predictor; /* (nullable): these two when nothing runs: what is remembered */
  TaperStream *stream;
  gboolean frozen;
};

enum {
  CHANGED,
  PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperStreamRunner, taper_stream_runner, G_TYPE_OBJECT)

typedef struct {
  GFile *file;
  TaperBundle *bundle;
  TaperTask *first, *second;
  guint64 seed;
  Switches *switches;
  TaperPredictor *predictor;
  TaperStream *stream;
} Work;

static void
free_memory (TaperPredictor **predictor, TaperStream **stream)
{
  g_clear_pointer (stream, taper_stream_free);
  g_clear_pointer (predictor, taper_predictor_free);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->file);
  taper_bundle_unref (work->bundle);
  taper_task_unref (work->first);
  taper_task_unref (work->second);
  g_atomic_rc_box_release (work->switches);
  free_memory (&work->predictor, &work->stream);
  g_free (work);
}

typedef struct {
  TaperStreamPoint point;
  TaperStreamShare shares[TAPER_STREAM_SHARES];
  guint n_shares;
} Report;

static void
reported (gpointer owner, gpointer data)
{
  TaperStreamRunner *self = owner;
  Report *report = data;

  g_array_append_val (self->points, report->point);
  memcpy (self->shares, report->shares, sizeof self->shares);
  self->n_shares = report->n_shares;
  g_signal_emit (self, signals[CHANGED], 0);
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

static void
look_at_memory (const TaperContext *context, Report *report)
{
  report->point.n_remembered = taper_context_get_n_remembered (context);
  report->point.memory_size = taper_context_get_memory_size (context);
  find_shares (taper_context_get_prior (context), taper_context_get_n_classes (context), report);
}

static gboolean
stream_context (Work *work, TaperJobRun *run, gboolean second, GCancellable *cancellable,
                GError **error)
{
  TaperTask *task = second ? work->second : work->first;
  TaperContext *context = taper_stream_get_context (work->stream);
  g_autoptr (GArray) order = taper_stream_order (taper_predictor_get_pictures (work->predictor),
                                                 task, MOST_PICTURES, work->seed);
  guint batch = CLAMP (order->len / LEAST_BATCHES, 1, BATCH);

  for (guint first = 0; first < order->len; first += batch)
    {
      Report *report = g_new0 (Report, 1);

      report->point.second = second;
      if (g_atomic_int_compare_and_exchange (&work->switches->forget, 1, 0))
        taper_context_forget (context);
      taper_context_set_frozen (context, g_atomic_int_get (&work->switches->frozen));
      if (!taper_stream_step (work->stream, &g_array_index (order, guint, first),
                              MIN (batch, order->len - first), task, NULL, &report->point.batch,
                              cancellable, error))
        {
          g_free (report);
          return FALSE;
        }
      look_at_memory (context, report);
      taper_job_report (run, report);
    }
  return TRUE;
}

/* Only the pictures of the two contexts are read. */
static TaperPredictor *
read_pictures (Work *work, GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (work->file);
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
  map = taper_labelled_match (labelled, taper_bundle_get_classes (work->bundle));
  for (guint l = 0; l < taper_labelled_get_n_labels (labelled); l++)
    if (map[l] >= 0 && !taper_task_contains (work->first, (guint) map[l]) &&
        !taper_task_contains (work->second, (guint) map[l]))
      map[l] = TAPER_LABEL_UNKNOWN;
  pictures = taper_picture_set_load (
      labelled, map, taper_network_get_input (taper_bundle_get_network (work->bundle)), NULL, NULL,
      cancellable, error);
  if (pictures == NULL)
    return NULL;
  if (taper_picture_set_get_n (pictures) == 0)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_DATA, "%s: no picture of the ticked classes",
                   path);
      return NULL;
    }
  return taper_predictor_new (work->bundle, pictures);
}

static gboolean
stream_both (gpointer data, TaperJobRun *run, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  work->predictor = read_pictures (work, cancellable, error);
  if (work->predictor == NULL)
    return FALSE;
  work->stream = taper_stream_new (work->predictor);
  return stream_context (work, run, FALSE, cancellable, error) &&
         stream_context (work, run, TRUE, cancellable, error);
}

/* --- on the main thread ----------------------------------------------------------------------- */

static void
ended (gpointer owner, gpointer data, const TaperJobEnd *end)
{
  TaperStreamRunner *self = owner;
  Work *work = data;

  if (!end->newest)
    return;
  if (self->points->len > 0)
    {
      self->predictor = g_steal_pointer (&work->predictor);
      self->stream = g_steal_pointer (&work->stream);
    }
  g_signal_emit (owner, signals[CHANGED], 0);
  if (end->problem != NULL)
    g_signal_emit (owner, signals[PROBLEM], 0, end->problem);
}

static const TaperJobKind stream_job = { stream_both, reported, g_free, ended, work_free };

/* --- erasing one picture ---------------------------------------------------------------------- */

typedef struct {
  TaperPredictor *predictor;
  TaperStream *stream;
  guint index;
  Report after;
} Erasure;

static void
erasure_free (gpointer data)
{
  Erasure *erasure = data;

  free_memory (&erasure->predictor, &erasure->stream);
  g_free (erasure);
}

/* All that is left is fitted again. */
static gboolean
erase (gpointer data, TaperJobRun *run, GCancellable *cancellable, GError **error)
{
  Erasure *erasure = data;
  TaperContext *context = taper_stream_get_context (erasure->stream);

  taper_context_remove (context, erasure->index);
  look_at_memory (context, &erasure->after);
  return TRUE;
}

static void
erased (gpointer owner, gpointer data, const TaperJobEnd *end)
{
  TaperStreamRunner *self = owner;
  Erasure *erasure = data;
  TaperStreamPoint *last;

  if (!end->newest || self->points->len == 0)
    return;
  self->predictor = g_steal_pointer (&erasure->predictor);
  self->stream = g_steal_pointer (&erasure->stream);
  last = &g_array_index (self->points, TaperStreamPoint, self->points->len - 1);
  last->n_remembered = erasure->after.point.n_remembered;
  last->memory_size = erasure->after.point.memory_size;
  memcpy (self->shares, erasure->after.shares, sizeof self->shares);
  self->n_shares = erasure->after.n_shares;
  g_signal_emit (self, signals[CHANGED], 0);
}

static const TaperJobKind erase_job = { erase, NULL, NULL, erased, erasure_free };

guint
taper_stream_runner_get_n_items (TaperStreamRunner *self)
{
  return self->stream != NULL
             ? taper_context_get_n_remembered (taper_stream_get_context (self->stream))
             : 0;
}

TaperContextItem
taper_stream_runner_get_item (TaperStreamRunner *self, guint index, const char **path)
{
  TaperContextItem item = taper_context_get_item (taper_stream_get_context (self->stream), index);

  *path =
      taper_picture_set_get_path (taper_predictor_get_pictures (self->predictor), (guint) item.id);
  return item;
}

void
taper_stream_runner_erase (TaperStreamRunner *self, guint index)
{
  Erasure *erasure;

  g_return_if_fail (TAPER_IS_STREAM_RUNNER (self));

  if (index >= taper_stream_runner_get_n_items (self))
    return;
  erasure = g_new0 (Erasure, 1);
  erasure->predictor = g_steal_pointer (&self->predictor);
  erasure->stream = g_steal_pointer (&self->stream);
  erasure->index = index;
  taper_job_start (&self->job, self, &erase_job, erasure);
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
  Work *work;

  g_return_if_fail (TAPER_IS_STREAM_RUNNER (self));
  g_return_if_fail (!taper_task_is_empty (first));

  g_array_set_size (self->points, 0);
  self->n_shares = 0;
  free_memory (&self->predictor, &self->stream);
  taper_bundle_ref (bundle);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  self->bundle = bundle;
  g_clear_pointer (&self->switches, g_atomic_rc_box_release);
  self->switches = g_atomic_rc_box_new0 (Switches);
  self->switches->frozen = self->frozen;

  work = g_new0 (Work, 1);
  work->file = g_object_ref (file);
  work->bundle = taper_bundle_ref (bundle);
  work->first = taper_task_ref (first);
  work->second = draw_second (bundle, first, seed);
  work->seed = seed;
  work->switches = g_atomic_rc_box_acquire (self->switches);
  taper_job_start (&self->job, self, &stream_job, work);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
taper_stream_runner_stop (TaperStreamRunner *self)
{
  g_return_if_fail (TAPER_IS_STREAM_RUNNER (self));

  taper_job_stop (&self->job);
}

gboolean
taper_stream_runner_is_running (TaperStreamRunner *self)
{
  return self->job.running;
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

  if (self->job.running)
    {
      g_atomic_int_set (&self->switches->forget, 1);
      return;
    }
  g_array_set_size (self->points, 0);
  self->n_shares = 0;
  free_memory (&self->predictor, &self->stream);
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

  taper_job_clear (&self->job);
  free_memory (&self->predictor, &self->stream);
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
