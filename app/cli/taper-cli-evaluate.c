/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-output.h"
#include "app/cli/taper-cli-pictures.h"
#include "app/cli/taper-cli-task.h"
#include "app/cli/taper-cli-trial.h"

#include <glib/gi18n.h>
#include <string.h>

/* Tasks by name, in order: names[i] belongs to tasks[i]. */
typedef struct {
  GPtrArray *names; /* (element-type utf8) */
  GPtrArray *tasks; /* (element-type TaperTask) */
} TaskSet;

static void
task_set_init (TaskSet *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_task_unref);
}

static void
task_set_clear (TaskSet *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TaskSet, task_set_clear)

/* Takes @task. */
static void
task_set_add (TaskSet *self, const char *name, TaperTask *task)
{
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->tasks, task);
}

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The map of tasks in a file: its `tasks`; in a file for several bundles the `tasks` of the entry
 * with this bundle's file name; otherwise the file itself. */
static JsonObject *
find_task_map (JsonObject *root, TaperBundle *bundle)
{
  g_autofree char *stem = g_path_get_basename (taper_bundle_get_path (bundle));
  JsonObject *entry;

  if (g_str_has_suffix (stem, ".safetensors"))
    stem[strlen (stem) - strlen (".safetensors")] = '\0';
  entry = get_object (root, stem);
  if (entry != NULL && get_object (entry, "tasks") != NULL)
    return get_object (entry, "tasks");
  return get_object (root, "tasks") != NULL ? get_object (root, "tasks") : root;
}

/* {classes: [id or name]} -> task */
static TaperTask *
parse_task (TaperClassList *classes, JsonNode *node, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  JsonNode *list = NULL;
  JsonArray *array;

  if (JSON_NODE_HOLDS_OBJECT (node))
    list = json_object_get_member (json_node_get_object (node), "classes");
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_TASK,
                   _ ("expected an object with an array “classes”"));
      return NULL;
    }
  array = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (json_node_get_value_type (element) != G_TYPE_STRING)
        {
          g_set_error (error, TAPER_ERROR, TAPER_ERROR_TASK,
                       _ ("element %u of “classes” is not a string"), i);
          return NULL;
        }
      g_ptr_array_add (names, (gpointer) json_node_get_string (element));
    }
  g_ptr_array_add (names, NULL);
  return taper_task_new_from_names (classes, (const char *const *) names->pdata, error);
}

static gboolean
read_task_file (TaskSet *set, TaperBundle *bundle, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  root = json_from_string (text, error);
  if (root != NULL && !JSON_NODE_HOLDS_OBJECT (root))
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_TASK, _ ("expected a JSON object of tasks"));
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  json_object_iter_init_ordered (&iter, find_task_map (json_node_get_object (root), bundle));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      TaperTask *task = parse_task (taper_bundle_get_classes (bundle), value, error);

      if (task == NULL)
        {
          g_prefix_error (error, "%s: task “%s”: ", path, name);
          return FALSE;
        }
      task_set_add (set, name, task);
    }
  return TRUE;
}

/* Without those of one class: every method is always right on them. */
static void
add_all_groups (TaskSet *set, TaperBundle *bundle)
{
  TaperClassList *classes = taper_bundle_get_classes (bundle);

  for (guint g = 0; g < taper_class_list_get_n_groups (classes); g++)
    {
      const char *group = taper_class_list_get_group_name (classes, g);
      g_autofree char *name = g_strdup_printf ("group: %s", group);
      guint n;
      const guint *indices = taper_class_list_get_group_classes (classes, g, &n);

      if (n > 1)
        task_set_add (set, name,
                      taper_task_new (taper_class_list_get_n_classes (classes), indices, n));
    }
}

