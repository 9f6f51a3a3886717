/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-training-progress.h"

#include <math.h>

#define STEPS 5000

typedef struct {
  TaperTrainConfig *config;
  TaperTrainingRecord *record;
} Fixture;

static void
set_up (Fixture *f, gconstpointer unused)
{
  f->config = taper_train_config_new ();
  f->config->generic_epochs = 40;
  f->config->specialist_epochs = 20;
  f->config->joint_epochs = 40;
  f->config->bases = 2;
  f->record = taper_training_record_new (f->config, 1000, NULL);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  taper_training_record_free (f->record);
  taper_train_config_free (f->config);
}

static void
add_stage (Fixture *f, TaperTrainStage stage, guint basis, double loss)
{
  for (guint step = 1; step <= STEPS; step++)
    {
      TaperTrainEvent event = { .stage = stage,
                                .basis = basis,
                                .step = step,
                                .n_steps = STEPS,
                                .loss = loss,
                                .accuracy = 0.5,
                                .images_per_second = 100 };

      taper_training_record_add (f->record, &event);
    }
}

/* The curves cover the whole axis in as many points as a drawing can show, stage after stage. */
static void
test_curves (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTrainingProgress) progress = NULL;
  guint n_series = 1;

  add_stage (f, TAPER_TRAIN_GENERIC, 0, 3);
  add_stage (f, TAPER_TRAIN_SPECIALISTS, 0, 2);
  add_stage (f, TAPER_TRAIN_SPECIALISTS, 1, 2);
  add_stage (f, TAPER_TRAIN_JOINT, 0, 1);
  progress = taper_training_record_make_progress (f->record);
  g_assert_cmpfloat_with_epsilon (progress->stage_ends[0], 0.4, 1e-9);
  g_assert_cmpfloat_with_epsilon (progress->stage_ends[1], 0.6, 1e-9);
  g_assert_cmpfloat_with_epsilon (progress->stage_ends[2], 1, 1e-9);
  g_assert_cmpuint (progress->n_points, <=, 1008);
  g_assert_cmpuint (progress->n_points, >=, 900);
  for (guint i = 1; i < progress->n_points; i++)
    {
      g_assert_cmpfloat (progress->points[i].at, >=, progress->points[i - 1].at);
      n_series += progress->points[i].series != progress->points[i - 1].series;
    }
  g_assert_cmpuint (n_series, ==, 4);
  g_assert_cmpfloat_with_epsilon (progress->points[progress->n_points - 1].at, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (progress->fraction, 1, 1e-9);
}

static void
test_time_left (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTrainingProgress) progress = NULL;

  add_stage (f, TAPER_TRAIN_GENERIC, 0, 3);
  progress = taper_training_record_make_progress (f->record);
  /* 60 of 100 epochs of 1000 pictures are left, at 100 a second. */
  g_assert_cmpfloat_with_epsilon (progress->seconds_left, 600, 1e-6);
  g_assert_cmpfloat_with_epsilon (progress->fraction, 0.4, 1e-9);
}

/* What was published does not change with what comes after. */
static void
test_immutable (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTrainingProgress) before = NULL, after = NULL;
  float coefficients[] = { 0.25f, 0.75f, 0.5f, 0.5f };
  TaperTrainEvent event = { .stage = TAPER_TRAIN_JOINT,
                            .step = 1,
                            .n_steps = 2,
                            .loss = 1,
                            .accuracy = 1,
                            .coefficients = coefficients,
                            .n_layers = 2,
                            .n_bases = 2 };
  TaperTrainEvent note = { .note = "left out: x.png" };

  taper_training_record_add (f->record, &event);
  before = taper_training_record_make_progress (f->record);
  coefficients[0] = 1;
  event.step = 2;
  taper_training_record_add (f->record, &event);
  taper_training_record_add (f->record, &note);
  after = taper_training_record_make_progress (f->record);
  g_assert_cmpfloat (before->coefficients[0], ==, 0.25f);
  g_assert_cmpfloat (after->coefficients[0], ==, 1);
  g_assert_cmpuint (g_strv_length (before->notes), ==, 0);
  g_assert_cmpstr (after->notes[0], ==, "left out: x.png");
  g_assert_cmpuint (after->n_points, ==, before->n_points + 1);
}

/* Running means that are not known yet make no points. */
static void
test_unknown (Fixture *f, gconstpointer unused)
{
  g_autoptr (TaperTrainingProgress) progress = NULL;
  TaperTrainEvent event = {
    .stage = TAPER_TRAIN_GENERIC, .n_steps = 0, .loss = NAN, .accuracy = NAN
  };
  TaperTrainEvent reading = { .stage = TAPER_TRAIN_READING, .step = 1, .n_steps = 4 };

  taper_training_record_add (f->record, &event);
  taper_training_record_add (f->record, &reading);
  progress = taper_training_record_make_progress (f->record);
  g_assert_cmpuint (progress->n_points, ==, 0);
  g_assert_cmpfloat (progress->seconds_left, <, 0);
  g_assert_cmpfloat_with_epsilon (progress->fraction, 0.25, 1e-9);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/training-progress/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("curves", test_curves);
  ADD ("time-left", test_time_left);
  ADD ("immutable", test_immutable);
  ADD ("unknown", test_unknown);
  return g_test_run ();
}
