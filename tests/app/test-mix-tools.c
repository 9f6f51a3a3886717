/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/app-document.h"

#include <math.h>
#include <string.h>

static TaperMixTools *
open_demo (Watched *self)
{
  taper_document_open_demo (self->document);
  watched_settle (self);
  return taper_document_get_mix_tools (self->document);
}

static float
get_cell (Watched *self, guint layer, guint basis)
{
  return taper_snapshot_get_coefficient (taper_document_get_snapshot (self->document), layer,
                                         basis);
}

/* A drag is one undo step; the banner's property follows; ticks keep what was set. */
static void
test_edit (Watched *self, gconstpointer data)
{
  TaperMixTools *tools = open_demo (self);
  const float before = get_cell (self, 3, 1), other = get_cell (self, 4, 1);
  g_autofree char *label = NULL;
  gboolean edited;

  for (guint i = 1; i <= 5; i++)
    {
      taper_mix_tools_set_coefficient (tools, 3, 1, i / 5.0 * 0.9, TRUE);
      watched_settle (self);
    }
  taper_mix_tools_finish (tools);
  watched_settle (self);
  g_object_get (tools, "edited", &edited, NULL);
  g_object_get (self->document, "undo-label", &label, NULL);
  g_assert_true (edited);
  g_assert_true (g_str_has_prefix (label, "Set “"));
  g_assert_cmpfloat (get_cell (self, 3, 1), ==, 0.9f);
  g_assert_true (taper_snapshot_is_edited (taper_document_get_snapshot (self->document)));

  taper_document_tick_all (self->document);
  watched_settle (self);
  g_assert_cmpfloat (get_cell (self, 3, 1), ==, 0.9f);
  g_assert_cmpfloat (get_cell (self, 4, 1), !=, other);
  g_assert_true (taper_document_undo (self->document));
  g_assert_true (taper_document_undo (self->document));
  watched_settle (self);
  g_object_get (tools, "edited", &edited, NULL);
  g_assert_false (edited);
  g_assert_cmpfloat (get_cell (self, 3, 1), ==, before);
  g_assert_true (taper_document_redo (self->document));
  watched_settle (self);
  g_assert_cmpfloat (get_cell (self, 3, 1), ==, 0.9f);
  taper_mix_tools_revert (tools);
  watched_settle (self);
  g_assert_cmpfloat (get_cell (self, 3, 1), ==, before);
  g_assert_null (taper_mix_tools_get_edit (tools));
}

static void
test_locks_and_sums (Watched *self, gconstpointer data)
{
  TaperMixTools *tools = open_demo (self);
  const float held = get_cell (self, 2, 0);
  double sum = 0;

  taper_mix_tools_set_locked (tools, 2, 0, TRUE);
  taper_mix_tools_set_coefficient (tools, 2, 5, 0.2, FALSE);
  watched_settle (self);
  g_assert_true (taper_mix_tools_get_locked (tools, 2, 0));
  g_assert_cmpfloat (get_cell (self, 2, 0), ==, held);
  for (guint k = 0; k < 8; k++)
    sum += get_cell (self, 2, k);
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);

  g_object_set (tools, "keep-sums", FALSE, NULL);
  taper_mix_tools_set_coefficient (tools, 2, 5, 0.9, FALSE);
  watched_settle (self);
  sum = 0;
  for (guint k = 0; k < 8; k++)
    sum += get_cell (self, 2, k);
  g_assert_cmpfloat (sum, >, 1.5);
  g_object_set (tools, "keep-sums", TRUE, NULL);
  watched_settle (self);
  sum = 0;
  for (guint k = 0; k < 8; k++)
    sum += get_cell (self, 2, k);
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
  taper_mix_tools_reset_layer (tools, 2);
  g_assert_null (taper_mix_tools_get_edit (tools));
}