/* --tasks, else the given task, else every group; FALSE after saying why. */
static gboolean
collect_tasks (TaskSet *set, const TaperCliOptions *options, const char *tasks_file,
               TaperBundle *bundle)
{
  g_autoptr (GError) error = NULL;

  if (tasks_file != NULL && !read_task_file (set, bundle, tasks_file, &error))
    {
      taper_cli_report (_ ("%s; a file of tasks looks like "
                           "{\"tasks\": {\"NAME\": {\"classes\": [\"CLASS\", …]}}}"),
                        error->message);
      return FALSE;
    }
  if (taper_cli_options_have_task (options))
    {
      TaperTask *task = taper_cli_read_task (options, bundle);

      if (task == NULL)
        return FALSE;
      task_set_add (set, "task", task);
    }
  else if (tasks_file == NULL)
    {
      add_all_groups (set, bundle);
    }
  return TRUE;
}

static void
add_percent (TaperCliTable *table, guint correct, guint images)
{
  if (images > 0)
    taper_cli_table_add (table, "%.2f %%", 100.0 * correct / images);
  else
    taper_cli_table_add (table, "–");
}

static void
add_header (TaperCliTable *table)
{
  taper_cli_table_add (table, "%s", _ ("task"));
  taper_cli_table_add (table, "%s", _ ("classes"));
  taper_cli_table_add (table, "%s", _ ("pictures"));
  taper_cli_table_add (table, "%s", _ ("class selection"));
  taper_cli_table_add (table, "%s", _ ("personalized"));
  taper_cli_table_add (table, "%s", _ ("points"));
  /* xgettext:no-c-format */
  taper_cli_table_add (table, "%s", _ ("95 % interval"));
  taper_cli_table_add (table, "%s", _ ("verdict"));
}

static guint
count_images (const TaperEvaluation *evaluation)
{
  return taper_picture_set_get_n (taper_evaluation_get_pictures (evaluation));
}

/* Right answers of one task. */
typedef struct {
  guint images, selection, personalized;
} Counts;

static Counts
count (const TaperTaskResult *result)
{
  return (Counts){ result->n, taper_task_result_count_correct (result, result->selection),
                   taper_task_result_count_correct (result, result->personalized) };
}

/* Mean over the tasks that have pictures, each task counting the same. */
static void
add_mean (TaperCliTable *table, const TaperEvaluation *evaluation)
{
  double selection = 0, personalized = 0;
  guint n = 0;

  for (guint i = 0; i < evaluation->results->len; i++)
    {
      Counts counts = count (evaluation->results->pdata[i]);

      if (counts.images == 0)
        continue;
      selection += 100.0 * counts.selection / counts.images;
      personalized += 100.0 * counts.personalized / counts.images;
      n++;
    }
  if (n < 2)
    return;
  taper_cli_table_add (table, _ ("mean of %u tasks"), n);
  taper_cli_table_add (table, "%s", "");
  taper_cli_table_add (table, "%s", "");
  taper_cli_table_add (table, "%.2f %%", selection / n);
  taper_cli_table_add (table, "%.2f %%", personalized / n);
  taper_cli_table_add (table, "%+.2f", (personalized - selection) / n);
  taper_cli_table_add (table, "%s", "");
  taper_cli_table_add (table, "%s", "");
}

static void
add_paired (TaperCliTable *table, const TaperTaskResult *result)
{
  TaperPaired paired;

  taper_cli_pair (result, &paired);
  if (paired.n > 0)
    taper_cli_table_add (table, "%+.1f…%+.1f", 100 * paired.interval.low,
                         100 * paired.interval.high);
  else
    taper_cli_table_add (table, "–");
  switch (paired.verdict)
    {
    case TAPER_VERDICT_NOTHING:
      taper_cli_table_add (table, "%s", _ ("no picture of this task"));
      break;
    case TAPER_VERDICT_SAME:
      taper_cli_table_add (table, "%s", _ ("no difference"));
      break;
    case TAPER_VERDICT_TOO_FEW:
      taper_cli_table_add (table, "%s", _ ("not enough pictures to tell"));
      break;
    case TAPER_VERDICT_BETTER:
      taper_cli_table_add (table, "%s", _ ("better"));
      break;
    case TAPER_VERDICT_WORSE:
      taper_cli_table_add (table, "%s", _ ("worse"));
      break;
    }
}

