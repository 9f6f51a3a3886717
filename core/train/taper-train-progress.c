/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-trainer-private.h"

#include <locale.h>
#include <math.h>

#define RUNNING 0.02   /* share of a new value in the running means */
#define LOG_SECONDS 10 /* between two lines of the log */
#define RATE_SECONDS 2 /* over which images/s are taken */

const char *
taper_train_stage_to_string (TaperTrainStage stage)
{
  static const char *const names[] = { "reading", "generic",    "specialists",
                                       "joint",   "evaluating", "done" };

  return names[stage];
}

static double
seconds_since (gint64 then)
{
  return (double) (g_get_monotonic_time () - then) / G_USEC_PER_SEC;
}

/* One object per line: "kind", seconds of training so far, then @format, JSON members. */
void
taper_trainer_log (TaperTrainer *self, const char *kind, const char *format, ...)
{
  locale_t plain, old;
  va_list args;
  g_autofree char *members = NULL;
  g_autofree char *line = NULL;

  if (self->log == NULL)
    return;
  /* JSON's decimal sign is a point, whatever the user's language. */
  plain = newlocale (LC_NUMERIC_MASK, "C", (locale_t) 0);
  old = uselocale (plain);
  va_start (args, format);
  members = g_strdup_vprintf (format, args);
  va_end (args);
  line = g_strdup_printf ("{\"kind\": \"%s\", \"seconds\": %.1f, %s}\n", kind,
                          self->seconds_before + seconds_since (self->started), members);
  uselocale (old);
  freelocale (plain);
  fputs (line, self->log);
  fflush (self->log);
}

void
taper_trainer_note (TaperTrainer *self, const char *format, ...)
{
  TaperTrainEvent event = { .stage = self->stage, .seconds_left = -1 };
  va_list args;
  g_autofree char *note = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *quoted = NULL;

  va_start (args, format);
  note = g_strdup_vprintf (format, args);
  va_end (args);
  json_node_set_string (node, note);
  quoted = json_to_string (node, FALSE);
  taper_trainer_log (self, "note", "\"text\": %s", quoted);
  event.note = note;
  if (self->options->event != NULL)
    self->options->event (&event, self->options->event_data);
}

void
taper_trainer_begin_stage (TaperTrainer *self, TaperTrainStage stage, guint basis, guint64 n_steps)
{
  self->stage = stage;
  self->basis = basis;
  self->n_steps = n_steps;
  self->loss = self->accuracy = NAN;
  self->rate_since = g_get_monotonic_time ();
  self->rate_images = 0;
  self->images_per_second = 0;
}

void
taper_trainer_count (TaperTrainer *self, double loss, double accuracy, guint images)
{
  gboolean first = isnan (self->loss);
  double seconds = seconds_since (self->rate_since);

  self->loss = first ? loss : self->loss + RUNNING * (loss - self->loss);
  self->accuracy = first ? accuracy : self->accuracy + RUNNING * (accuracy - self->accuracy);
  self->rate_images += images;
  if (seconds >= RATE_SECONDS)
    {
      self->images_per_second = self->rate_images / seconds;
      self->rate_images = 0;
      self->rate_since = g_get_monotonic_time ();
    }
}

guint
taper_trainer_joint_batch (const TaperTrainer *self)
{
  return self->config->joint_batch > 0 ? self->config->joint_batch : self->config->batch;
}

/* Pictures of one step of the stage at hand. */
static guint
step_images (const TaperTrainer *self)
{
  if (self->stage != TAPER_TRAIN_JOINT)
    return self->config->batch;
  return taper_trainer_joint_batch (self) * self->config->tasks;
}

void
taper_trainer_tell (TaperTrainer *self, double learning_rate, const float *coefficients)
{
  double images = step_images (self);
  TaperTrainEvent event = {
    .stage = self->stage,
    .basis = self->basis,
    .step = self->step,
    .n_steps = self->n_steps,
    .epoch = self->learn.n == 0 ? 0 : self->step * images / self->learn.n,
    .epochs = self->learn.n == 0 ? 0 : self->n_steps * images / self->learn.n,
    .loss = self->loss,
    .accuracy = self->accuracy,
    .learning_rate = learning_rate,
    .images_per_second = self->images_per_second,
    .seconds_left = self->images_per_second > 0
                        ? (self->n_steps - self->step) * images / self->images_per_second
                        : -1,
    .coefficients = coefficients,
    .n_bases = self->n_bases,
    .n_layers = self->network == NULL ? 0 : taper_network_get_n_layers (self->network),
  };

  if (self->options->event != NULL)
    self->options->event (&event, self->options->event_data);
}

gboolean
taper_trainer_after_step (TaperTrainer *self, double learning_rate, const float *coefficients,
                          const TaperSlot *slots, guint n_slots, GError **error)
{
  gboolean stop;

  self->step++;
  taper_trainer_tell (self, learning_rate, coefficients);
  stop = g_cancellable_is_cancelled (self->cancellable);
  if (seconds_since (self->last_log) >= LOG_SECONDS || self->step == self->n_steps)
    {
      self->last_log = g_get_monotonic_time ();
      taper_trainer_log (self, taper_train_stage_to_string (self->stage),
                         "\"basis\": %u, \"step\": %" G_GUINT64_FORMAT
                         ", \"steps\": %" G_GUINT64_FORMAT
                         ", \"loss\": %.4f, \"accuracy\": %.4f, \"rate\": %.3g, "
                         "\"images_per_second\": %.0f",
                         self->basis, self->step, self->n_steps, self->loss, self->accuracy,
                         learning_rate, self->images_per_second);
    }
  if (stop || self->step == self->n_steps ||
      seconds_since (self->last_checkpoint) >= self->config->checkpoint_minutes * 60)
    {
      if (!taper_checkpoint_write (self, slots, n_slots, error))
        return FALSE;
      self->last_checkpoint = g_get_monotonic_time ();
    }
  return !(stop && g_cancellable_set_error_if_cancelled (self->cancellable, error));
}
