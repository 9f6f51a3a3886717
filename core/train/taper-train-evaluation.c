/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-batch-private.h"
#include "core/train/taper-train-evaluation.h"

#include <math.h>
#include <string.h>

#define STREAM 0xe7a104

typedef struct {
  guint n;
  guint *classes;
} Task;

/* What all tasks are measured with. */
typedef struct {
  TaperTrainer *trainer;
  TaperBundle *bundle;
  const TaperPictureCache *cache;
  const guint *index, *label; /* (n) */
  guint n;
  float *generic_logits; /* (n, C) */
  TaperParameters *blended;
} Bench;

static gboolean
in_task (const Task *task, guint class_index)
{
  for (guint i = 0; i < task->n; i++)
    if (task->classes[i] == class_index)
      return TRUE;
  return FALSE;
}

static guint
best_of (const float *logits, const guint *classes, guint n)
{
  guint best = classes[0];

  for (guint i = 1; i < n; i++)
    if (logits[classes[i]] > logits[best])
      best = classes[i];
  return best;
}

/* Places in @bench->index of the pictures of the task's classes. */
static guint
find_pictures (const Bench *bench, const Task *task, guint *places)
{
  guint found = 0;

  for (guint i = 0; i < bench->n; i++)
    if (in_task (task, bench->label[i]))
      places[found++] = i;
  return found;
}

/* Pictures right with the network blended by @coefficients. */
static guint
count_blended (Bench *bench, const Task *task, const float *coefficients, const guint *places,
               guint n_places)
{
  TaperTrainer *trainer = bench->trainer;
  g_autofree guint *index = g_new (guint, MAX (n_places, 1));
  g_autofree float *logits = g_new0 (float, (gsize) MAX (n_places, 1) * trainer->n_classes);
  g_autofree float *params = NULL;
  guint correct = 0;

  taper_bases_blend (taper_bundle_get_bases (bench->bundle), coefficients, bench->blended);
  params = taper_flatten_parameters (trainer->net, bench->blended);
  for (guint i = 0; i < n_places; i++)
    index[i] = bench->index[places[i]];
  taper_predict (trainer, trainer->net, params, bench->cache, index, n_places, FALSE, logits);
  for (guint i = 0; i < n_places; i++)
    correct += best_of (logits + (gsize) i * trainer->n_classes, task->classes, task->n) ==
               bench->label[places[i]];
  return correct;
}

static void
predict_coefficients (Bench *bench, const Task *task, float *out)
{
  g_autoptr (TaperTask) description =
      taper_task_new (bench->trainer->n_classes, task->classes, task->n);

  taper_mixer_predict (taper_bundle_get_mixer (bench->bundle), description, out);
}

/* Percent right of one task: class selection, personalized, uniform mix, shuffled. */
static guint
measure_task (Bench *bench, const Task *task, const Task *other, double out[4])
{
  guint n_bases = taper_bundle_get_n_bases (bench->bundle);
  guint rows = taper_network_get_n_layers (bench->trainer->network) * n_bases;
  g_autofree float *coefficients = g_new (float, rows);
  g_autofree guint *places = g_new (guint, bench->n);
  guint n = find_pictures (bench, task, places), selected = 0;

  for (guint i = 0; i < n; i++)
    selected += best_of (bench->generic_logits + (gsize) places[i] * bench->trainer->n_classes,
                         task->classes, task->n) == bench->label[places[i]];
  out[0] = 100.0 * selected / MAX (n, 1);
  predict_coefficients (bench, task, coefficients);
  out[1] = 100.0 * count_blended (bench, task, coefficients, places, n) / MAX (n, 1);
  for (guint i = 0; i < rows; i++)
    coefficients[i] = 1.0f / (float) n_bases;
  out[2] = 100.0 * count_blended (bench, task, coefficients, places, n) / MAX (n, 1);
  predict_coefficients (bench, other, coefficients);
  out[3] = 100.0 * count_blended (bench, task, coefficients, places, n) / MAX (n, 1);
  return n;
}

static gboolean
measure_kind (Bench *bench, const char *kind, const Task *tasks, guint n_tasks,
              TaperTrainEvaluation *result, GError **error)
{
  TaperTaskAccuracy sum = { .kind = g_strdup (kind), .n_tasks = n_tasks };
  double squares = 0;

  for (guint t = 0; t < n_tasks; t++)
    {
      double percent[4], difference;

      sum.pictures += measure_task (bench, &tasks[t], &tasks[(t + 1) % n_tasks], percent);
      difference = percent[1] - percent[0];
      sum.class_selection += percent[0] / n_tasks;
      sum.personalized += percent[1] / n_tasks;
      sum.uniform_mix += percent[2] / n_tasks;
      sum.shuffled += percent[3] / n_tasks;
      sum.difference += difference / n_tasks;
      squares += difference * difference;
      bench->trainer->step++;
      taper_trainer_tell (bench->trainer, 0, NULL);
      if (g_cancellable_set_error_if_cancelled (bench->trainer->cancellable, error))
        {
          g_free (sum.kind);
          return FALSE;
        }
    }
  if (n_tasks > 1)
    sum.standard_error =
        sqrt (MAX (squares / n_tasks - sum.difference * sum.difference, 0) / (n_tasks - 1));
  g_array_append_val (result->kinds, sum);
  return TRUE;
}

static void
clear_tasks (Task *tasks, guint n)
{
  for (guint t = 0; t < n; t++)
    g_free (tasks[t].classes);
  g_free (tasks);
}

