/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-evaluator.h"

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
  GCancellable *cancellable;
  guint64 generation; /* of the newest opening or run */
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

/* What is under way becomes late: its results are dropped. */
static GCancellable *
supersede (TaperEvaluator *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->generation++;
  return self->cancellable;
}

/* --- opening ---------------------------------------------------------------------------------- */

typedef struct {
  GFile *file;
  TaperBundle *bundle;
  guint64 generation;
  TaperEvaluatorState before;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->file);
  taper_bundle_unref (opening->bundle);
  g_free (opening);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  const char *path = g_file_peek_path (opening->file);
  GError *error = NULL;
  TaperLabelled *labelled = NULL;

  if (path != NULL)
    labelled = taper_labelled_open (path, cancellable, &error);
  else
    g_set_error_literal (&error, TAPER_ERROR, TAPER_ERROR_IO,
                         "Only folders and files on this computer can be evaluated");
  if (labelled != NULL)
    g_task_return_pointer (task, labelled, (GDestroyNotify) taper_labelled_unref);
  else
    g_task_return_error (task, error);
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
opened_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  TaperEvaluator *self = TAPER_EVALUATOR (object);
  Opening *opening = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  TaperLabelled *labelled = g_task_propagate_pointer (G_TASK (result), &error);

  if (opening->generation != self->generation)
    {
      g_clear_pointer (&labelled, taper_labelled_unref);
      return;
    }
  if (labelled == NULL)
    {
      set_state (self, opening->before);
      g_signal_emit (self, signals[PROBLEM], 0, error->message);
      return;
    }
  g_set_object (&self->file, opening->file);
  g_clear_pointer (&self->labelled, taper_labelled_unref);
  self->labelled = labelled;
  g_clear_pointer (&self->summary, taper_trial_summary_unref);
  match (self, opening->bundle);
  set_state (self, has_unknown (self) ? TAPER_EVALUATOR_MAPPING : TAPER_EVALUATOR_READY);
}

void
taper_evaluator_open (TaperEvaluator *self, GFile *file, TaperBundle *bundle)
{
  g_autoptr (GTask) task = NULL;
  Opening *opening = g_new0 (Opening, 1);

  g_return_if_fail (TAPER_IS_EVALUATOR (self));

  task = g_task_new (self, supersede (self), opened_cb, NULL);
  opening->file = g_object_ref (file);
  opening->bundle = taper_bundle_ref (bundle);
  opening->generation = self->generation;
  opening->before = self->state == TAPER_EVALUATOR_RUNNING ? TAPER_EVALUATOR_DONE : self->state;
  g_task_set_task_data (task, opening, opening_free);
  set_state (self, TAPER_EVALUATOR_OPENING);
  g_task_run_in_thread (task, open_in_thread);
}

/* --- running ---------------------------------------------------------------------------------- */

/* What the thread works with; handed over whole. */
typedef struct {
  TaperEvaluator *evaluator; /* for the main thread only */
  GMainContext *context;
  guint64 generation;
  TaperBundle *bundle;
  TaperTask *task;
  TaperLabelled *labelled;
  int *map;
  GPtrArray *parts;
  guint n_unreadable;
  guint done, total, part_size;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_main_context_unref (run->context);
  taper_bundle_unref (run->bundle);
  taper_task_unref (run->task);
  taper_labelled_unref (run->labelled);
  g_free (run->map);
  g_ptr_array_unref (run->parts);
  g_free (run);
}

/* One message from the thread: how far it is, and with @summary what is known. */
typedef struct {
  TaperEvaluator *evaluator; /* owned */
  guint64 generation;
  TaperTrialSummary *summary; /* nullable */
  guint done, total, n_unreadable;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

  g_object_unref (report->evaluator);
  g_clear_pointer (&report->summary, taper_trial_summary_unref);
  g_free (report);
}

