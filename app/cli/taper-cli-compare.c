/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-pictures.h"
#include "app/cli/taper-cli-sampling.h"
#include "app/cli/taper-cli-task.h"

#include <glib/gi18n.h>

typedef TaperComparisonEntry Entry;

/* Tasks of each size that the bundle has classes for. */
static gboolean
measure_accuracy (Entry *entry, TaperCliSampling *sampling, TaperLogitCache *cache)
{
  TaperCliProgress progress = { _ ("Comparing"), 0 };
  g_autoptr (TaperPredictor) predictor = NULL;

  if (!taper_cli_sampling_plan (sampling, entry->bundle))
    return FALSE;
  predictor = taper_cli_sampling_open (sampling, entry->bundle);
  if (predictor == NULL)
    return FALSE;
  taper_predictor_set_cache (predictor, cache);
  entry->sweep = taper_sweep_new ();
  taper_sweep_run (entry->sweep, predictor, &sampling->plan, taper_cli_progress_cb, &progress, NULL,
                   NULL);
  taper_cli_progress_clear (&progress);
  entry->summaries = taper_sweep_summarize (entry->sweep, sampling->plan.seed);
  return TRUE;
}

/* By this program, run for that bundle alone: its memory is not mixed with that of others. */
static gboolean
measure_apart (TaperCost *cost, const char *path)
{
  g_autofree char *threads = g_strdup_printf ("--threads=%u", taper_pool_get_threads ());
  const char *const argv[] = { "/proc/self/exe", "compare", "--json", threads, "--", path, NULL };
  g_autofree char *out = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status,
                    &error) &&
      g_spawn_check_wait_status (status, &error))
    root = json_from_string (out, &error);
  if (root == NULL)
    {
      taper_cli_report (_ ("%s could not be measured: %s"), path, error->message);
      return FALSE;
    }
  JsonObject *bundle = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (root), "bundles"), 0);
  cost->picture_ms = json_object_get_double_member (bundle, "ms_per_picture");
  cost->task_ms = json_object_get_double_member (bundle, "ms_per_task");
  cost->peak_bytes = (gsize) json_object_get_int_member (bundle, "peak_bytes");
  return TRUE;
}

/* In this process, with nothing of the bundle in memory before or besides. */
static gboolean
measure_here (Entry *entry)
{
  g_autofree char *path = g_strdup (taper_bundle_get_path (entry->bundle));
  g_autoptr (GError) error = NULL;

  taper_bundle_get_sha256 (entry->bundle); /* waits for what still reads the file's bytes */
  g_clear_pointer (&entry->bundle, taper_bundle_unref);
  if (taper_cost_measure (&entry->cost, path, &error))
    entry->bundle = taper_bundle_open (path, &error);
  if (entry->bundle != NULL)
    return TRUE;
  taper_cli_report ("%s", error->message);
  return FALSE;
}

/* @alone: nothing else is measured in this process. */
static gboolean
measure (Entry *entry, const char *name, gboolean alone, TaperCliSampling *sampling,
         TaperLogitCache *cache)
{
  g_autoptr (TaperBundle) bundle = taper_cli_open_bundle (name);
  g_autofree char *shown = NULL;

  if (bundle == NULL)
    return FALSE;
  taper_comparison_entry_init (entry, bundle);
  g_clear_pointer (&bundle, taper_bundle_unref); /* the entry has it alone */
  shown = g_steal_pointer (&entry->file);
  entry->file = taper_cli_escape (shown);
  if (alone)
    return measure_here (entry);
  return measure_apart (&entry->cost, taper_bundle_get_path (entry->bundle)) &&
         (sampling->data == NULL || measure_accuracy (entry, sampling, cache));
}

static void
print_costs (const GArray *entries)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("lrrrrrrr");
  const char *const headings[] = { _ ("bundle"),     _ ("file, MB"), _ ("one model, MB"),
                                   _ ("parameters"), _ ("MACs, M"),  _ ("ms/picture"),
                                   _ ("ms/task"),    _ ("peak, MB") };

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    taper_cli_table_add (table, "%s", headings[i]);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      TaperNetwork *network = taper_bundle_get_network (entry->bundle);

      taper_cli_table_add (table, "%s", entry->file);
      taper_cli_table_add (table, "%.2f", taper_bundle_get_file_size (entry->bundle) / 1e6);
      taper_cli_table_add (table, "%.2f", taper_network_get_n_params (network) * 4 / 1e6);
      taper_cli_table_add (table, "%" G_GSIZE_FORMAT, (gsize) taper_network_get_n_params (network));
      taper_cli_table_add (table, "%.1f", taper_network_get_macs (network) / 1e6);
      taper_cli_table_add (table, "%.2f", entry->cost.picture_ms);
      taper_cli_table_add (table, "%.2f", entry->cost.task_ms);
      if (entry->cost.peak_bytes > 0)
        taper_cli_table_add (table, "%.1f", entry->cost.peak_bytes / 1e6);
      else
        taper_cli_table_add (table, "–");
    }
  taper_cli_table_print (table, 0);
}

