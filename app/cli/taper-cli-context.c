/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-sampling.h"
#include "app/cli/taper-cli-task.h"

#include <glib/gi18n.h>
#include <inttypes.h>

/* In the order of TaperStreamLane; for data files. */
static const char *const lane_keys[TAPER_N_STREAM_LANES] = {
  "generic", "log_prior", "cvb0", "context", "known_selection", "known_personalized",
};

static const char *const lane_names[TAPER_N_STREAM_LANES] = {
  N_ ("generic"),
  N_ ("generic + log prior (control)"),
  N_ ("generic + CVB0"),
  N_ ("context: CVB0 + blend"),
  N_ ("task told: class selection"),
  N_ ("task told: personalized"),
};

typedef struct {
  TaperCliSampling sampling;
  int pictures, batch;
  gboolean one_context;
} Arguments;

/* --- text ------------------------------------------------------------------------------------- */

static void
add_difference (TaperCliTable *table, const TaperStreamTrial *trial, const double *values,
                TaperStreamLane lane)
{
  TaperInterval interval;
  double difference =
      taper_stream_trial_get_difference (trial, values, lane, TAPER_STREAM_CONTROL, &interval);

  if (lane == TAPER_STREAM_CONTROL)
    taper_cli_table_add (table, "–");
  else
    taper_cli_table_add (table, "%+.1f (%+.1f…%+.1f)", 100 * difference, 100 * interval.low,
                         100 * interval.high);
}

/* The worst batch before the switch, in points against the control. */
static double
worst_batch (const TaperStreamTrial *trial, TaperStreamLane lane, guint *batch)
{
  double worst = G_MAXDOUBLE;

  for (guint b = 0; b < trial->switch_batch; b++)
    {
      double difference = taper_stream_trial_get_batch (trial, b, lane) -
                          taper_stream_trial_get_batch (trial, b, TAPER_STREAM_CONTROL);

      if (trial->n_pictures[b] > 0 && difference < worst)
        {
          worst = difference;
          *batch = b;
        }
    }
  return 100 * worst;
}

static void
print_lanes (const TaperStreamTrial *trial)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("lrrrr");

  taper_cli_table_add (table, "%s", _ ("who answers"));
  taper_cli_table_add (table, "%s", _ ("all pictures"));
  taper_cli_table_add (table, "%s", _ ("against control"));
  /* Translators: %d is a number of pictures */
  taper_cli_table_add (table, _ ("last %d"), TAPER_STREAM_LATE);
  taper_cli_table_add (table, "%s", _ ("against control"));
  for (guint lane = 0; lane < TAPER_N_STREAM_LANES; lane++)
    {
      taper_cli_table_add (table, "%s", _ (lane_names[lane]));
      taper_cli_table_add (table, "%.1f %%",
                           100 * taper_stream_trial_get_mean (trial, trial->whole, lane));
      add_difference (table, trial, trial->whole, lane);
      taper_cli_table_add (table, "%.1f %%",
                           100 * taper_stream_trial_get_mean (trial, trial->late, lane));
      add_difference (table, trial, trial->late, lane);
    }
  taper_cli_table_print (table, 2);
}