/* Tasks of @size classes; the same for every bundle of these classes. */
static gboolean
measure_sampled (Bench *bench, gboolean related, guint size, TaperTrainEvaluation *result,
                 GError **error)
{
  TaperTrainer *trainer = bench->trainer;
  guint n_tasks = trainer->config->evaluation_tasks;
  g_autofree char *kind = g_strdup_printf ("%s %u", related ? "related" : "random", size);
  Task *tasks;
  gboolean ok;

  if (size >= trainer->n_classes)
    return TRUE;
  tasks = g_new0 (Task, n_tasks);
  for (guint t = 0; t < n_tasks; t++)
    {
      TaperRandom random = taper_random_stream (STREAM, size * 2 + (related ? 1 : 0), t);

      tasks[t] = (Task){ size, g_new (guint, size) };
      if (related)
        taper_sample_related (&trainer->grouping, &random, size, tasks[t].classes);
      else
        taper_sample_any (&random, trainer->n_classes, size, tasks[t].classes);
    }
  ok = measure_kind (bench, kind, tasks, n_tasks, result, error);
  clear_tasks (tasks, n_tasks);
  return ok;
}

/* Each group of at least two classes. */
static gboolean
measure_groups (Bench *bench, TaperTrainEvaluation *result, GError **error)
{
  const TaperGrouping *grouping = &bench->trainer->grouping;
  Task *tasks = g_new0 (Task, grouping->n_groups);
  guint n_tasks = 0;
  gboolean ok = TRUE;

  for (guint g = 0; g < grouping->n_groups; g++)
    {
      Task *task = &tasks[n_tasks];

      task->classes = g_new (guint, grouping->n);
      for (guint c = 0; c < grouping->n; c++)
        if (grouping->group[c] == g)
          task->classes[task->n++] = c;
      if (task->n >= 2)
        n_tasks++;
      else
        {
          g_free (task->classes);
          *task = (Task){ 0 };
        }
    }
  if (n_tasks > 1)
    ok = measure_kind (bench, "groups", tasks, n_tasks, result, error);
  clear_tasks (tasks, n_tasks);
  return ok;
}

static void
measure_generic (Bench *bench, TaperTrainEvaluation *result)
{
  TaperTrainer *trainer = bench->trainer;
  g_autofree float *params =
      taper_flatten_parameters (trainer->net, taper_bundle_get_generic (bench->bundle));
  g_autofree guint *all = g_new (guint, trainer->n_classes);
  guint correct = 0;

  for (guint c = 0; c < trainer->n_classes; c++)
    all[c] = c;
  taper_predict (trainer, trainer->net, params, bench->cache, bench->index, bench->n, FALSE,
                 bench->generic_logits);
  for (guint i = 0; i < bench->n; i++)
    correct += best_of (bench->generic_logits + (gsize) i * trainer->n_classes, all,
                        trainer->n_classes) == bench->label[i];
  result->pictures = bench->n;
  result->generic_top1 = 100.0 * correct / MAX (bench->n, 1);
}

TaperTrainEvaluation *
taper_train_evaluate (TaperTrainer *trainer, TaperBundle *bundle, const TaperPictureCache *cache,
                      const guint *index, guint n, const GArray *labels, GError **error)
{
  static const guint sizes[] = { 5, 10, 20 };
  g_autoptr (TaperTrainEvaluation) self = g_new0 (TaperTrainEvaluation, 1);
  g_autofree float *logits = g_new0 (float, (gsize) MAX (n, 1) * trainer->n_classes);
  g_autofree guint *label = g_new (guint, MAX (n, 1));
  g_autoptr (TaperParameters) blended = taper_parameters_new (taper_bundle_get_network (bundle));
  Bench bench = { trainer, bundle, cache, index, label, n, logits, blended };
  gboolean ok = TRUE;

  self->kinds = g_array_new (FALSE, FALSE, sizeof (TaperTaskAccuracy));
  for (guint i = 0; i < n; i++)
    label[i] = g_array_index (labels, guint, index[i]);
  taper_trainer_begin_stage (trainer, TAPER_TRAIN_EVALUATING, 0,
                             6 * trainer->config->evaluation_tasks + trainer->grouping.n_groups);
  trainer->step = 0;
  measure_generic (&bench, self);
  for (guint s = 0; ok && s < G_N_ELEMENTS (sizes); s++)
    ok = measure_sampled (&bench, TRUE, sizes[s], self, error);
  ok = ok && measure_groups (&bench, self, error);
  for (guint s = 0; ok && s < G_N_ELEMENTS (sizes); s++)
    ok = measure_sampled (&bench, FALSE, sizes[s], self, error);
  return ok ? g_steal_pointer (&self) : NULL;
}

void
taper_train_evaluation_free (TaperTrainEvaluation *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->kinds->len; i++)
    g_free (g_array_index (self->kinds, TaperTaskAccuracy, i).kind);
  g_array_unref (self->kinds);
  g_free (self);
}

static void
set_rounded (JsonObject *object, const char *member, double value)
{
  json_object_set_double_member (object, member, round (value * 100) / 100);
}

char *
taper_train_evaluation_to_json (const TaperTrainEvaluation *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *all = json_object_new ();

  json_node_take_object (root, all);
  for (guint i = 0; i < self->kinds->len; i++)
    {
      const TaperTaskAccuracy *kind = &g_array_index (self->kinds, TaperTaskAccuracy, i);
      JsonObject *object = json_object_new ();

      set_rounded (object, "class_selection", kind->class_selection);
      set_rounded (object, "personalized", kind->personalized);
      set_rounded (object, "uniform_mix", kind->uniform_mix);
      set_rounded (object, "shuffled_description", kind->shuffled);
      set_rounded (object, "difference", kind->difference);
      set_rounded (object, "standard_error", kind->standard_error);
      json_object_set_int_member (object, "tasks", kind->n_tasks);
      json_object_set_int_member (object, "pictures", kind->pictures);
      json_object_set_object_member (all, kind->kind, object);
    }
  return json_to_string (root, FALSE);
}
