/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-evaluator.h"

#include "app/taper-job.h"

#include <string.h>

#define SEED 1
/* Pictures of the first parts: something is seen soon; then larger ones, which cost less. */
#define FIRST_PART 32
#define LARGEST_PART 1024

/* Pictures read once, with what the generic said to them: kept from run to run. */
typedef struct {
  GArray *items; /* guint: among the labelled pictures */
  TaperPredictor *predictor;
} TaperPart;

struct _TaperEvaluator {
  GObject parent_instance;

  TaperEvaluatorState state;
  GFile *file;
  TaperLabelled *labelled;
  TaperBundle *bundle; /* that @map is for */
  int *map;
  GPtrArray *parts; /* (element-type TaperPart) (nullable): of @bundle and @map; while a run goes
                     * on, the run has it */
  TaperTrialSummary *summary;
  gboolean stopped;
  guint n_unreadable;
  guint done, total;
  TaperJob job; /* opening or running */
};

enum {
  CHANGED,
  PROBLEM,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperEvaluator, taper_evaluator, G_TYPE_OBJECT)

static void
taper_part_free (gpointer data)
{
  TaperPart *part = data;

  g_array_unref (part->items);
  g_clear_pointer (&part->predictor, taper_predictor_free);
  g_free (part);
}

static void
set_state (TaperEvaluator *self, TaperEvaluatorState state)
{
  self->state = state;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- opening ---------------------------------------------------------------------------------- */

typedef struct {
  GFile *file;
  TaperBundle *bundle;
  TaperEvaluatorState before;
  TaperLabelled *labelled; /* what was found */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->file);
  taper_bundle_unref (opening->bundle);
  g_clear_pointer (&opening->labelled, taper_labelled_unref);
  g_free (opening);
}

static gboolean
list_pictures (gpointer data, TaperJobRun *run, GCancellable *cancellable, GError **error)
{
  Opening *opening = data;
  const char *path = g_file_peek_path (opening->file);

  if (path != NULL)
    opening->labelled = taper_labelled_open (path, cancellable, error);
  else
    g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_IO,
                         "Only folders and files on this computer can be evaluated");
  return opening->labelled != NULL;
}

static gboolean
has_unknown (TaperEvaluator *self)
{
  for (guint l = 0; l < taper_labelled_get_n_labels (self->labelled); l++)
    if (self->map[l] == TAPER_LABEL_UNKNOWN)
      return TRUE;
  return FALSE;
}

static void
match (TaperEvaluator *self, TaperBundle *bundle)
{
  taper_bundle_ref (bundle);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  self->bundle = bundle;
  g_free (self->map);
  self->map = taper_labelled_match (self->labelled, taper_bundle_get_classes (bundle));
  g_clear_pointer (&self->parts, g_ptr_array_unref);
}

static void
opened (gpointer owner, gpointer data, const TaperJobEnd *end)
{
  TaperEvaluator *self = owner;
  Opening *opening = data;

  if (!end->newest)
    return;
  if (!end->finished)
    {
      set_state (self, opening->before);
      if (end->problem != NULL)
        g_signal_emit (self, signals[PROBLEM], 0, end->problem);
      return;
    }
  g_set_object (&self->file, opening->file);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  self->labelled = g_steal_pointer (&opening->labelled);
  g_clear_pointer (&self->summary, taper_trial_summary_unref);
  match (self, opening->bundle);
  set_state (self, has_unknown (self) ? TAPER_EVALUATOR_MAPPING : TAPER_EVALUATOR_READY);
}

static const TaperJobKind opening_job = { list_pictures, NULL, NULL, opened, opening_free };

void
taper_evaluator_open (TaperEvaluator *self, GFile *file, TaperBundle *bundle)
{
  Opening *opening = g_new0 (Opening, 1);

  g_return_if_fail (TAPER_IS_EVALUATOR (self));

  opening->file = g_object_ref (file);
  opening->bundle = taper_bundle_ref (bundle);
  opening->before = self->state == TAPER_EVALUATOR_RUNNING ? TAPER_EVALUATOR_DONE : self->state;
  taper_job_start (&self->job, self, &opening_job, opening);
  set_state (self, TAPER_EVALUATOR_OPENING);
}

/* --- running ---------------------------------------------------------------------------------- */