static void
test_compare (Watched *self, gconstpointer data)
{
  TaperMixTools *tools = open_demo (self);
  TaperSnapshot *snapshot;
  g_autoptr (TaperTask) first = taper_task_ref (taper_document_get_task (self->document));
  gboolean pinned;

  taper_mix_tools_pin (tools);
  taper_document_tick_all (self->document);
  watched_settle (self);
  snapshot = taper_document_get_snapshot (self->document);
  g_assert_nonnull (snapshot->pinned_coefficients);
  g_assert_cmpfloat (snapshot->cosine, <, 0.999);
  g_assert_cmpfloat (snapshot->cosine, >, 0);

  taper_mix_tools_swap (tools);
  watched_settle (self);
  g_assert_true (taper_task_equal (taper_document_get_task (self->document), first));
  taper_mix_tools_unpin (tools);
  watched_settle (self);
  g_object_get (tools, "pinned", &pinned, NULL);
  g_assert_false (pinned);
  g_assert_null (taper_document_get_snapshot (self->document)->pinned_coefficients);
}

/* The model on the way really answers: at 0 it is the generic one, masked: class selection. */
static void
test_scrub (Watched *self, gconstpointer data)
{
  TaperMixTools *tools = open_demo (self);
  TaperSnapshot *snapshot;

  taper_mix_tools_set_scrub (tools, TAPER_SCRUB_GENERIC, 0);
  watched_settle (self);
  snapshot = taper_document_get_snapshot (self->document);
  g_assert_cmpuint (snapshot->n_answers, ==, 6);
  for (guint i = 0; i < snapshot->n_answers; i++)
    {
      const TaperPictureAnswer *answer = &snapshot->answers[i];

      g_assert_false (answer->changed);
      g_assert_cmpfloat_with_epsilon (answer->lanes[TAPER_LANE_PERSONALIZED].top[0].logit,
                                      answer->lanes[TAPER_LANE_SELECTION].top[0].logit, 1e-4);
    }
  g_object_set (tools, "position", 0.5, NULL);
  watched_settle (self);
  g_assert_cmpfloat (taper_document_get_snapshot (self->document)->tuning->position, ==, 0.5);
  taper_mix_tools_set_scrub (tools, TAPER_SCRUB_NONE, 1);
  watched_settle (self);
  g_assert_null (taper_document_get_snapshot (self->document)->tuning);
  /* nothing is pinned: there is no such way */
  taper_mix_tools_set_scrub (tools, TAPER_SCRUB_PINNED, 0.5);
  g_assert_cmpint (taper_mix_tools_get_scrub (tools), ==, TAPER_SCRUB_NONE);
}

/* What is said of a class is what comes when it is really unticked. */
static void
test_what_if (Watched *self, gconstpointer data)
{
  TaperMixTools *tools = open_demo (self);
  const guint class_index =
      taper_task_get_selected (taper_document_get_task (self->document), &(guint){ 0 })[0];
  TaperWhatIf *what_if;
  g_autoptr (TaperSnapshot) answer = NULL;
  g_autofree char *text = NULL;
  g_autoptr (TaperSnapshot) before =
      taper_snapshot_ref (taper_document_get_snapshot (self->document));

  taper_mix_tools_consider (tools, (int) class_index);
  TEST_WAIT_UNTIL (taper_mix_tools_get_what_if (tools) != NULL);
  what_if = taper_mix_tools_get_what_if (tools);
  g_assert_true (what_if->without);
  g_assert_cmpuint (what_if->class_index, ==, class_index);
  text = taper_what_if_describe (what_if);
  g_assert_true (g_str_has_prefix (text, "Without “"));
  g_assert_nonnull (strstr (text, "of 6 answers change"));
  answer = taper_snapshot_ref (what_if->snapshot);
  g_assert_true (taper_document_get_snapshot (self->document) == before);

  taper_document_set_ticked (self->document, class_index, FALSE);
  watched_settle (self);
  for (guint l = 0; l < answer->n_layers; l++)
    for (guint k = 0; k < answer->n_bases; k++)
      g_assert_cmpfloat (taper_snapshot_get_coefficient (answer, l, k), ==, get_cell (self, l, k));
  for (guint i = 0; i < answer->n_answers; i++)
    g_assert_cmpuint (answer->answers[i].lanes[TAPER_LANE_PERSONALIZED].top[0].class_index, ==,
                      taper_document_get_snapshot (self->document)
                          ->answers[i]
                          .lanes[TAPER_LANE_PERSONALIZED]
                          .top[0]
                          .class_index);
  /* It follows: now the question is what the class would add. */
  TEST_WAIT_UNTIL (taper_mix_tools_get_what_if (tools) != NULL);
  g_assert_false (taper_mix_tools_get_what_if (tools)->without);
  taper_mix_tools_consider (tools, -1);
  g_assert_null (taper_mix_tools_get_what_if (tools));
}

