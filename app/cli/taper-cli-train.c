/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-options.h"
#include "app/cli/taper-cli-output.h"
#include "app/taper-data-dir.h"
#include "app/cli/taper-cli-task.h"
#include "core/taper.h"

#include <glib/gi18n.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#define BAR_SECONDS 0.2   /* between two drawings on a terminal */
#define LINE_SECONDS 60.0 /* between two lines elsewhere */

static volatile sig_atomic_t interrupted;

typedef struct {
  GCancellable *cancellable;
  gboolean terminal, bar_shown;
  gint64 shown;
} Progress;

static void
interrupt_cb (int number)
{
  interrupted = 1;
}

static void
clear_bar (Progress *self)
{
  if (self->bar_shown)
    fputs ("\r\033[K", stderr);
  self->bar_shown = FALSE;
}

/* "2 h 05 min", "3 min 20 s" */
static char *
format_duration (double seconds)
{
  guint s = (guint) MAX (0, lround (seconds));

  if (s >= 3600)
    return g_strdup_printf (_ ("%u h %02u min"), s / 3600, s / 60 % 60);
  return g_strdup_printf (_ ("%u min %02u s"), s / 60, s % 60);
}

static char *
format_event (const TaperTrainEvent *e)
{
  g_autoptr (GString) text = g_string_new (taper_train_stage_to_string (e->stage));
  double percent = e->n_steps == 0 ? 0 : 100.0 * e->step / e->n_steps;

  if (e->stage == TAPER_TRAIN_SPECIALISTS)
    g_string_append_printf (text, " %u", e->basis + 1);
  g_string_append_printf (text, " %3.0f %%", percent);
  if (e->stage >= TAPER_TRAIN_GENERIC && e->stage <= TAPER_TRAIN_JOINT)
    g_string_append_printf (text, _ (", epoch %.1f of %.1f, loss %.3f, accuracy %.1f %%"), e->epoch,
                            e->epochs, e->loss, 100 * e->accuracy);
  if (e->images_per_second > 0)
    g_string_append_printf (text, _ (", %.0f images/s"), e->images_per_second);
  if (e->seconds_left >= 0)
    {
      g_autofree char *left = format_duration (e->seconds_left);

      g_string_append_printf (text, _ (", %s left"), left);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
event_cb (const TaperTrainEvent *event, gpointer data)
{
  Progress *self = data;
  gint64 now = g_get_monotonic_time ();
  double wait = self->terminal ? BAR_SECONDS : LINE_SECONDS;
  g_autofree char *text = NULL;

  if (interrupted)
    g_cancellable_cancel (self->cancellable);
  if (event->note != NULL)
    {
      clear_bar (self);
      text = taper_cli_escape (event->note);
      fprintf (stderr, "%s\n", text);
      return;
    }
  if (event->stage == TAPER_TRAIN_DONE || now - self->shown < wait * G_USEC_PER_SEC)
    return;
  self->shown = now;
  text = format_event (event);
  fprintf (stderr, self->terminal ? "\r\033[K%s" : "%s\n", text);
  self->bar_shown = self->terminal;
}

/* What was made, read back: {bundle, provenance}. */
static int
print_json (const char *path)
{
  g_autoptr (TaperBundle) bundle = taper_cli_open_bundle (path);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (bundle == NULL)
    return TAPER_CLI_FAILED;
  json_builder_begin_object (builder);
  taper_cli_json_bundle (builder, "bundle", bundle);
  taper_cli_json_raw (builder, "provenance", taper_bundle_get_provenance (bundle));
  json_builder_end_object (builder);
  taper_cli_json_print (builder);
  return TAPER_CLI_OK;
}

static int
train (const TaperTrainConfig *config, const TaperTrainOptions *options, Progress *progress,
       gboolean json)
{
  g_autoptr (GError) error = NULL;
  struct sigaction action = { .sa_handler = interrupt_cb, .sa_flags = SA_RESETHAND };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  taper_train (config, options, progress->cancellable, &error);
  clear_bar (progress);
  if (error == NULL && json)
    return print_json (options->output);
  if (error == NULL)
    {
      taper_cli_print (_ ("%s: written\n"), options->output);
      return TAPER_CLI_OK;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    taper_cli_report (_ ("stopped; go on with --resume"));
  else
    taper_cli_report ("%s", error->message);
  return TAPER_CLI_FAILED;
}

int
taper_cli_train (int argc, char **argv)
{
  g_autofree char *data = NULL, *output = NULL, *init = NULL, *teacher = NULL;
  g_autofree char *embeddings = taper_data_find ("embeddings/words-30k.safetensors");
  gboolean resume = FALSE, describe = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data,
      N_ ("Folder of class folders, or a list, instead of the config's"), N_ ("PATH") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      N_ ("Bundle to write; the log and checkpoints stand beside it"), N_ ("BUNDLE") },
    { "init", 0, 0, G_OPTION_ARG_FILENAME, &init,
      N_ ("Start from the generic network of this bundle"), N_ ("BUNDLE") },
    { "teacher", 0, 0, G_OPTION_ARG_FILENAME, &teacher,
      N_ ("Distil from the generic network of this bundle"), N_ ("BUNDLE") },
    { "resume", 0, 0, G_OPTION_ARG_NONE, &resume, N_ ("Go on from the checkpoint"), NULL },
    { "describe", 0, 0, G_OPTION_ARG_NONE, &describe,
      N_ ("Print a config with every key explained, and do nothing else"), NULL },
    { NULL }
  };
  const TaperCliUsage usage = {
    .parameters = _ ("[CONFIG.ini]"),
    .summary = _ ("Trains a bundle from a folder of pictures, one folder per class: a generic "
                  "network, specialists, then bases and mixer together. Ctrl+C writes a "
                  "checkpoint and stops."),
    .example = "  taper-cli train --data ~/Pictures/birds -o birds.safetensors\n"
               "  taper-cli train data/recipes/groceries.ini --resume",
    .entries = entries,
  };
  g_auto (TaperCliOptions) options = { 0 };
  g_autoptr (TaperTrainConfig) config = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Progress progress = { .cancellable = cancellable, .terminal = isatty (STDERR_FILENO) };
  TaperTrainOptions train_options = { .event = event_cb, .event_data = &progress };
  int status;

  if (!taper_cli_options_parse (&options, &usage, argc, argv, &status))
    return status;
  if (describe)
    {
      g_autofree char *text = taper_train_config_describe ();

      taper_cli_print ("%s", text);
      return TAPER_CLI_OK;
    }
  if (options.rest != NULL && options.rest[1] != NULL)
    return taper_cli_usage_error (_ ("more than one config given"));
  config = options.rest == NULL ? taper_train_config_new ()
                                : taper_train_config_load (options.rest[0], &error);
  if (config == NULL)
    {
      taper_cli_report ("%s", error->message);
      return TAPER_CLI_FAILED;
    }
  if (options.threads > 0)
    config->threads = (guint) options.threads;
  train_options.data = data;
  train_options.output = output != NULL ? output : "trained.safetensors";
  train_options.init = init;
  train_options.teacher = teacher;
  train_options.embeddings = embeddings;
  train_options.resume = resume;
  return train (config, &train_options, &progress, options.json);
}
