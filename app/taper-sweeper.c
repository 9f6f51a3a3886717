/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-sweeper.h"

#include "app/taper-job.h"

/* The share of the progress that reading takes. */
#define READING 0.3

static const TaperRandomKind kinds[] = { TAPER_RANDOM_RELATED, TAPER_RANDOM_ANY };
static const guint wanted_sizes[] = { 5, 10, 20 };

struct _TaperSweeper {
  GObject parent_instance;

  TaperBundle *bundle;
  TaperLabelled *labelled;
  TaperSweep *sweep;
  TaperJob job;
  gboolean stopped;
  double progress;
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
  TaperBundle *bundle;
  TaperLabelled *labelled;
  int *map;
  guint sizes[G_N_ELEMENTS (wanted_sizes)];
  TaperSweepPlan plan;
  TaperSweep *sweep;
  guint n_sent;
  TaperJobRun *run;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  taper_bundle_unref (work->bundle);
  taper_labelled_unref (work->labelled);
  g_free (work->map);
  taper_sweep_free (work->sweep);
  g_free (work);
}

/* How far it is, and the tasks since the last report. */
typedef struct {
  double progress;
  TaperSweep *added;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

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

static void
reported (gpointer owner, gpointer data)
{
  TaperSweeper *self = owner;
  Report *report = data;

  self->progress = report->progress;
  append_tasks (self->sweep, report->added, 0);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
send_report (Work *work, double progress)
{
  Report *report = g_new0 (Report, 1);

  report->progress = progress;
  report->added = taper_sweep_new ();
  append_tasks (report->added, work->sweep, work->n_sent);
  work->n_sent = work->sweep->tasks->len;
  taper_job_report (work->run, report);
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

static gboolean
sweep (gpointer data, TaperJobRun *run, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (work->bundle));
  g_autoptr (TaperPictureSet) pictures = NULL;
  g_autoptr (TaperPredictor) predictor = NULL;

  work->run = run;
  pictures = taper_picture_set_load (work->labelled, work->map, spec, reading_cb, work, cancellable,
                                     error);
  if (pictures == NULL)
    return FALSE;
  predictor = taper_predictor_new (work->bundle, pictures);
  return taper_sweep_run (work->sweep, predictor, &work->plan, sweeping_cb, work, cancellable,
                          error);
}

static void
ended (gpointer owner, gpointer data, const TaperJobEnd *end)
{
  TaperSweeper *self = owner;

  if (!end->newest)
    return;
  self->stopped = !end->finished;
  g_signal_emit (self, signals[CHANGED], 0);
  if (end->problem != NULL)
    g_signal_emit (self, signals[PROBLEM], 0, end->problem);
}

static const TaperJobKind sweep_job = { sweep, reported, report_free, ended, work_free };

/* The sizes that leave a choice: less than all classes. */
static void
plan (Work *work, guint n_tasks, guint64 seed)
{
  guint n_classes = taper_class_list_get_n_classes (taper_bundle_get_classes (work->bundle));
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (wanted_sizes); i++)
    if (wanted_sizes[i] < n_classes)
      work->sizes[n++] = wanted_sizes[i];
  if (n == 0)
    work->sizes[n++] = MIN (2, n_classes);
  work->plan = (TaperSweepPlan){ kinds, G_N_ELEMENTS (kinds), work->sizes, n, n_tasks, seed };
}

void
taper_sweeper_run (TaperSweeper *self, TaperBundle *bundle, TaperLabelled *labelled, const int *map,
                   guint n_tasks, guint64 seed)
{
  Work *work;

  g_return_if_fail (TAPER_IS_SWEEPER (self));

  work = g_new0 (Work, 1);
  work->bundle = taper_bundle_ref (bundle);
  work->labelled = taper_labelled_ref (labelled);
  work->map = g_memdup2 (map, taper_labelled_get_n_labels (labelled) * sizeof (int));
  work->sweep = taper_sweep_new ();
  plan (work, n_tasks, seed);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  self->bundle = taper_bundle_ref (bundle);
  self->labelled = taper_labelled_ref (labelled);
  g_array_set_size (self->sweep->tasks, 0);
  self->stopped = FALSE;
  self->progress = 0;
  taper_job_start (&self->job, self, &sweep_job, work);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
taper_sweeper_stop (TaperSweeper *self)
{
  g_return_if_fail (TAPER_IS_SWEEPER (self));

  taper_job_stop (&self->job);
}

/* --- what is known ---------------------------------------------------------------------------- */

gboolean
taper_sweeper_get_running (TaperSweeper *self)
{
  return self->job.running;
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

  taper_job_clear (&self->job);
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
