/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Intervals, paired tests and calibration against SciPy's numbers: tests/golden/statistics.json */

#include "core/eval/taper-calibration.h"
#include "core/eval/taper-mcnemar.h"
#include "core/eval/taper-paired.h"
#include "core/eval/taper-refusal.h"

#include <json-glib/json-glib.h>
#include <math.h>

static JsonArray *
get_golden (JsonParser *parser, const char *member)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "statistics.json", NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                       member);
}

static void
test_wilson (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases = get_golden (parser, "wilson");
  TaperInterval nothing = taper_interval_wilson (0, 0);

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *one = json_array_get_object_element (cases, i);
      TaperInterval got = taper_interval_wilson (json_object_get_int_member (one, "successes"),
                                                 json_object_get_int_member (one, "n"));

      g_assert_cmpfloat_with_epsilon (got.low, json_object_get_double_member (one, "low"), 1e-12);
      g_assert_cmpfloat_with_epsilon (got.high, json_object_get_double_member (one, "high"), 1e-12);
    }
  g_assert_cmpfloat (nothing.low, ==, 0);
  g_assert_cmpfloat (nothing.high, ==, 1);
}

static void
test_mcnemar (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases = get_golden (parser, "mcnemar");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *one = json_array_get_object_element (cases, i);
      double p = json_object_get_double_member (one, "p");

      /* Sums of exponentials of lgamma: relative errors of 1e-12 for thousands of pictures. */
      g_assert_cmpfloat_with_epsilon (
          taper_mcnemar_exact (json_object_get_int_member (one, "only_a"),
                               json_object_get_int_member (one, "only_b")),
          p, 1e-9 * p);
    }
  g_assert_cmpfloat (taper_mcnemar_exact (0, 0), ==, 1);
}

static void
test_bootstrap (void)
{
  const double one = 0.25;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases = get_golden (parser, "bootstrap");
  TaperInterval got;

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);
      JsonArray *values = json_object_get_array_member (object, "values");
      guint n = json_array_get_length (values);
      g_autofree double *differences = g_new (double, n);
      double tolerance = 0.6 / sqrt (n) * 0.25; /* of two random quantiles, in widths */
      TaperInterval again;

      for (guint j = 0; j < n; j++)
        differences[j] = json_array_get_double_element (values, j);
      got = taper_interval_bootstrap (differences, n, TAPER_BOOTSTRAP_ROUNDS, 1);
      again = taper_interval_bootstrap (differences, n, TAPER_BOOTSTRAP_ROUNDS, 1);
      g_assert_cmpfloat (got.low, ==, again.low);
      g_assert_cmpfloat_with_epsilon (got.low, json_object_get_double_member (object, "low"),
                                      tolerance);
      g_assert_cmpfloat_with_epsilon (got.high, json_object_get_double_member (object, "high"),
                                      tolerance);
    }
  got = taper_interval_bootstrap (&one, 0, 100, 1);
  g_assert_cmpfloat (got.low, ==, 0);
  g_assert_cmpfloat (got.high, ==, 0);
  got = taper_interval_bootstrap (&one, 1, 100, 1);
  g_assert_cmpfloat (got.low, ==, one);
  g_assert_cmpfloat (got.high, ==, one);
}

static void
check_calibration (JsonObject *wanted, const TaperCalibration *got)
{
  JsonArray *bins = json_object_get_array_member (wanted, "bins");

  g_assert_cmpfloat_with_epsilon (got->ece, json_object_get_double_member (wanted, "ece"), 1e-6);
  g_assert_cmpfloat_with_epsilon (got->brier, json_object_get_double_member (wanted, "brier"),
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (got->nll, json_object_get_double_member (wanted, "nll"), 1e-6);
  for (guint b = 0; b < TAPER_RELIABILITY_BINS; b++)
    g_assert_cmpuint (got->bins[b].n, ==, json_array_get_int_element (bins, b));
}

static void
test_calibration (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *cases = get_golden (parser, "calibration");

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *one = json_array_get_object_element (cases, i);
      JsonArray *values = json_object_get_array_member (one, "logits");
      JsonArray *places = json_object_get_array_member (one, "truth");
      guint n = json_object_get_int_member (one, "n");
      guint n_classes = json_object_get_int_member (one, "n_classes");
      g_autofree float *logits = g_new (float, n *n_classes);
      g_autofree guint *truth = g_new (guint, n);
      TaperCalibration got;
      double temperature;

      for (guint j = 0; j < n * n_classes; j++)
        logits[j] = (float) json_array_get_double_element (values, j);
      for (guint j = 0; j < n; j++)
        truth[j] = json_array_get_int_element (places, j);
      taper_calibration_measure (&got, logits, n_classes, truth, NULL, n, 1);
      check_calibration (json_object_get_object_member (one, "before"), &got);
      temperature = taper_calibration_fit_temperature (logits, n_classes, truth, NULL, n);
      g_assert_cmpfloat_with_epsilon (temperature,
                                      json_object_get_double_member (one, "temperature"), 1e-4);
      taper_calibration_measure (&got, logits, n_classes, truth, NULL, n, temperature);
      check_calibration (json_object_get_object_member (one, "after"), &got);
    }
}