static void
print_accuracies (const GArray *entries)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("rlrrrrl");
  const char *const headings[] = { _ ("classes"), _ ("bundle"), _ ("tasks"), _ ("selected"),
                                   _ ("personalized"), _ ("points"),
                                   /* xgettext:no-c-format */
                                   _ ("95 % interval") };
  guint n_sizes = g_array_index (entries, Entry, 0).summaries->len;

  taper_cli_print (_ ("\nAccuracy on tasks of related classes, against their number\n"));
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    taper_cli_table_add (table, "%s", headings[i]);
  for (guint s = 0; s < n_sizes; s++)
    for (guint i = 0; i < entries->len; i++)
      {
        const Entry *entry = &g_array_index (entries, Entry, i);
        const TaperSweepSummary *summary = &g_array_index (entry->summaries, TaperSweepSummary, s);

        taper_cli_table_add (table, "%u", summary->size);
        taper_cli_table_add (table, "%s", entry->file);
        taper_cli_table_add (table, "%u", summary->n);
        taper_cli_table_add (table, "%.2f %%", summary->selection);
        taper_cli_table_add (table, "%.2f %%", summary->personalized);
        taper_cli_table_add (table, "%+.2f", summary->difference);
        taper_cli_table_add (table, _ ("%+.2f to %+.2f"), summary->interval.low,
                             summary->interval.high);
      }
  taper_cli_table_print (table, 0);
}

/* --- equal accuracy --------------------------------------------------------------------------- */

static void
print_equal_line (const Entry *large, const Entry *small, const TaperSweepPair *pair, guint size)
{
  if (small == NULL)
    taper_cli_print (_ ("%u classes: no smaller bundle here, on the same tasks\n"), size);
  else
    /* Translators: classes, bundle, percentage, percentage, difference and its interval, factor */
    taper_cli_print (_ ("%u classes: %s, %.2f %% against %.2f %% (%+.2f points, %+.2f to %+.2f), "
                        "with %.1f times fewer parameters\n"),
                     size, small->file, pair->personalized, pair->selection, pair->difference,
                     pair->interval.low, pair->interval.high,
                     (double) taper_comparison_entry_get_n_params (large) /
                         taper_comparison_entry_get_n_params (small));
}

static void
print_equal_accuracy (const GArray *entries, guint64 seed)
{
  const Entry *large = taper_comparison_find_largest (entries);

  if (entries->len < 2)
    return;
  taper_cli_print (
      _ ("\nEqual accuracy: the smallest bundle whose personalized model is at least as "
         "right as class selection in %s\n"),
      large->file);
  for (guint s = 0; s < large->summaries->len; s++)
    {
      guint size = g_array_index (large->summaries, TaperSweepSummary, s).size;
      TaperSweepPair pair;
      const Entry *small = taper_comparison_find_equal (entries, large, size, seed, &pair);

      print_equal_line (large, small, &pair, size);
    }
}