static gboolean
report_cb (gpointer data)
{
  Report *report = data;
  TaperEvaluator *self = report->evaluator;

  if (report->generation != self->generation || self->state != TAPER_EVALUATOR_RUNNING)
    return G_SOURCE_REMOVE;
  self->done = report->done;
  self->total = report->total;
  if (report->summary != NULL)
    {
      g_clear_pointer (&self->summary, taper_trial_summary_unref);
      self->summary = g_steal_pointer (&report->summary);
      self->n_unreadable = report->n_unreadable;
    }
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
send_report (Run *run, guint done, TaperTrialSummary *summary)
{
  Report *report = g_new0 (Report, 1);

  report->evaluator = g_object_ref (run->evaluator);
  report->generation = run->generation;
  report->summary = summary;
  report->done = done;
  report->total = run->total;
  report->n_unreadable = run->n_unreadable;
  g_main_context_invoke_full (run->context, G_PRIORITY_DEFAULT, report_cb, report, report_free);
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
read_part (Run *run, TaperPart *part, GCancellable *cancellable, GError **error)
{
  g_autoptr (TaperLabelled) subset = NULL;
  g_autoptr (TaperPictureSet) pictures = NULL;
  const TaperInputSpec *spec = taper_network_get_input (taper_bundle_get_network (run->bundle));
  guint kept = 0;

  if (part->predictor != NULL)
    return TRUE;
  subset =
      taper_labelled_subset (run->labelled, (const guint *) part->items->data, part->items->len);
  pictures = taper_picture_set_load (subset, run->map, spec, NULL, NULL, cancellable, error);
  if (pictures == NULL)
    return FALSE;
  for (guint i = 0; i < part->items->len && kept < taper_picture_set_get_n (pictures); i++)
    {
      guint item = g_array_index (part->items, guint, i);

      if (strcmp (taper_labelled_get_path (run->labelled, item),
                  taper_picture_set_get_path (pictures, kept)) == 0)
        g_array_index (part->items, guint, kept++) = item;
    }
  g_array_set_size (part->items, kept);
  part->predictor = taper_predictor_new (run->bundle, pictures);
  return TRUE;
}

static void
part_progress_cb (guint done, guint total, gpointer data)
{
  Run *run = data;

  send_report (run, run->done + run->part_size * done / MAX (total, 1) / 2, NULL);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  g_autoptr (TaperTrial) trial = taper_trial_new (run->bundle, run->task, SEED);
  GError *error = NULL;

  for (guint p = 0; p < run->parts->len; p++)
    {
      TaperPart *part = run->parts->pdata[p];

      run->part_size = part->items->len;
      if (!read_part (run, part, cancellable, &error) ||
          !taper_trial_add (trial, part->predictor, (const guint *) part->items->data,
                            part_progress_cb, run, cancellable, &error))
        break;
      run->n_unreadable +=
          taper_picture_set_get_unreadable (taper_predictor_get_pictures (part->predictor))->len;
      run->done += run->part_size;
      send_report (run, run->done, taper_trial_summarize (trial, SEED));
    }
  if (run->parts->len == 0)
    send_report (run, 0, taper_trial_summarize (trial, SEED));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
ran_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  TaperEvaluator *self = TAPER_EVALUATOR (object);
  Run *run = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  /* Parts are worth keeping whoever read them. */
  if (self->bundle == run->bundle && self->labelled == run->labelled && self->parts == NULL)
    self->parts = g_ptr_array_ref (run->parts);
  if (run->generation != self->generation)
    return;
  self->stopped = !done;
  set_state (self, TAPER_EVALUATOR_DONE);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[PROBLEM], 0, error->message);
}

void
taper_evaluator_run (TaperEvaluator *self, TaperBundle *bundle, TaperTask *task)
{
  g_autoptr (GTask) job = NULL;
  Run *run;

  g_return_if_fail (TAPER_IS_EVALUATOR (self));
  g_return_if_fail (self->labelled != NULL);

  if (bundle != self->bundle)
    match (self, bundle);
  run = g_new0 (Run, 1);
  job = g_task_new (self, supersede (self), ran_cb, NULL);
  run->evaluator = self;
  run->context = g_main_context_ref_thread_default ();
  run->generation = self->generation;
  run->bundle = taper_bundle_ref (bundle);
  run->task = taper_task_ref (task);
  run->labelled = taper_labelled_ref (self->labelled);
  run->map = g_memdup2 (self->map, taper_labelled_get_n_labels (self->labelled) * sizeof (int));
  run->parts =
      self->parts != NULL ? g_steal_pointer (&self->parts) : make_parts (self->labelled, self->map);
  run->total = taper_evaluator_get_n_usable (self);
  self->done = 0;
  self->total = run->total;
  self->stopped = FALSE;
  g_task_set_task_data (job, run, run_free);
  set_state (self, TAPER_EVALUATOR_RUNNING);
  g_task_run_in_thread (job, run_in_thread);
}

void
taper_evaluator_stop (TaperEvaluator *self)
{
  g_return_if_fail (TAPER_IS_EVALUATOR (self));

  if (self->state == TAPER_EVALUATOR_RUNNING)
    g_cancellable_cancel (self->cancellable);
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

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
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
