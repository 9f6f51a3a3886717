/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-training-progress.h"

#include <math.h>
#include <string.h>

#define POINTS 1000 /* of a whole training, at most one more for each series */
#define NOTES 200

G_DEFINE_BOXED_TYPE (TaperTrainingProgress, taper_training_progress, taper_training_progress_ref,
                     taper_training_progress_unref)

TaperTrainingProgress *
taper_training_progress_ref (TaperTrainingProgress *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
taper_training_progress_unref (TaperTrainingProgress *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->points);
  g_free (self->coefficients);
  g_clear_pointer (&self->network, taper_network_unref);
  g_strfreev (self->notes);
  g_free (self);
}

struct _TaperTrainingRecord {
  TaperTrainingProgress now; /* without what follows */
  double epochs[3];          /* of the stages */
  guint n_train;
  GArray *points;
  GPtrArray *notes;
  float *coefficients;
  TaperNetwork *network;
};

TaperTrainingRecord *
taper_training_record_new (const TaperTrainConfig *config, guint n_train, TaperNetwork *network)
{
  TaperTrainingRecord *self = g_new0 (TaperTrainingRecord, 1);
  double sum = config->generic_epochs + config->specialist_epochs + config->joint_epochs, end = 0;

  self->epochs[0] = config->generic_epochs;
  self->epochs[1] = config->specialist_epochs;
  self->epochs[2] = config->joint_epochs;
  for (guint i = 0; i < 3; i++)
    {
      end += self->epochs[i];
      self->now.stage_ends[i] = sum > 0 ? end / sum : (i + 1) / 3.0;
    }
  self->n_train = n_train;
  self->now.n_bases = config->bases;
  self->now.seconds_left = -1;
  self->now.loss = self->now.accuracy = NAN;
  self->points = g_array_new (FALSE, FALSE, sizeof (TaperTrainingPoint));
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->network = network == NULL ? NULL : taper_network_ref (network);
  return self;
}

void
taper_training_record_free (TaperTrainingRecord *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->points);
  g_ptr_array_unref (self->notes);
  g_free (self->coefficients);
  g_clear_pointer (&self->network, taper_network_unref);
  g_free (self);
}

/* 0..1 on the axis of the curves. */
static double
get_place (const TaperTrainingRecord *self, const TaperTrainEvent *event)
{
  double part = event->n_steps == 0 ? 0 : (double) event->step / event->n_steps;
  guint stage = event->stage - TAPER_TRAIN_GENERIC;
  double begin = stage == 0 ? 0 : self->now.stage_ends[stage - 1];

  if (event->stage == TAPER_TRAIN_SPECIALISTS)
    part = (event->basis + part) / self->now.n_bases;
  return begin + part * (self->now.stage_ends[stage] - begin);
}

static void
add_point (TaperTrainingRecord *self, const TaperTrainEvent *event)
{
  TaperTrainingPoint point = { (float) self->now.fraction, (float) event->loss,
                               (float) event->accuracy, event->stage * 1024u + event->basis };
  const TaperTrainingPoint *last =
      self->points->len == 0
          ? NULL
          : &g_array_index (self->points, TaperTrainingPoint, self->points->len - 1);

  if (!isfinite (event->loss) || !isfinite (event->accuracy))
    return;
  if (last == NULL || last->series != point.series || event->step == event->n_steps ||
      point.at - last->at >= 1.0 / POINTS)
    g_array_append_val (self->points, point);
}

static void
add_step (TaperTrainingRecord *self, const TaperTrainEvent *event)
{
  double all = (self->epochs[0] + self->epochs[1] + self->epochs[2]) * self->n_train;

  self->now.fraction = get_place (self, event);
  self->now.loss = event->loss;
  self->now.accuracy = event->accuracy;
  self->now.seconds_left =
      event->images_per_second > 0 ? (1 - self->now.fraction) * all / event->images_per_second : -1;
  add_point (self, event);
  if (event->coefficients != NULL)
    {
      gsize n = (gsize) event->n_layers * event->n_bases;

      self->now.n_layers = event->n_layers;
      self->now.n_bases = event->n_bases;
      self->coefficients = g_renew (float, self->coefficients, n);
      memcpy (self->coefficients, event->coefficients, n * sizeof (float));
    }
}

void
taper_training_record_add (TaperTrainingRecord *self, const TaperTrainEvent *event)
{
  if (event->note != NULL)
    {
      if (self->notes->len < NOTES)
        g_ptr_array_add (self->notes, g_strdup (event->note));
      return;
    }
  self->now.stage = event->stage;
  self->now.basis = event->basis;
  self->now.step = event->step;
  self->now.n_steps = event->n_steps;
  self->now.epoch = event->epoch;
  self->now.epochs = event->epochs;
  self->now.images_per_second = event->images_per_second;
  if (event->stage >= TAPER_TRAIN_GENERIC && event->stage <= TAPER_TRAIN_JOINT)
    add_step (self, event);
  else if (event->stage == TAPER_TRAIN_READING)
    self->now.fraction = event->n_steps == 0 ? 0 : (double) event->step / event->n_steps;
  else
    {
      self->now.fraction = 1;
      self->now.seconds_left = -1;
    }
}

TaperTrainingProgress *
taper_training_record_make_progress (const TaperTrainingRecord *self)
{
  TaperTrainingProgress *progress = g_memdup2 (&self->now, sizeof self->now);

  progress->ref_count = 1;
  progress->n_points = self->points->len;
  progress->points =
      g_memdup2 (self->points->data, (gsize) self->points->len * sizeof (TaperTrainingPoint));
  if (self->coefficients != NULL)
    progress->coefficients = g_memdup2 (self->coefficients, (gsize) progress->n_layers *
                                                                progress->n_bases * sizeof (float));
  progress->network = self->network == NULL ? NULL : taper_network_ref (self->network);
  progress->notes = g_new0 (char *, self->notes->len + 1);
  for (guint i = 0; i < self->notes->len; i++)
    progress->notes[i] = g_strdup (g_ptr_array_index (self->notes, i));
  return progress;
}