static void
print_trial (const TaperStreamTrial *trial)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("rrrrrrrr");
  guint worst_at = 0;
  double worst = worst_batch (trial, TAPER_STREAM_CONTEXT, &worst_at);

  taper_cli_print (_ ("\n%u contexts of %u classes, %s, %u pictures each in batches of %u, "
                      "seed %" PRIu64 "\n"),
                   trial->n_contexts, trial->plan.size,
                   taper_random_kind_to_string (trial->plan.kind), trial->plan.pictures,
                   trial->plan.batch, trial->plan.seed);
  print_lanes (trial);
  taper_cli_table_add (table, "%s", _ ("pictures"));
  for (guint lane = 0; lane < TAPER_N_STREAM_LANES; lane++)
    taper_cli_table_add (table, "%s", lane_keys[lane]);
  taper_cli_table_add (table, "n");
  for (guint b = 0; b < trial->n_batches; b++)
    {
      taper_cli_table_add (table, b == trial->switch_batch ? _ ("switch %u") : "%u",
                           (b + 1) * trial->plan.batch);
      for (guint lane = 0; lane < TAPER_N_STREAM_LANES; lane++)
        taper_cli_table_add (table, "%.1f", 100 * taper_stream_trial_get_batch (trial, b, lane));
      taper_cli_table_add (table, "%u", trial->n_pictures[b]);
    }
  taper_cli_print ("\n");
  taper_cli_table_print (table, 2);
  taper_cli_print (_ ("  worst batch against the control: %+.1f points, up to picture %u\n"), worst,
                   (worst_at + 1) * trial->plan.batch);
  if (!trial->plan.switches)
    return;
  taper_cli_print (_ ("  switch noticed in %u of %u; forgotten without one in %u of %u batches; "
                      "recovered after %d pictures\n"),
                   trial->found, trial->n_contexts, trial->false_resets, trial->n_asked,
                   taper_stream_trial_get_recovery (trial, TAPER_STREAM_CONTEXT));
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void
json_level (JsonBuilder *builder, const char *key, const TaperStreamTrial *trial,
            const double *values, TaperStreamLane lane)
{
  TaperInterval interval;
  double difference =
      taper_stream_trial_get_difference (trial, values, lane, TAPER_STREAM_CONTROL, &interval);

  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  taper_cli_json_double (builder, "accuracy", taper_stream_trial_get_mean (trial, values, lane));
  taper_cli_json_double (builder, "against_control", difference);
  taper_cli_json_double (builder, "low", interval.low);
  taper_cli_json_double (builder, "high", interval.high);
  json_builder_end_object (builder);
}