/* A single task is told in full. (transfer full) (nullable) */
static TaperTrialSummary *
summarize (TaperBundle *bundle, const TaskSet *set, const TaperEvaluation *evaluation)
{
  g_autoptr (TaperTrial) trial = NULL;

  if (set->tasks->len != 1)
    return NULL;
  trial = taper_trial_new (bundle, set->tasks->pdata[0], 1);
  if (!taper_trial_add (trial, evaluation->predictor, NULL, NULL, NULL, NULL, NULL))
    return NULL;
  return taper_trial_summarize (trial, 1);
}

static void
print_text (TaperBundle *bundle, const TaskSet *set, const TaperEvaluation *evaluation)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("lrrrrrrl");
  g_autofree char *name = taper_cli_escape (taper_bundle_get_label (bundle));
  g_autoptr (TaperTrialSummary) summary = NULL;

  /* Translators: bundle, right answers, pictures, percentage, number of classes */
  taper_cli_print (_ ("%s: generic model right on %u of %u pictures (%.2f %%) over all %u "
                      "classes\n\n"),
                   name, evaluation->generic_top1_correct, count_images (evaluation),
                   100.0 * evaluation->generic_top1_correct / count_images (evaluation),
                   taper_class_list_get_n_classes (taper_bundle_get_classes (bundle)));
  add_header (table);
  for (guint i = 0; i < evaluation->results->len; i++)
    {
      const TaperTaskResult *result = evaluation->results->pdata[i];
      Counts counts = count (result);

      taper_cli_table_add (table, "%s", (const char *) set->names->pdata[i]);
      taper_cli_table_add (table, "%u", result->m);
      taper_cli_table_add (table, "%u", counts.images);
      add_percent (table, counts.selection, counts.images);
      add_percent (table, counts.personalized, counts.images);
      if (counts.images > 0)
        taper_cli_table_add (table, "%+.2f",
                             100.0 * ((int) counts.personalized - (int) counts.selection) /
                                 counts.images);
      else
        taper_cli_table_add (table, "–");
      add_paired (table, result);
    }
  add_mean (table, evaluation);
  taper_cli_table_print (table, 0);
  summary = summarize (bundle, set, evaluation);
  if (summary != NULL)
    taper_cli_print_trial (summary);
}

static void
json_one_task (JsonBuilder *builder, TaperClassList *classes, const char *name,
               const TaperTaskResult *result)
{
  Counts counts = count (result);
  TaperPaired paired;

  taper_cli_pair (result, &paired);
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->m; i++)
    taper_cli_json_string (builder, NULL,
                           taper_class_list_get_class (classes, result->classes[i])->id);
  json_builder_end_array (builder);
  taper_cli_json_int (builder, "images", counts.images);
  taper_cli_json_int (builder, "class_selection_correct", counts.selection);
  taper_cli_json_int (builder, "personalised_correct", counts.personalized);
  taper_cli_json_paired (builder, "paired", &paired);
  json_builder_end_object (builder);
}

static void
print_json (TaperBundle *bundle, const char *data, const TaskSet *set,
            const TaperEvaluation *evaluation, const char *const *problems, double seconds)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (TaperTrialSummary) summary = summarize (bundle, set, evaluation);
  GPtrArray *unreadable =
      taper_picture_set_get_unreadable (taper_evaluation_get_pictures (evaluation));

  json_builder_begin_object (builder);
  taper_cli_json_bundle (builder, "bundle", bundle);
  taper_cli_json_string (builder, "data", data);
  taper_cli_json_int (builder, "images", count_images (evaluation));
  taper_cli_json_int (builder, "generic_top1_correct", evaluation->generic_top1_correct);
  json_builder_set_member_name (builder, "tasks");
  json_builder_begin_object (builder);
  for (guint i = 0; i < evaluation->results->len; i++)
    json_one_task (builder, taper_bundle_get_classes (bundle), set->names->pdata[i],
                   evaluation->results->pdata[i]);
  json_builder_end_object (builder);
  if (summary != NULL)
    taper_cli_json_trial (builder, "trial", summary);
  json_builder_set_member_name (builder, "unreadable");
  json_builder_begin_array (builder);
  for (guint i = 0; i < unreadable->len; i++)
    taper_cli_json_string (builder, NULL, unreadable->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; problems[i] != NULL; i++)
    taper_cli_json_string (builder, NULL, problems[i]);
  json_builder_end_array (builder);
  taper_cli_json_double (builder, "seconds", seconds);
  taper_cli_json_int (builder, "threads", taper_pool_get_threads ());
  json_builder_end_object (builder);
  taper_cli_json_print (builder);
}

