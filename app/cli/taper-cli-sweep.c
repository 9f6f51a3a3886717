/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-pictures.h"
#include "app/cli/taper-cli-sampling.h"
#include "app/cli/taper-cli-task.h"

#include <glib/gi18n.h>
#include <signal.h>

static volatile sig_atomic_t interrupted;

/* Only notes it; the second signal ends the program. */
static void
interrupt_cb (int number)
{
  interrupted = 1;
}

typedef struct {
  TaperCliProgress bar;
  GCancellable *cancellable;
} Progress;

static void
progress_cb (guint done, guint total, gpointer data)
{
  Progress *self = data;

  if (interrupted)
    g_cancellable_cancel (self->cancellable);
  taper_cli_progress_cb (done, total, &self->bar);
}

static void
print_text (TaperBundle *bundle, const GArray *summaries)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("llrrrrlr");
  g_autofree char *name = taper_cli_escape (taper_bundle_get_label (bundle));
  const char *const headings[] = { _ ("classes"), _ ("of a task"), _ ("tasks"),
                                   _ ("class selection"), _ ("personalized"), _ ("points"),
                                   /* xgettext:no-c-format */
                                   _ ("95 % interval"), _ ("won/tied/lost") };

  taper_cli_print ("%s\n", name);
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    taper_cli_table_add (table, "%s", headings[i]);
  for (guint i = 0; i < summaries->len; i++)
    {
      const TaperSweepSummary *summary = &g_array_index (summaries, TaperSweepSummary, i);

      taper_cli_table_add (table, "%s", taper_random_kind_to_string (summary->kind));
      taper_cli_table_add (table, "%u", summary->size);
      taper_cli_table_add (table, "%u", summary->n);
      taper_cli_table_add (table, "%.2f %%", summary->selection);
      taper_cli_table_add (table, "%.2f %%", summary->personalized);
      taper_cli_table_add (table, "%+.2f", summary->difference);
      taper_cli_table_add (table, _ ("%+.2f to %+.2f"), summary->interval.low,
                           summary->interval.high);
      taper_cli_table_add (table, "%u/%u/%u", summary->wins, summary->ties, summary->losses);
    }
  taper_cli_table_print (table, 0);
}

static void
json_summary (JsonBuilder *builder, const TaperSweepSummary *summary)
{
  json_builder_begin_object (builder);
  taper_cli_json_string (builder, "kind", taper_random_kind_to_string (summary->kind));
  taper_cli_json_int (builder, "size", summary->size);
  taper_cli_json_int (builder, "tasks", summary->n);
  taper_cli_json_int (builder, "images", summary->images);
  taper_cli_json_double (builder, "class_selection", summary->selection);
  taper_cli_json_double (builder, "personalized", summary->personalized);
  taper_cli_json_double (builder, "difference", summary->difference);
  taper_cli_json_double (builder, "interval_low", summary->interval.low);
  taper_cli_json_double (builder, "interval_high", summary->interval.high);
  taper_cli_json_int (builder, "wins", summary->wins);
  taper_cli_json_int (builder, "ties", summary->ties);
  taper_cli_json_int (builder, "losses", summary->losses);
  json_builder_end_object (builder);
}

static void
print_json (TaperBundle *bundle, const TaperCliSampling *sampling, const TaperSweep *sweep,
            const GArray *summaries, gboolean complete)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  taper_cli_json_bundle (builder, "bundle", bundle);
  taper_cli_json_string (builder, "data", sampling->data);
  taper_cli_json_int (builder, "seed", sampling->seed);
  json_builder_set_member_name (builder, "complete");
  json_builder_add_boolean_value (builder, complete);
  taper_cli_json_int (builder, "tasks", sweep->tasks->len);
  json_builder_set_member_name (builder, "summaries");
  json_builder_begin_array (builder);
  for (guint i = 0; i < summaries->len; i++)
    json_summary (builder, &g_array_index (summaries, TaperSweepSummary, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  taper_cli_json_print (builder);
}

static gboolean
write_csv (const TaperSweep *sweep, TaperBundle *bundle, const char *path)
{
  g_autofree char *csv = taper_sweep_to_csv (sweep, taper_bundle_get_classes (bundle));
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents (path, csv, -1, &error))
    return TRUE;
  taper_cli_report ("%s", error->message);
  return FALSE;
}