/* What the thread works with; handed over whole. */
typedef struct {
  TaperBundle *bundle;
  TaperTask *task;
  TaperLabelled *labelled;
  int *map;
  GPtrArray *parts;
  guint n_unreadable;
  guint done, total, part_size;
  TaperJobRun *run;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  taper_bundle_unref (work->bundle);
  taper_task_unref (work->task);
  taper_labelled_unref (work->labelled);
  g_free (work->map);
  g_ptr_array_unref (work->parts);
  g_free (work);
}

/* How far it is, and with @summary what is known. */
typedef struct {
  TaperTrialSummary *summary; /* nullable */
  guint done, total, n_unreadable;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

  g_clear_pointer (&report->summary, taper_trial_summary_unref);
  g_free (report);
}

static void
reported (gpointer owner, gpointer data)
{
  TaperEvaluator *self = owner;
  Report *report = data;

  self->done = report->done;
  self->total = report->total;
  if (report->summary != NULL)
    {
      g_clear_pointer (&self->summary, taper_trial_summary_unref);
      self->summary = g_steal_pointer (&report->summary);
      self->n_unreadable = report->n_unreadable;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
send_report (Work *work, guint done, TaperTrialSummary *summary)
{
  const Report report = { summary, done, work->total, work->n_unreadable };

  taper_job_report (work->run, g_memdup2 (&report, sizeof report));
}

/* All usable pictures in parts of a seeded order; nothing is read yet. */
static GPtrArray *
make_parts (TaperLabelled *labelled, const int *map)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (taper_part_free);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  TaperRandom random = taper_random_stream (SEED, 0, 0);
  guint size = FIRST_PART;

  for (guint i = 0; i < taper_labelled_get_n_pictures (labelled); i++)
    if (map[taper_labelled_get_label (labelled, i)] != TAPER_LABEL_UNKNOWN)
      g_array_append_val (order, i);
  taper_random_shuffle (&random, (guint *) order->data, order->len);
  for (guint first = 0; first < order->len;)
    {
      TaperPart *part = g_new0 (TaperPart, 1);
      guint n = MIN (size, order->len - first);

      part->items = g_array_sized_new (FALSE, FALSE, sizeof (guint), n);
      g_array_append_vals (part->items, &g_array_index (order, guint, first), n);
      g_ptr_array_add (parts, part);
      first += n;
      size = MIN (2 * size, LARGEST_PART);
    }
  return parts;
}

/* FALSE when cancelled. Items of pictures that can't be read leave the part. */
static gboolean
read_part (Work *work, TaperPart *part, GCancellable *cancellable, GError **error)
{
  g_autoptr (TaperLabelled) subset = NULL;
  g_autoptr (TaperPictureSet) pictures = NULL;
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (work->bundle));
  guint kept = 0;

  if (part->predictor != NULL)
    return TRUE;
  subset =
      taper_labelled_subset (work->labelled, (const guint *) part->items->data, part->items->len);
  pictures = taper_picture_set_load (subset, work->map, spec, NULL, NULL, cancellable, error);
  if (pictures == NULL)
    return FALSE;
  for (guint i = 0; i < part->items->len && kept < taper_picture_set_get_n (pictures); i++)
    {
      guint item = g_array_index (part->items, guint, i);

      if (strcmp (taper_labelled_get_path (work->labelled, item),
                  taper_picture_set_get_path (pictures, kept)) == 0)
        g_array_index (part->items, guint, kept++) = item;
    }
  g_array_set_size (part->items, kept);
  part->predictor = taper_predictor_new (work->bundle, pictures);
  return TRUE;
}

static void
part_progress_cb (guint done, guint total, gpointer data)
{
  Work *work = data;

  send_report (work, work->done + work->part_size * done / MAX (total, 1) / 2, NULL);
}

static gboolean
try_task (gpointer data, TaperJobRun *run, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  g_autoptr (TaperTrial) trial = taper_trial_new (work->bundle, work->task, SEED);

  work->run = run;
  for (guint p = 0; p < work->parts->len; p++)
    {
      TaperPart *part = work->parts->pdata[p];

      work->part_size = part->items->len;
      if (!read_part (work, part, cancellable, error) ||
          !taper_trial_add (trial, part->predictor, (const guint *) part->items->data,
                            part_progress_cb, work, cancellable, error))
        return FALSE;
      work->n_unreadable +=
          taper_picture_set_get_unreadable (taper_predictor_get_pictures (part->predictor))->len;
      work->done += work->part_size;
      send_report (work, work->done, taper_trial_summarize (trial, SEED));
    }
  if (work->parts->len == 0)
    send_report (work, 0, taper_trial_summarize (trial, SEED));
  return TRUE;
}