/* Nothing, one picture, one class: numbers, and no division by zero. */
static void
test_calibration_of_little (void)
{
  const float logits[] = { 1, 2 };
  const guint truth[] = { 1, 0 };
  TaperCalibration got;

  taper_calibration_measure (&got, logits, 2, truth, NULL, 0, 1);
  g_assert_cmpuint (got.n, ==, 0);
  g_assert_cmpfloat (got.ece, ==, 0);
  g_assert_cmpfloat (got.brier, ==, 0);
  taper_calibration_measure (&got, logits, 1, (guint[]){ 0 }, NULL, 1, 1);
  g_assert_cmpfloat (got.ece, ==, 0);
  g_assert_cmpuint (got.bins[TAPER_RELIABILITY_BINS - 1].correct, ==, 1);
  g_assert_cmpfloat (taper_calibration_fit_temperature (logits, 2, truth, NULL, 0), ==, 1);
  g_assert_cmpfloat (taper_calibration_fit_temperature (logits, 1, truth, NULL, 1), ==, 1);
  /* One right answer: ever colder is ever better, down to the limit. */
  g_assert_cmpfloat_with_epsilon (taper_calibration_fit_temperature (logits, 2, truth, NULL, 1),
                                  0.05, 1e-3);
}

static void
test_paired (void)
{
  guint8 first[100] = { 0 }, second[100] = { 0 };
  TaperPaired got;

  taper_paired_compare (&got, first, second, 0, 1);
  g_assert_cmpint (got.verdict, ==, TAPER_VERDICT_NOTHING);
  taper_paired_compare (&got, first, second, 1, 1);
  g_assert_cmpint (got.verdict, ==, TAPER_VERDICT_SAME);
  g_assert_cmpfloat (got.p_value, ==, 1);
  second[0] = 1;
  taper_paired_compare (&got, first, second, 1, 1);
  g_assert_cmpint (got.verdict, ==, TAPER_VERDICT_TOO_FEW); /* one picture tells nothing */
  g_assert_cmpfloat (got.difference, ==, 1);
  for (guint i = 0; i < 20; i++)
    second[i] = 1;
  first[30] = 1;
  taper_paired_compare (&got, first, second, 100, 1);
  g_assert_cmpint (got.verdict, ==, TAPER_VERDICT_BETTER);
  g_assert_cmpuint (got.only_first, ==, 1);
  g_assert_cmpuint (got.only_second, ==, 20);
  g_assert_cmpfloat_with_epsilon (got.difference, 0.19, 1e-12);
  g_assert_cmpfloat (got.interval.low, >, 0);
  g_assert_cmpfloat (got.interval.low, <, 0.19);
  g_assert_cmpfloat (got.interval.high, >, 0.19);
  taper_paired_compare (&got, second, first, 100, 1);
  g_assert_cmpint (got.verdict, ==, TAPER_VERDICT_WORSE);
  g_assert_cmpstr (taper_verdict_to_string (got.verdict), ==, "worse");
}

static void
test_refusal (void)
{
  const float inside[] = { 0.9f, 0.9f, 0.8f, 0.8f, 0.6f, 0.3f };
  const float outside[] = { 0.1f, 0.1f, 0.2f, 0.7f, 0.4f, 0.2f };
  TaperRefusal got;

  taper_refusal_measure (&got, inside, 1, outside, 6);
  g_assert_false (got.valid);
  taper_refusal_measure (&got, inside, 6, outside, 0);
  g_assert_false (got.valid);
  taper_refusal_measure (&got, inside, 6, outside, 6);
  g_assert_true (got.valid);
  /* Fitted on 0.9 0.8 0.6 against 0.1 0.2 0.4; measured on 0.9 0.8 0.3 against 0.1 0.7 0.2. */
  g_assert_cmpfloat_with_epsilon (got.threshold, 0.5, 1e-6);
  g_assert_cmpuint (got.inside, ==, 3);
  g_assert_cmpuint (got.refused, ==, 1);
  g_assert_cmpuint (got.outside, ==, 3);
  g_assert_cmpuint (got.missed, ==, 1);
  /* All the same: there is nothing to tell them apart by, and nothing is refused. */
  taper_refusal_measure (&got, (float[]){ 0.5f, 0.5f, 0.5f }, 3, (float[]){ 0.5f, 0.5f }, 2);
  g_assert_true (got.valid);
  g_assert_cmpuint (got.refused, ==, 0);
  g_assert_cmpuint (got.missed, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/wilson", test_wilson);
  g_test_add_func ("/statistics/mcnemar", test_mcnemar);
  g_test_add_func ("/statistics/bootstrap", test_bootstrap);
  g_test_add_func ("/statistics/calibration", test_calibration);
  g_test_add_func ("/statistics/calibration-of-little", test_calibration_of_little);
  g_test_add_func ("/statistics/paired", test_paired);
  g_test_add_func ("/statistics/refusal", test_refusal);
  return g_test_run ();
}
