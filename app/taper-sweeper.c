/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-sweeper.h"

/* The share of the progress that reading takes. */
#define READING 0.3

static const TaperRandomKind kinds[] = { TAPER_RANDOM_RELATED, TAPER_RANDOM_ANY };
static const guint wanted_sizes[] = { 5, 10, 20 };

struct _TaperSweeper {
  GObject parent_instance;

  TaperBundle *bundle;
  TaperLabelled *labelled;
  TaperSweep *sweep;
  gboolean running, stopped;
  double progress;
  GCancellable *cancellable;
  guint64 generation; /* of the newest run */
};

enum {
  CHANGED,
  PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperSweeper, taper_sweeper, G_TYPE_OBJECT)

/* What the thread works with; handed over whole. */
typedef struct {
  TaperSweeper *sweeper; /* for the main thread only */
  GMainContext *context;
  guint64 generation;
  TaperBundle *bundle;
  TaperLabelled *labelled;
  int *map;
  guint sizes[G_N_ELEMENTS (wanted_sizes)];
  TaperSweepPlan plan;
  TaperSweep *sweep;
  guint n_sent;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_main_context_unref (run->context);
  taper_bundle_unref (run->bundle);
  taper_labelled_unref (run->labelled);
  g_free (run->map);
  taper_sweep_free (run->sweep);
  g_free (run);
}

/* One message from the thread: how far it is, and the tasks since the last one. */
typedef struct {
  TaperSweeper *sweeper; /* owned */
  guint64 generation;
  double progress;
  TaperSweep *added;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->sweeper);
  taper_sweep_free (report->added);
  g_free (report);
}

/* Copies the tasks from @first on. */
static void
append_tasks (TaperSweep *sweep, const TaperSweep *from, guint first)
{
  for (guint i = first; i < from->tasks->len; i++)
    {
      TaperSweepTask task = g_array_index (from->tasks, TaperSweepTask, i);

      task.task = taper_task_ref (task.task);
      g_array_append_val (sweep->tasks, task);
    }
}

static gboolean
report_cb (gpointer data)
{
  Report *report = data;
  TaperSweeper *self = report->sweeper;

  if (report->generation != self->generation || !self->running)
    return G_SOURCE_REMOVE;
  self->progress = report->progress;
  append_tasks (self->sweep, report->added, 0);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
send_report (Run *run, double progress)
{
  Report *report = g_new0 (Report, 1);

  report->sweeper = g_object_ref (run->sweeper);
  report->generation = run->generation;
  report->progress = progress;
  report->added = taper_sweep_new ();
  append_tasks (report->added, run->sweep, run->n_sent);
  run->n_sent = run->sweep->tasks->len;
  g_main_context_invoke_full (run->context, G_PRIORITY_DEFAULT, report_cb, report, report_free);
}

static void
reading_cb (guint done, guint total, gpointer data)
{
  send_report (data, READING * done / MAX (total, 1));
}

static void
sweeping_cb (guint done, guint total, gpointer data)
{
  send_report (data, READING + (1 - READING) * done / MAX (total, 1));
}

static void
run_in_thread (GTask *job, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (run->bundle));
  g_autoptr (TaperPictureSet) pictures =
      taper_picture_set_load (run->labelled, run->map, spec, reading_cb, run, cancellable, &error);
  g_autoptr (TaperPredictor) predictor = NULL;

  if (pictures != NULL)
    predictor = taper_predictor_new (run->bundle, pictures);
  if (predictor == NULL ||
      !taper_sweep_run (run->sweep, predictor, &run->plan, sweeping_cb, run, cancellable, &error))
    g_task_return_error (job, error);
  else
    g_task_return_boolean (job, TRUE);
}

static void
ran_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  TaperSweeper *self = TAPER_SWEEPER (object);
  Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (run->generation != self->generation)
    return;
  /* Whatever reports are still under way: the run's own tasks are whole. */
  append_tasks (self->sweep, run->sweep, self->sweep->tasks->len);
  self->running = FALSE;
  self->stopped = !done;
  g_signal_emit (self, signals[CHANGED], 0);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[PROBLEM], 0, error->message);
}