static void
json_lane (JsonBuilder *builder, const TaperStreamTrial *trial, TaperStreamLane lane)
{
  guint worst_at = 0;

  json_builder_set_member_name (builder, lane_keys[lane]);
  json_builder_begin_object (builder);
  json_level (builder, "whole", trial, trial->whole, lane);
  json_level (builder, "late", trial, trial->late, lane);
  taper_cli_json_double (builder, "worst_batch", worst_batch (trial, lane, &worst_at) / 100);
  taper_cli_json_int (builder, "worst_at_picture", (worst_at + 1) * trial->plan.batch);
  if (trial->plan.switches)
    taper_cli_json_int (builder, "recovered_after", taper_stream_trial_get_recovery (trial, lane));
  json_builder_set_member_name (builder, "batches");
  json_builder_begin_array (builder);
  for (guint b = 0; b < trial->n_batches; b++)
    taper_cli_json_double (builder, NULL, taper_stream_trial_get_batch (trial, b, lane));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
json_trial (JsonBuilder *builder, const TaperStreamTrial *trial)
{
  json_builder_begin_object (builder);
  taper_cli_json_string (builder, "kind", taper_random_kind_to_string (trial->plan.kind));
  taper_cli_json_int (builder, "classes", trial->plan.size);
  taper_cli_json_int (builder, "contexts", trial->n_contexts);
  taper_cli_json_int (builder, "pictures", trial->plan.pictures);
  taper_cli_json_int (builder, "batch", trial->plan.batch);
  taper_cli_json_int (builder, "seed", (gint64) trial->plan.seed);
  taper_cli_json_int (builder, "switch_batch", trial->switch_batch);
  taper_cli_json_int (builder, "switches_noticed", trial->found);
  taper_cli_json_int (builder, "false_resets", trial->false_resets);
  taper_cli_json_int (builder, "batches_asked", trial->n_asked);
  json_builder_set_member_name (builder, "n");
  json_builder_begin_array (builder);
  for (guint b = 0; b < trial->n_batches; b++)
    taper_cli_json_int (builder, NULL, trial->n_pictures[b]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "lanes");
  json_builder_begin_object (builder);
  for (guint lane = 0; lane < TAPER_N_STREAM_LANES; lane++)
    json_lane (builder, trial, lane);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static void
print_json (TaperBundle *bundle, const char *data, GPtrArray *trials)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  taper_cli_json_bundle (builder, "bundle", bundle);
  taper_cli_json_string (builder, "data", data);
  json_builder_set_member_name (builder, "trials");
  json_builder_begin_array (builder);
  for (guint i = 0; i < trials->len; i++)
    json_trial (builder, trials->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  taper_cli_json_print (builder);
}

/* --- running ---------------------------------------------------------------------------------- */

static TaperStreamTrial *
run_trial (TaperPredictor *predictor, const Arguments *arguments, TaperRandomKind kind, guint size,
           GError **error)
{
  TaperCliProgress progress = { _ ("Streaming"), 0 };
  const TaperStreamPlan plan = { .kind = kind,
                                 .size = size,
                                 .contexts = arguments->sampling.plan.n_tasks,
                                 .batch = (guint) arguments->batch,
                                 .pictures = (guint) arguments->pictures,
                                 .switches = !arguments->one_context,
                                 .seed = arguments->sampling.plan.seed };
  TaperStreamTrial *trial =
      taper_stream_trial_run (predictor, &plan, taper_cli_progress_cb, &progress, NULL, error);

  taper_cli_progress_clear (&progress);
  return trial;
}

static int
run (TaperBundle *bundle, const Arguments *arguments, const TaperCliOptions *options)
{
  const TaperSweepPlan *plan = &arguments->sampling.plan;
  g_autoptr (GPtrArray) trials =
      g_ptr_array_new_with_free_func ((GDestroyNotify) taper_stream_trial_free);
  g_autoptr (TaperPredictor) predictor = taper_cli_sampling_open (&arguments->sampling, bundle);
  g_autoptr (GError) error = NULL;

  if (predictor == NULL)
    return TAPER_CLI_FAILED;
  for (guint i = 0; i < plan->n_sizes * plan->n_kinds; i++)
    {
      TaperStreamTrial *trial = run_trial (predictor, arguments, plan->kinds[i % plan->n_kinds],
                                           plan->sizes[i / plan->n_kinds], &error);

      if (trial == NULL)
        {
          taper_cli_report ("%s", error->message);
          return TAPER_CLI_FAILED;
        }
      g_ptr_array_add (trials, trial);
      if (!options->json)
        print_trial (trial);
    }
  if (options->json)
    print_json (bundle, arguments->sampling.data, trials);
  return TAPER_CLI_OK;
}

static void
arguments_clear (Arguments *self)
{
  taper_cli_sampling_clear (&self->sampling);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

int
taper_cli_context (int argc, char **argv)
{
  g_auto (Arguments) arguments = { { .default_sizes = "5,10", .number = 100 }, 240, 20, FALSE };
  GOptionEntry entries[4 + TAPER_CLI_SAMPLING_ENTRIES] = {
    { "contexts", 0, 0, G_OPTION_ARG_INT, &arguments.sampling.number, N_ ("The same as --number"),
      "N" },
    { "pictures", 0, 0, G_OPTION_ARG_INT, &arguments.pictures,
      N_ ("Pictures of a context (default: 240)"), "N" },
    { "batch", 0, 0, G_OPTION_ARG_INT, &arguments.batch,
      N_ ("Pictures that arrive at once (default: 20)"), "N" },
    { "no-switch", 0, 0, G_OPTION_ARG_NONE, &arguments.one_context,
      N_ ("End a stream with its first context"), NULL },
  };
  const TaperCliUsage usage = {
    .summary = _ ("Measures recognition without a task description: streams of pictures from a "
                  "few classes, with all classes possible. The model infers its task from its own "
                  "past answers; then the context changes. Beside it: the generic model, the "
                  "generic with the log prior of its past answers, and the task told. 100 contexts "
                  "each of 5 and 10 classes if nothing else is said."),
    .example = "  taper-cli context -b tiny-imagenet-s8 --data tiny-imagenet/test --sizes 5,10",
    .entries = entries,
    .flags = TAPER_CLI_WITH_BUNDLE,
  };
  g_auto (TaperCliOptions) options = { 0 };
  g_autoptr (TaperBundle) bundle = NULL;
  int status;

  taper_cli_sampling_get_entries (&arguments.sampling, entries + 4);
  if (!taper_cli_options_parse (&options, &usage, argc, argv, &status))
    return status;
  status = taper_cli_sampling_check (&arguments.sampling, TRUE);
  if (status != TAPER_CLI_OK)
    return status;
  if (arguments.pictures < 1 || arguments.batch < 1)
    return taper_cli_usage_error (_ ("--pictures and --batch: expected 1 or more"));
  bundle = taper_cli_open_bundle (options.bundle);
  if (bundle == NULL || !taper_cli_sampling_plan (&arguments.sampling, bundle))
    return TAPER_CLI_FAILED;
  return run (bundle, &arguments, &options);
}
