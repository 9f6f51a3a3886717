/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-survey.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>
#include <math.h>

TaperSurvey *
taper_survey_new (TaperBundle *bundle)
{
  TaperSurvey *self = g_new0 (TaperSurvey, 1);
  TaperClassList *classes = taper_bundle_get_classes (bundle);

  self->ref_count = 1;
  self->bundle = taper_bundle_ref (bundle);
  self->coverage = taper_coverage_new (taper_bundle_get_mixer (bundle), classes);
  self->usage = taper_usage_new (taper_bundle_get_mixer (bundle), taper_bundle_get_network (bundle),
                                 classes, TAPER_SURVEY_TASKS, TAPER_SURVEY_SEED);
  return self;
}

TaperSurvey *
taper_survey_ref (TaperSurvey *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
taper_survey_unref (TaperSurvey *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  taper_coverage_unref (self->coverage);
  taper_usage_free (self->usage);
  taper_bundle_unref (self->bundle);
  g_free (self);
}

/* Surveys that are under way, of all windows. */
static GMutex running_mutex;
static GCond running_cond;
static guint n_running;

static void
survey_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (TaperBundle) bundle = data;

  if (!g_task_return_error_if_cancelled (task))
    {
      g_autoptr (TaperSurvey) survey = taper_survey_new (bundle);

      if (!g_task_return_error_if_cancelled (task))
        g_task_return_pointer (task, g_steal_pointer (&survey),
                               (GDestroyNotify) taper_survey_unref);
    }
  g_clear_pointer (&bundle, taper_bundle_unref);
  g_mutex_lock (&running_mutex);
  n_running--;
  g_cond_broadcast (&running_cond);
  g_mutex_unlock (&running_mutex);
}

void
taper_survey_new_async (TaperBundle *bundle, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_mutex_lock (&running_mutex);
  n_running++;
  g_mutex_unlock (&running_mutex);
  g_task_set_source_tag (task, taper_survey_new_async);
  g_task_set_priority (task, G_PRIORITY_LOW);
  /* The thread lets go of it: the task itself may outlive the main loop. */
  g_task_set_task_data (task, taper_bundle_ref (bundle), NULL);
  g_task_run_in_thread (task, survey_in_thread);
}

void
taper_survey_settle (void)
{
  g_mutex_lock (&running_mutex);
  while (n_running > 0)
    g_cond_wait (&running_cond, &running_mutex);
  g_mutex_unlock (&running_mutex);
}

TaperSurvey *
taper_survey_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
taper_survey_warn (const TaperSurvey *self, const TaperTask *task)
{
  const TaperCoverageVerdict verdict = taper_coverage_judge (self->coverage, task, NULL);
  guint n;

  taper_task_get_selected (task, &n);
  switch (verdict)
    {
    case TAPER_COVERAGE_FEW:
    case TAPER_COVERAGE_MANY:
      /* Translators: the plural follows the number of ticked classes. */
      return g_strdup_printf (
          ngettext ("The mixer was trained on tasks of %2$d to %3$d classes; this one has %1$u.",
                    "The mixer was trained on tasks of %2$d to %3$d classes; this one has %1$u.",
                    n),
          n, TAPER_COVERAGE_MIN, TAPER_COVERAGE_MAX);
    case TAPER_COVERAGE_FAR:
      return g_strdup (_ ("Unlike the tasks the mixer was trained on: farther from them than any "
                          "of 500 drawn as in training."));
    case TAPER_COVERAGE_FINE:
    default:
      return NULL;
    }
}

char *
taper_survey_describe_usage (const TaperSurvey *self, const double *shares)
{
  const TaperUsage *usage = self->usage;
  g_autoptr (GString) dead = g_string_new (NULL);
  g_autofree char *used = NULL;

  /* Translators: %1$.1f and %3$.1f are effective numbers: of how many equally used bases there
   * would be the same spread; %2$u is the number of bases, %4$u of tasks that were drawn. */
  used = g_strdup_printf (
      ngettext ("Uses %1$.1f of %2$u bases; %3$.1f on average over %4$u drawn task.",
                "Uses %1$.1f of %2$u bases; %3$.1f on average over %4$u drawn tasks.",
                usage->n_tasks),
      exp (taper_entropy (shares, usage->n_bases)), usage->n_bases, usage->effective,
      usage->n_tasks);
  if (usage->n_dead == 0)
    return g_steal_pointer (&used);
  for (guint k = 0; k < usage->n_bases; k++)
    if (usage->dead[k])
      g_string_append_printf (dead, "%s“%s”", dead->len > 0 ? ", " : "",
                              taper_bundle_get_basis_label (self->bundle, k));
  /* Translators: %1$s the sentence before; %2$s names of bases, the plural follows their number. */
  return g_strdup_printf (
      ngettext ("%1$s Never used: %2$s.", "%1$s Never used: %2$s.", usage->n_dead), used,
      dead->str);
}