/* The sizes that leave a choice: less than all classes. */
static void
plan (Run *run, guint n_tasks, guint64 seed)
{
  guint n_classes = taper_class_list_get_n_classes (taper_bundle_get_classes (run->bundle));
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (wanted_sizes); i++)
    if (wanted_sizes[i] < n_classes)
      run->sizes[n++] = wanted_sizes[i];
  if (n == 0)
    run->sizes[n++] = MIN (2, n_classes);
  run->plan = (TaperSweepPlan){ kinds, G_N_ELEMENTS (kinds), run->sizes, n, n_tasks, seed };
}

void
taper_sweeper_run (TaperSweeper *self, TaperBundle *bundle, TaperLabelled *labelled, const int *map,
                   guint n_tasks, guint64 seed)
{
  g_autoptr (GTask) job = NULL;
  Run *run;

  g_return_if_fail (TAPER_IS_SWEEPER (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->generation++;
  run = g_new0 (Run, 1);
  job = g_task_new (self, self->cancellable, ran_cb, NULL);
  run->sweeper = self;
  run->context = g_main_context_ref_thread_default ();
  run->generation = self->generation;
  run->bundle = taper_bundle_ref (bundle);
  run->labelled = taper_labelled_ref (labelled);
  run->map = g_memdup2 (map, taper_labelled_get_n_labels (labelled) * sizeof (int));
  run->sweep = taper_sweep_new ();
  plan (run, n_tasks, seed);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  self->bundle = taper_bundle_ref (bundle);
  self->labelled = taper_labelled_ref (labelled);
  g_array_set_size (self->sweep->tasks, 0);
  self->running = TRUE;
  self->stopped = FALSE;
  self->progress = 0;
  g_task_set_task_data (job, run, run_free);
  g_signal_emit (self, signals[CHANGED], 0);
  g_task_run_in_thread (job, run_in_thread);
}

void
taper_sweeper_stop (TaperSweeper *self)
{
  g_return_if_fail (TAPER_IS_SWEEPER (self));

  if (self->running)
    g_cancellable_cancel (self->cancellable);
}

/* --- what is known ---------------------------------------------------------------------------- */

gboolean
taper_sweeper_get_running (TaperSweeper *self)
{
  return self->running;
}

gboolean
taper_sweeper_get_stopped (TaperSweeper *self)
{
  return self->stopped;
}

double
taper_sweeper_get_progress (TaperSweeper *self)
{
  return self->progress;
}

TaperBundle *
taper_sweeper_get_bundle (TaperSweeper *self)
{
  return self->bundle;
}

TaperLabelled *
taper_sweeper_get_labelled (TaperSweeper *self)
{
  return self->labelled;
}

const TaperSweep *
taper_sweeper_get_sweep (TaperSweeper *self)
{
  return self->sweep;
}

int
taper_sweeper_find_worst (TaperSweeper *self)
{
  double least = 0;
  int worst = -1;

  for (guint i = 0; i < self->sweep->tasks->len; i++)
    {
      const TaperSweepTask *task = &g_array_index (self->sweep->tasks, TaperSweepTask, i);
      double difference = taper_sweep_task_get_difference (task);

      if (task->images > 0 && (worst < 0 || difference < least))
        {
          worst = (int) i;
          least = difference;
        }
    }
  return worst;
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_sweeper_dispose (GObject *object)
{
  TaperSweeper *self = TAPER_SWEEPER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  g_clear_pointer (&self->sweep, taper_sweep_free);
  G_OBJECT_CLASS (taper_sweeper_parent_class)->dispose (object);
}

static void
taper_sweeper_class_init (TaperSweeperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_sweeper_dispose;
  signals[CHANGED] = g_signal_new ("changed", TAPER_TYPE_SWEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", TAPER_TYPE_SWEEPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
taper_sweeper_init (TaperSweeper *self)
{
  self->sweep = taper_sweep_new ();
}

TaperSweeper *
taper_sweeper_new (void)
{
  return g_object_new (TAPER_TYPE_SWEEPER, NULL);
}