static void
json_equal_accuracy (JsonBuilder *builder, const GArray *entries, guint64 seed)
{
  const Entry *large = taper_comparison_find_largest (entries);

  json_builder_set_member_name (builder, "equal_accuracy");
  json_builder_begin_array (builder);
  for (guint s = 0; large->summaries != NULL && s < large->summaries->len; s++)
    {
      guint size = g_array_index (large->summaries, TaperSweepSummary, s).size;
      TaperSweepPair pair;
      const Entry *small = taper_comparison_find_equal (entries, large, size, seed, &pair);

      if (small == NULL)
        continue;
      json_builder_begin_object (builder);
      taper_cli_json_int (builder, "size", size);
      taper_cli_json_string (builder, "personalized_file", small->file);
      taper_cli_json_string (builder, "class_selection_file", large->file);
      taper_cli_json_int (builder, "tasks", pair.n);
      taper_cli_json_double (builder, "personalized", pair.personalized);
      taper_cli_json_double (builder, "class_selection", pair.selection);
      taper_cli_json_double (builder, "difference", pair.difference);
      taper_cli_json_double (builder, "interval_low", pair.interval.low);
      taper_cli_json_double (builder, "interval_high", pair.interval.high);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* --- output ----------------------------------------------------------------------------------- */

static void
json_entry (JsonBuilder *builder, const Entry *entry)
{
  TaperNetwork *network = taper_bundle_get_network (entry->bundle);

  json_builder_begin_object (builder);
  taper_cli_json_bundle (builder, "bundle", entry->bundle);
  taper_cli_json_int (builder, "file_bytes", taper_bundle_get_file_size (entry->bundle));
  taper_cli_json_int (builder, "model_bytes", taper_network_get_n_params (network) * 4);
  taper_cli_json_int (builder, "parameters", taper_network_get_n_params (network));
  taper_cli_json_int (builder, "macs", taper_network_get_macs (network));
  taper_cli_json_double (builder, "ms_per_picture", entry->cost.picture_ms);
  taper_cli_json_double (builder, "ms_per_task", entry->cost.task_ms);
  taper_cli_json_int (builder, "memory_bytes_estimate", taper_memory_get_total (&entry->memory));
  taper_cli_json_int (builder, "peak_bytes_estimate", taper_memory_get_peak (&entry->memory));
  taper_cli_json_int (builder, "peak_bytes", entry->cost.peak_bytes);
  json_builder_set_member_name (builder, "accuracy");
  json_builder_begin_array (builder);
  for (guint i = 0; entry->summaries != NULL && i < entry->summaries->len; i++)
    {
      const TaperSweepSummary *summary = &g_array_index (entry->summaries, TaperSweepSummary, i);

      json_builder_begin_object (builder);
      taper_cli_json_int (builder, "size", summary->size);
      taper_cli_json_int (builder, "tasks", summary->n);
      taper_cli_json_double (builder, "class_selection", summary->selection);
      taper_cli_json_double (builder, "personalized", summary->personalized);
      taper_cli_json_double (builder, "difference", summary->difference);
      taper_cli_json_double (builder, "interval_low", summary->interval.low);
      taper_cli_json_double (builder, "interval_high", summary->interval.high);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (const GArray *entries, guint64 seed)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  taper_cli_json_int (builder, "threads", taper_pool_get_threads ());
  json_builder_set_member_name (builder, "bundles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    json_entry (builder, &g_array_index (entries, Entry, i));
  json_builder_end_array (builder);
  json_equal_accuracy (builder, entries, seed);
  json_builder_end_object (builder);
  taper_cli_json_print (builder);
}

static int
compare (char **names, TaperCliSampling *sampling, gboolean json)
{
  g_autoptr (GArray) entries = taper_comparison_new ();
  g_autoptr (TaperLogitCache) cache = sampling->no_cache ? NULL : taper_cli_open_cache ();
  gboolean alone = sampling->data == NULL && names[1] == NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      Entry entry = { 0 };
      gboolean ok = measure (&entry, names[i], alone, sampling, cache);

      g_array_append_val (entries, entry);
      if (!ok)
        return TAPER_CLI_FAILED;
    }
  if (json)
    {
      print_json (entries, (guint64) sampling->seed);
      return TAPER_CLI_OK;
    }
  print_costs (entries);
  if (sampling->data != NULL)
    {
      print_accuracies (entries);
      print_equal_accuracy (entries, (guint64) sampling->seed);
    }
  return TAPER_CLI_OK;
}

int
taper_cli_compare (int argc, char **argv)
{
  g_auto (TaperCliSampling) sampling = {
    .default_sizes = "5,10,20,50", .default_kind = "related", .number = 20, .seed = 1
  };
  GOptionEntry entries[TAPER_CLI_SAMPLING_ENTRIES];
  const TaperCliUsage usage = {
    .parameters = _ ("BUNDLE…"),
    .summary = _ ("Sets bundles side by side: bytes, parameters, multiply-adds, milliseconds and "
                  "memory, measured here; with --data also the accuracy of class selection and of "
                  "the personalized model against the number of classes, and the smallest bundle "
                  "that equals the largest: on 20 related tasks each of 5, 10, 20 and 50 classes "
                  "if nothing else is said."),
    .example = "  taper-cli compare tiny-imagenet-s8 tiny-imagenet-s16 --data val",
    .entries = entries,
    .flags = TAPER_CLI_NEEDS_PARAMETERS,
  };
  g_auto (TaperCliOptions) options = { 0 };
  int status;

  taper_cli_sampling_get_entries (&sampling, entries);
  if (!taper_cli_options_parse (&options, &usage, argc, argv, &status))
    return status;
  status = taper_cli_sampling_check (&sampling, FALSE);
  return status == TAPER_CLI_OK ? compare (options.rest, &sampling, options.json) : status;
}