/* Pointing at one class after the other while ticking: the document's results come as ever. */
static void
test_what_if_storm (Watched *self, gconstpointer data)
{
  TaperMixTools *tools = open_demo (self);

  for (int i = 0; i < 60; i++)
    {
      taper_mix_tools_consider (tools, i % 40);
      if (i % 7 == 0)
        {
          taper_document_set_ticked (self->document, (guint) i, TRUE);
          watched_settle (self);
        }
      test_run_ready ();
    }
  taper_mix_tools_consider (tools, 41);
  TEST_WAIT_UNTIL (taper_mix_tools_get_what_if (tools) != NULL &&
                   taper_mix_tools_get_what_if (tools)->class_index == 41);
}

static void
test_survey (Watched *self, gconstpointer data)
{
  TaperMixTools *tools = open_demo (self);
  TaperSurvey *survey;
  g_autofree char *usage = NULL, *fine = NULL, *many = NULL;
  g_autoptr (TaperTask) all = NULL;

  TEST_WAIT_UNTIL (taper_mix_tools_get_survey (tools) != NULL);
  survey = taper_mix_tools_get_survey (tools);
  usage = taper_survey_describe_usage (survey,
                                       taper_document_get_snapshot (self->document)->basis_share);
  g_assert_nonnull (strstr (usage, "of 8 bases;"));
  g_assert_null (strstr (usage, "Never"));
  fine = taper_survey_warn (survey, taper_document_get_task (self->document));
  g_assert_null (fine);
  taper_document_tick_all (self->document);
  many = taper_survey_warn (survey, taper_document_get_task (self->document));
  g_assert_cmpstr (many, ==, "The mixer was trained on tasks of 4 to 50 classes; this one has 81.");
}

/* Another bundle: nothing of the tools' state is left. */
static void
test_bundle (Watched *self, gconstpointer data)
{
  TaperMixTools *tools = open_demo (self);

  taper_mix_tools_pin (tools);
  taper_mix_tools_set_scrub (tools, TAPER_SCRUB_PINNED, 0.5);
  taper_mix_tools_set_coefficient (tools, 21, 0, 0.5, FALSE);
  taper_mix_tools_consider (tools, 80);
  watched_open (self, "bundles/tiny-imagenet-s8.safetensors");
  g_assert_null (taper_mix_tools_get_pinned (tools));
  g_assert_null (taper_mix_tools_get_edit (tools));
  g_assert_null (taper_mix_tools_get_what_if (tools));
  g_assert_cmpint (taper_mix_tools_get_scrub (tools), ==, TAPER_SCRUB_NONE);
  g_assert_null (taper_document_get_snapshot (self->document)->tuning);
  TEST_WAIT_UNTIL (taper_mix_tools_get_survey (tools) != NULL);
  g_assert_true (taper_mix_tools_get_survey (tools)->bundle ==
                 taper_document_get_bundle (self->document));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  WATCHED_TEST ("/mix-tools/edit", test_edit);
  WATCHED_TEST ("/mix-tools/locks-and-sums", test_locks_and_sums);
  WATCHED_TEST ("/mix-tools/compare", test_compare);
  WATCHED_TEST ("/mix-tools/scrub", test_scrub);
  WATCHED_TEST ("/mix-tools/what-if", test_what_if);
  WATCHED_TEST ("/mix-tools/what-if-storm", test_what_if_storm);
  WATCHED_TEST ("/mix-tools/survey", test_survey);
  WATCHED_TEST ("/mix-tools/bundle", test_bundle);
  return g_test_run ();
}