/* Says what was found, whole or not. */
static int
finish (TaperBundle *bundle, const TaperCliSampling *sampling, const TaperSweep *sweep,
        gboolean complete, const char *csv, const TaperCliOptions *options)
{
  g_autoptr (GArray) summaries = taper_sweep_summarize (sweep, (guint64) sampling->seed);

  if (!complete)
    taper_cli_report (_ ("stopped after %u tasks; they are counted"), sweep->tasks->len);
  if (options->json)
    print_json (bundle, sampling, sweep, summaries, complete);
  else
    print_text (bundle, summaries);
  if (csv != NULL && !write_csv (sweep, bundle, csv))
    return TAPER_CLI_FAILED;
  return complete ? TAPER_CLI_OK : TAPER_CLI_FAILED;
}

static int
run (TaperBundle *bundle, const TaperCliSampling *sampling, const char *csv,
     const TaperCliOptions *options)
{
  g_autoptr (TaperLogitCache) cache = sampling->no_cache ? NULL : taper_cli_open_cache ();
  g_autoptr (TaperPredictor) predictor = taper_cli_sampling_open (sampling, bundle);
  g_autoptr (TaperSweep) sweep = taper_sweep_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Progress progress = { { _ ("Sweeping"), 0 }, cancellable };
  struct sigaction action = { .sa_handler = interrupt_cb, .sa_flags = SA_RESETHAND };
  gboolean complete;

  if (predictor == NULL)
    return TAPER_CLI_FAILED;
  sigaction (SIGINT, &action, NULL);
  taper_predictor_set_cache (predictor, cache);
  complete = taper_sweep_run (sweep, predictor, &sampling->plan, progress_cb, &progress,
                              cancellable, NULL);
  taper_cli_progress_clear (&progress.bar);
  return finish (bundle, sampling, sweep, complete, csv, options);
}

int
taper_cli_sweep (int argc, char **argv)
{
  g_auto (TaperCliSampling) sampling = { .default_sizes = "5,10,20", .number = 60, .seed = 1 };
  g_autofree char *csv = NULL;
  GOptionEntry entries[TAPER_CLI_SAMPLING_ENTRIES + 1] = {
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &csv, N_ ("Write one line per task to this file"),
      N_ ("FILE") },
  };
  const TaperCliUsage usage = {
    .summary = _ ("Measures many sampled tasks: the personalized model against class selection, "
                  "paired, by number of classes and by how related they are; 60 tasks each of 5, "
                  "10 and 20 classes if nothing else is said. Ctrl+C stops; what was measured is "
                  "printed."),
    .example = "  taper-cli sweep -b tiny-imagenet-s8 --data val --sizes 5,20 --csv tasks.csv",
    .entries = entries,
    .flags = TAPER_CLI_WITH_BUNDLE,
  };
  g_auto (TaperCliOptions) options = { 0 };
  g_autoptr (TaperBundle) bundle = NULL;
  int status;

  taper_cli_sampling_get_entries (&sampling, entries + 1);
  if (!taper_cli_options_parse (&options, &usage, argc, argv, &status))
    return status;
  status = taper_cli_sampling_check (&sampling, TRUE);
  if (status != TAPER_CLI_OK)
    return status;
  bundle = taper_cli_open_bundle (options.bundle);
  if (bundle == NULL || !taper_cli_sampling_plan (&sampling, bundle))
    return TAPER_CLI_FAILED;
  return run (bundle, &sampling, csv, &options);
}