static void
tried (gpointer owner, gpointer data, const TaperJobEnd *end)
{
  TaperEvaluator *self = owner;
  Work *work = data;

  /* Parts are worth keeping whoever read them. */
  if (self->bundle == work->bundle && self->labelled == work->labelled && self->parts == NULL)
    self->parts = g_ptr_array_ref (work->parts);
  if (!end->newest)
    return;
  self->stopped = !end->finished;
  set_state (self, TAPER_EVALUATOR_DONE);
  if (end->problem != NULL)
    g_signal_emit (self, signals[PROBLEM], 0, end->problem);
}

static const TaperJobKind trial_job = { try_task, reported, report_free, tried, work_free };

void
taper_evaluator_run (TaperEvaluator *self, TaperBundle *bundle, TaperTask *task)
{
  Work *work;

  g_return_if_fail (TAPER_IS_EVALUATOR (self));
  g_return_if_fail (self->labelled != NULL);

  if (bundle != self->bundle)
    match (self, bundle);
  work = g_new0 (Work, 1);
  work->bundle = taper_bundle_ref (bundle);
  work->task = taper_task_ref (task);
  work->labelled = taper_labelled_ref (self->labelled);
  work->map = g_memdup2 (self->map, taper_labelled_get_n_labels (self->labelled) * sizeof (int));
  work->parts =
      self->parts != NULL ? g_steal_pointer (&self->parts) : make_parts (self->labelled, self->map);
  work->total = taper_evaluator_get_n_usable (self);
  self->done = 0;
  self->total = work->total;
  self->stopped = FALSE;
  taper_job_start (&self->job, self, &trial_job, work);
  set_state (self, TAPER_EVALUATOR_RUNNING);
}

void
taper_evaluator_stop (TaperEvaluator *self)
{
  g_return_if_fail (TAPER_IS_EVALUATOR (self));

  if (self->state == TAPER_EVALUATOR_RUNNING)
    taper_job_stop (&self->job);
}

/* --- what is known ---------------------------------------------------------------------------- */

TaperEvaluatorState
taper_evaluator_get_state (TaperEvaluator *self)
{
  return self->state;
}

GFile *
taper_evaluator_get_file (TaperEvaluator *self)
{
  return self->file;
}

TaperLabelled *
taper_evaluator_get_labelled (TaperEvaluator *self)
{
  return self->labelled;
}

const int *
taper_evaluator_get_map (TaperEvaluator *self)
{
  return self->map;
}

void
taper_evaluator_set_meaning (TaperEvaluator *self, guint label, int class_index)
{
  g_return_if_fail (TAPER_IS_EVALUATOR (self));
  g_return_if_fail (self->labelled != NULL && label < taper_labelled_get_n_labels (self->labelled));

  if (self->map[label] == class_index)
    return;
  self->map[label] = class_index;
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
taper_evaluator_get_n_usable (TaperEvaluator *self)
{
  guint n = 0;

  if (self->labelled == NULL)
    return 0;
  for (guint l = 0; l < taper_labelled_get_n_labels (self->labelled); l++)
    if (self->map[l] != TAPER_LABEL_UNKNOWN)
      n += taper_labelled_get_label_count (self->labelled, l);
  return n;
}

TaperTrialSummary *
taper_evaluator_get_summary (TaperEvaluator *self)
{
  return self->summary;
}

gboolean
taper_evaluator_get_stopped (TaperEvaluator *self)
{
  return self->stopped;
}

double
taper_evaluator_get_progress (TaperEvaluator *self)
{
  return self->total > 0 ? (double) self->done / self->total : 0;
}

guint
taper_evaluator_get_n_unreadable (TaperEvaluator *self)
{
  return self->n_unreadable;
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_evaluator_dispose (GObject *object)
{
  TaperEvaluator *self = TAPER_EVALUATOR (object);

  taper_job_clear (&self->job);
  g_clear_object (&self->file);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_clear_pointer (&self->map, g_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->summary, taper_trial_summary_unref);
  G_OBJECT_CLASS (taper_evaluator_parent_class)->dispose (object);
}

static void
taper_evaluator_class_init (TaperEvaluatorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_evaluator_dispose;
  signals[CHANGED] = g_signal_new ("changed", TAPER_TYPE_EVALUATOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", TAPER_TYPE_EVALUATOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
taper_evaluator_init (TaperEvaluator *self)
{
}

TaperEvaluator *
taper_evaluator_new (void)
{
  return g_object_new (TAPER_TYPE_EVALUATOR, NULL);
}
