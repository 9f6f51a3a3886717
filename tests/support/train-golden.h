/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <math.h>

/* The inputs of tests/golden/make-train-golden.py, and its probes. */

static inline void
wave_into (float *out, gsize n, guint64 seed, double scale)
{
  for (guint64 i = 0; i < n; i++)
    out[i] = (float) (((double) ((i * 7919 + seed * 104729) % 2003) / 1001.5 - 1) * scale);
}

static inline float *
wave (gsize n, guint64 seed, double scale)
{
  float *out = g_new (float, n);

  wave_into (out, n, seed, scale);
  return out;
}

static inline JsonObject *
load_golden (JsonParser *parser)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "train.json", NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

#define assert_near(got, want, tolerance)                                                          \
  g_assert_cmpfloat_with_epsilon (got, want, (tolerance) * (1 + fabs (want)))

/* @tolerance: relative to 1 + the value; the sum's grows with the count */
static inline void
assert_probe (JsonObject *parent, const char *member, const float *values, gsize n,
              double tolerance)
{
  JsonObject *probe = json_object_get_object_member (parent, member);
  JsonArray *list = json_object_get_array_member (probe, "values");
  gsize step = MAX (1, n / 40);
  double sum = 0;

  g_assert_cmpuint (json_array_get_length (list), ==, MIN (40, (n + step - 1) / step));
  for (guint i = 0; i < json_array_get_length (list); i++)
    assert_near (values[i * step], json_array_get_double_element (list, i), tolerance);
  for (gsize i = 0; i < n; i++)
    sum += values[i];
  g_assert_cmpfloat_with_epsilon (sum, json_object_get_double_member (probe, "sum"),
                                  tolerance * (10 + sqrt ((double) n)));
}