static int
evaluate (TaperBundle *bundle, const TaskSet *set, const char *data, char **mappings,
          TaperLogitCache *cache, const TaperCliOptions *options)
{
  TaperCliProgress progress = { _ ("Evaluating"), 0 };
  gint64 start = g_get_monotonic_time ();
  g_auto (GStrv) problems = NULL;
  g_autoptr (TaperPictureSet) pictures =
      taper_cli_load_pictures (data, bundle, mappings, &problems);
  g_autoptr (TaperEvaluation) evaluation = NULL;
  double seconds;

  if (pictures == NULL)
    return TAPER_CLI_FAILED;
  evaluation = taper_evaluate (bundle, pictures, set->tasks, cache, taper_cli_progress_cb,
                               &progress, NULL, NULL);
  taper_predictor_set_cache (evaluation->predictor, cache);
  taper_cli_progress_clear (&progress);
  seconds = (g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC;
  if (options->json)
    print_json (bundle, data, set, evaluation, (const char *const *) problems, seconds);
  else
    print_text (bundle, set, evaluation);
  if (options->verbose)
    taper_cli_report (_ ("%.1f s, %.0f pictures per second, %u threads"), seconds,
                      count_images (evaluation) / seconds, taper_pool_get_threads ());
  return TAPER_CLI_OK;
}

int
taper_cli_evaluate (int argc, char **argv)
{
  g_autofree char *data = NULL, *tasks_file = NULL;
  g_auto (GStrv) mappings = NULL;
  gboolean no_cache = FALSE;
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &data,
      N_ ("Folder with a folder of pictures per class or pictures named by class, or a CSV list"),
      N_ ("DIR") },
    { "map", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &mappings,
      N_ ("What a label of the data means; without a class its pictures are left out"),
      N_ ("LABEL=CLASS") },
    { "tasks", 0, 0, G_OPTION_ARG_FILENAME, &tasks_file,
      N_ ("Tasks to count, as JSON: {\"tasks\": {\"NAME\": {\"classes\": [\"CLASS\"]}}}"),
      N_ ("FILE") },
    { "no-cache", 0, 0, G_OPTION_ARG_NONE, &no_cache,
      N_ ("Compute everything anew and keep nothing"), NULL },
    { NULL },
  };
  const TaperCliUsage usage = {
    .summary = _ ("Counts right answers of the generic model with class selection and of the "
                  "personalized model over a folder of pictures. Without a task, every group of "
                  "the bundle with two classes or more is one. A file of tasks for several bundles "
                  "holds {\"BUNDLE\": {\"tasks\": …}} for each. Pictures that cannot be read are "
                  "named and left out; the exit code is 1 only if none can."),
    .example = "  taper-cli evaluate --data pictures --group \"Apple\"\n"
               "  taper-cli evaluate -b tiny-imagenet-s8 --data val --tasks tasks.json --json",
    .entries = entries,
    .flags = TAPER_CLI_WITH_BUNDLE | TAPER_CLI_WITH_TASK,
  };
  g_auto (TaperCliOptions) options = { 0 };
  g_auto (TaskSet) set = { 0 };
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (TaperLogitCache) cache = NULL;
  int status;

  if (!taper_cli_options_parse (&options, &usage, argc, argv, &status))
    return status;
  if (data == NULL)
    return taper_cli_usage_error (_ ("no pictures given; name their folder with --data"));
  bundle = taper_cli_open_bundle (options.bundle);
  task_set_init (&set);
  if (bundle == NULL || !collect_tasks (&set, &options, tasks_file, bundle))
    return TAPER_CLI_FAILED;
  cache = no_cache ? NULL : taper_cli_open_cache ();
  return evaluate (bundle, &set, data, mappings, cache, &options);
}
