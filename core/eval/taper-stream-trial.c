/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-stream-trial.h"

#include "core/data/taper-random.h"
#include "core/taper-error.h"

#define STREAM 0xc0437
#define RECOVERED 0.02

GArray *
taper_stream_order (TaperPictureSet *pictures, const TaperTask *task, guint limit, guint64 seed)
{
  GArray *order = taper_picture_set_find (pictures, task);
  TaperRandom random = taper_random_stream (seed, STREAM, 0);

  taper_random_shuffle (&random, (guint *) order->data, order->len);
  g_array_set_size (order, MIN (order->len, limit));
  return order;
}

static TaperTask *
draw_context (const TaperStreamPlan *plan, TaperClassList *classes, guint context, guint phase)
{
  TaperRandom random = taper_random_stream (plan->seed, STREAM + 1 + phase, context);
  TaperRandomTask draw = { plan->kind, plan->size, 0, taper_random_next (&random) };

  return taper_random_task_draw (&draw, classes);
}

static TaperStreamTrial *
trial_new (const TaperStreamPlan *plan)
{
  TaperStreamTrial *self = g_new0 (TaperStreamTrial, 1);
  guint batches = (plan->pictures + plan->batch - 1) / plan->batch;

  self->plan = *plan;
  self->switch_batch = batches;
  self->n_batches = batches * (plan->switches ? 2 : 1);
  self->n_pictures = g_new0 (guint, self->n_batches);
  self->correct = g_new0 (guint, self->n_batches * TAPER_N_STREAM_LANES);
  self->whole = g_new0 (double, (gsize) MAX (plan->contexts, 1) * TAPER_N_STREAM_LANES);
  self->late = g_new0 (double, (gsize) MAX (plan->contexts, 1) * TAPER_N_STREAM_LANES);
  return self;
}

void
taper_stream_trial_free (TaperStreamTrial *self)
{
  g_free (self->n_pictures);
  g_free (self->correct);
  g_free (self->whole);
  g_free (self->late);
  g_free (self);
}

/* Right answers of one context before the switch. */
typedef struct {
  guint whole_n, late_n;
  guint whole[TAPER_N_STREAM_LANES], late[TAPER_N_STREAM_LANES];
} Tally;

static void
count_batch (TaperStreamTrial *self, guint batch, const TaperStreamBatch *got, gboolean late,
             Tally *tally)
{
  const gboolean before = batch < self->switch_batch;

  self->n_pictures[batch] += got->n_labelled;
  tally->whole_n += before ? got->n_labelled : 0;
  tally->late_n += before && late ? got->n_labelled : 0;
  for (guint lane = 0; lane < TAPER_N_STREAM_LANES; lane++)
    {
      self->correct[batch * TAPER_N_STREAM_LANES + lane] += got->correct[lane];
      tally->whole[lane] += before ? got->correct[lane] : 0;
      tally->late[lane] += before && late ? got->correct[lane] : 0;
    }
}

/* One context of a stream; @phase 1 comes after the switch. */
static gboolean
run_phase (TaperStreamTrial *self, TaperStream *stream, TaperPredictor *predictor, guint context,
           guint phase, Tally *tally, GCancellable *cancellable, GError **error)
{
  const TaperStreamPlan *plan = &self->plan;
  TaperBundle *bundle = taper_predictor_get_bundle (predictor);
  g_autoptr (TaperTask) task =
      draw_context (plan, taper_bundle_get_classes (bundle), context, phase);
  g_autoptr (GArray) order = taper_stream_order (taper_predictor_get_pictures (predictor), task,
                                                 plan->pictures, plan->seed + context);
  gboolean noticed = FALSE;

  for (guint b = 0; b * plan->batch < order->len; b++)
    {
      guint first = b * plan->batch, n = MIN (plan->batch, order->len - first);
      TaperStreamBatch got;

      if (!taper_stream_step (stream, &g_array_index (order, guint, first), n, task, NULL, &got,
                              cancellable, error))
        return FALSE;
      count_batch (self, phase * self->switch_batch + b, &got,
                   first + TAPER_STREAM_LATE >= order->len, tally);
      self->n_asked++;
      if (got.forgot && phase == 1 && b < 2)
        noticed = TRUE;
      else
        self->false_resets += got.forgot;
    }
  self->found += noticed;
  return TRUE;
}

