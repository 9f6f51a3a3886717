/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taper-config.h"

#include "app/cli/taper-cli-trial.h"

#include "app/cli/taper-cli-output.h"
#include "app/taper-trial-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define SEED 1

/* In the order of TaperMethod; for data files. */
static const char *const method_keys[TAPER_N_METHODS] = {
  "generic", "class_selection", "personalized", "uniform_mix", "other_description",
};

void
taper_cli_pair (const TaperTaskResult *result, TaperPaired *paired)
{
  g_autofree guint8 *first = g_new (guint8, MAX (result->n, 1));
  g_autofree guint8 *second = g_new (guint8, MAX (result->n, 1));

  for (guint i = 0; i < result->n; i++)
    {
      first[i] = taper_task_result_choose (result, result->selection, i) == result->truth[i];
      second[i] = taper_task_result_choose (result, result->personalized, i) == result->truth[i];
    }
  taper_paired_compare (paired, first, second, result->n, SEED);
}

void
taper_cli_json_paired (JsonBuilder *builder, const char *key, const TaperPaired *paired)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  taper_cli_json_double (builder, "difference", paired->difference);
  taper_cli_json_double (builder, "low", paired->interval.low);
  taper_cli_json_double (builder, "high", paired->interval.high);
  taper_cli_json_int (builder, "only_class_selection", paired->only_first);
  taper_cli_json_int (builder, "only_personalised", paired->only_second);
  taper_cli_json_double (builder, "mcnemar_p", paired->p_value);
  taper_cli_json_string (builder, "verdict", taper_verdict_to_string (paired->verdict));
  json_builder_end_object (builder);
}

void
taper_cli_print_trial (const TaperTrialSummary *summary)
{
  g_autoptr (TaperCliTable) table = taper_cli_table_new ("lr");
  g_autofree char *verdict = taper_trial_text_verdict (summary);
  g_autofree char *paired = taper_trial_text_paired (summary);
  g_autofree char *refusal = taper_trial_text_refusal (summary);

  taper_cli_print ("\n");
  for (guint method = 0; method < TAPER_N_METHODS; method++)
    {
      g_autofree char *share =
          taper_trial_text_share (summary->tally.correct[method], summary->tally.n);

      taper_cli_table_add (table, "%s", taper_trial_text_method (method));
      taper_cli_table_add (table, "%s", share);
    }
  taper_cli_table_add (table, "%s", _ ("Most frequent class"));
  taper_cli_table_add (table, "%.0f %%", 100 * summary->majority);
  taper_cli_table_add (table, "%s", _ ("Chance"));
  taper_cli_table_add (table, "%.0f %%", 100 * summary->chance);
  taper_cli_table_print (table, 2);
  taper_cli_print ("\n%s\n%s\n%s\n", verdict, paired, refusal);
  for (guint method = TAPER_METHOD_SELECTION; method <= TAPER_METHOD_PERSONALIZED; method++)
    {
      g_autofree char *quality = taper_trial_text_quality (summary, method);

      taper_cli_print ("%s: %s\n", taper_trial_text_method (method), quality);
    }
  if (summary->n_copies > 0)
    taper_cli_print (ngettext ("%u picture is a copy of another one.\n",
                               "%u pictures are copies of other ones.\n", summary->n_copies),
                     summary->n_copies);
}

static void
json_methods (JsonBuilder *builder, const TaperTally *tally)
{
  json_builder_set_member_name (builder, "methods");
  json_builder_begin_object (builder);
  for (guint method = 0; method < TAPER_N_METHODS; method++)
    {
      TaperInterval interval = taper_interval_wilson (tally->correct[method], tally->n);

      json_builder_set_member_name (builder, method_keys[method]);
      json_builder_begin_object (builder);
      taper_cli_json_int (builder, "correct", tally->correct[method]);
      taper_cli_json_int (builder, "n", tally->n);
      taper_cli_json_double (builder, "low", interval.low);
      taper_cli_json_double (builder, "high", interval.high);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

static void
json_quality (JsonBuilder *builder, const char *key, const TaperScoreQuality *quality)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  taper_cli_json_int (builder, "n_fit", quality->n_fit);
  taper_cli_json_int (builder, "n", quality->before.n);
  taper_cli_json_double (builder, "temperature", quality->temperature);
  taper_cli_json_double (builder, "ece", quality->before.ece);
  taper_cli_json_double (builder, "ece_calibrated", quality->after.ece);
  taper_cli_json_double (builder, "brier", quality->before.brier);
  taper_cli_json_double (builder, "brier_calibrated", quality->after.brier);
  json_builder_end_object (builder);
}

void
taper_cli_json_trial (JsonBuilder *builder, const char *key, const TaperTrialSummary *summary)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  json_methods (builder, &summary->tally);
  taper_cli_json_double (builder, "chance", summary->chance);
  taper_cli_json_double (builder, "majority", summary->majority);
  taper_cli_json_int (builder, "copies", summary->n_copies);
  json_quality (builder, "class_selection_scores", &summary->quality[0]);
  json_quality (builder, "personalized_scores", &summary->quality[1]);
  if (summary->refusal.valid)
    {
      json_builder_set_member_name (builder, "not_in_this_task");
      json_builder_begin_object (builder);
      taper_cli_json_double (builder, "threshold", summary->refusal.threshold);
      taper_cli_json_int (builder, "inside", summary->refusal.inside);
      taper_cli_json_int (builder, "false_refusals", summary->refusal.refused);
      taper_cli_json_int (builder, "outside", summary->refusal.outside);
      taper_cli_json_int (builder, "misses", summary->refusal.missed);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/* Index of the label @text (@length bytes), or -1. */
static int
find_label (const TaperLabelled *labelled, const char *text, gsize length)
{
  for (guint l = 0; l < taper_labelled_get_n_labels (labelled); l++)
    {
      const char *label = taper_labelled_get_label_text (labelled, l);

      if (strlen (label) == length && strncmp (label, text, length) == 0)
        return (int) l;
    }
  return -1;
}

gboolean
taper_cli_map_labels (const TaperLabelled *labelled, TaperClassList *classes, char **mappings,
                      int *map)
{
  for (guint i = 0; mappings != NULL && mappings[i] != NULL; i++)
    {
      const char *equals = strrchr (mappings[i], '=');
      int label = equals ? find_label (labelled, mappings[i], equals - mappings[i]) : -1;
      int class_index =
          equals && equals[1] ? taper_class_list_find (classes, equals + 1) : TAPER_LABEL_UNKNOWN;

      if (label < 0 || (class_index < 0 && equals[1] != '\0'))
        {
          taper_cli_report (_ ("--map %s: expected LABEL=CLASS with a label of the data and a "
                               "class of the bundle"),
                            mappings[i]);
          return FALSE;
        }
      map[label] = class_index;
    }
  return TRUE;
}