static gboolean
run_context (TaperStreamTrial *self, TaperPredictor *predictor, guint context,
             GCancellable *cancellable, GError **error)
{
  g_autoptr (TaperStream) stream = taper_stream_new (predictor);
  Tally tally = { 0 };

  for (guint phase = 0; phase < (self->plan.switches ? 2u : 1u); phase++)
    if (!run_phase (self, stream, predictor, context, phase, &tally, cancellable, error))
      return FALSE;
  if (tally.whole_n == 0)
    return TRUE;
  for (guint lane = 0; lane < TAPER_N_STREAM_LANES; lane++)
    {
      gsize at = (gsize) self->n_contexts * TAPER_N_STREAM_LANES + lane;

      self->whole[at] = (double) tally.whole[lane] / tally.whole_n;
      self->late[at] = (double) tally.late[lane] / MAX (tally.late_n, 1);
    }
  self->n_contexts++;
  return TRUE;
}

TaperStreamTrial *
taper_stream_trial_run (TaperPredictor *predictor, const TaperStreamPlan *plan,
                        TaperProgressFunc progress, gpointer progress_data,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (TaperStreamTrial) self = NULL;

  g_return_val_if_fail (plan->batch > 0 && plan->pictures > 0, NULL);
  self = trial_new (plan);
  for (guint i = 0; i < plan->contexts; i++)
    {
      if (progress != NULL)
        progress (i, plan->contexts, progress_data);
      if (!run_context (self, predictor, i, cancellable, error))
        return NULL;
    }
  if (progress != NULL)
    progress (plan->contexts, plan->contexts, progress_data);
  if (self->n_contexts > 0)
    return g_steal_pointer (&self);
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_DATA,
               "No context of %u classes: none of the pictures has the label of a class drawn",
               plan->size);
  return NULL;
}

double
taper_stream_trial_get_mean (const TaperStreamTrial *self, const double *values,
                             TaperStreamLane lane)
{
  double sum = 0;

  for (guint i = 0; i < self->n_contexts; i++)
    sum += values[(gsize) i * TAPER_N_STREAM_LANES + lane];
  return sum / MAX (self->n_contexts, 1);
}

double
taper_stream_trial_get_difference (const TaperStreamTrial *self, const double *values,
                                   TaperStreamLane a, TaperStreamLane b, TaperInterval *interval)
{
  g_autofree double *differences = g_new (double, MAX (self->n_contexts, 1));

  for (guint i = 0; i < self->n_contexts; i++)
    {
      const double *row = values + (gsize) i * TAPER_N_STREAM_LANES;

      differences[i] = row[a] - row[b];
    }
  if (interval != NULL)
    *interval = taper_interval_bootstrap (differences, self->n_contexts, TAPER_BOOTSTRAP_ROUNDS,
                                          self->plan.seed);
  return taper_stream_trial_get_mean (self, values, a) -
         taper_stream_trial_get_mean (self, values, b);
}

double
taper_stream_trial_get_batch (const TaperStreamTrial *self, guint batch, TaperStreamLane lane)
{
  return (double) self->correct[batch * TAPER_N_STREAM_LANES + lane] /
         MAX (self->n_pictures[batch], 1);
}

int
taper_stream_trial_get_recovery (const TaperStreamTrial *self, TaperStreamLane lane)
{
  double wanted = taper_stream_trial_get_mean (self, self->late, lane) - RECOVERED;

  for (guint b = self->switch_batch; b < self->n_batches; b++)
    if (taper_stream_trial_get_batch (self, b, lane) >= wanted)
      return (int) ((b - self->switch_batch + 1) * self->plan.batch);
  return -1;
}
