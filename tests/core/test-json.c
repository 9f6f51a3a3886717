/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/taper-json.h"

#include <string.h>

static void
assert_refused (const char *text, const char *why)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = taper_json_parse (text, strlen (text), &error);

  g_assert_null (root);
  g_assert_nonnull (error);
  g_assert_true (error->domain == TAPER_ERROR);
  if (strstr (error->message, why) == NULL)
    g_error ("“%s” should be refused with “%s”, not “%s”", text, why, error->message);
}

static void
test_accepts (void)
{
  static const char *const texts[] = {
    "{}",
    " [ ] \n",
    "{\"a\": {\"a\": 1}, \"b\": {\"a\": 2}}",
    "[1, -0.5e+3, true, false, null, \"\\u00e9\\ud83d\\ude00\\\\\\\"/\\/\"]",
    "[[[[{\"deep\": [1]}]]]]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = taper_json_parse (texts[i], strlen (texts[i]), &error);
      g_assert_no_error (error);
      g_assert_nonnull (root);
    }
}

static void
test_strings (void)
{
  const char *text = "[\"\\u00e9\\ud83d\\ude00\\n\"]";
  g_autoptr (JsonNode) root = taper_json_parse_array (text, strlen (text), NULL);

  g_assert_cmpstr (json_array_get_string_element (json_node_get_array (root), 0), ==, "é😀\n");
}

static void
test_refuses (void)
{
  assert_refused ("", "incomplete");
  assert_refused ("  ", "incomplete");
  assert_refused ("{", "incomplete");
  assert_refused ("[1, 2", "incomplete");
  assert_refused ("12", "neither an object nor an array");
  assert_refused ("{} {}", "text after the end");
  assert_refused ("]", "neither an object");
  assert_refused ("[}", "not JSON");
  assert_refused ("[1 2]", "not JSON");
  assert_refused ("[1,]", "not JSON");
  assert_refused ("{\"a\" 1}", "not JSON");
  assert_refused ("{1: 2}", "not JSON");
  assert_refused ("[nul]", "unexpected character");
  assert_refused ("[NaN]", "unexpected character");
  assert_refused ("['a']", "unexpected character");
  assert_refused ("[1] // x", "text after the end");
  assert_refused ("[/* x */ 1]", "unexpected character");
  assert_refused ("var a = {}", "neither an object");
  assert_refused ("[01]", "bad number");
  assert_refused ("[-]", "bad number");
  assert_refused ("[1.]", "bad number");
  assert_refused ("[1e]", "bad number");
  assert_refused ("[0x10]", "unexpected character");
  assert_refused ("[\"a", "string without an end");
  assert_refused ("[\"a\nb\"]", "control character");
  assert_refused ("[\"\\x\"]", "bad escape");
  assert_refused ("[\"\\u00g0\"]", "bad character number");
  assert_refused ("[\"\\u0000\"]", "bad character number");
  assert_refused ("[\"\\ud800\"]", "half a surrogate pair");
  assert_refused ("[\"\\ud800\\ud800\"]", "half a surrogate pair");
  assert_refused ("[\"\\udc00\"]", "half a surrogate pair");
  assert_refused ("[\"\xff\"]", "invalid UTF-8 at byte 2");
}

static void
test_duplicates (void)
{
  assert_refused ("{\"a\": 1, \"a\": 1}", "“a” is there twice");
  assert_refused ("{\"x\": {\"b\": 1, \"c\": {\"b\": 1}, \"b\": 2}}", "“b” is there twice");
  assert_refused ("[{\"k\": {}, \"k\": {\"z\": 1}}]", "“k” is there twice");
  assert_refused ("{\"a\": 1, \"\\u0061\": 1}", "“a” is there twice");
}

static void
test_depth (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < 1000000; i++)
    g_string_append (text, i % 2 ? "[" : "{\"a\":");
  assert_refused (text->str, "nested too deeply");
  assert_refused ("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
                  "nested too deeply");
}

static void
test_length (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = taper_json_parse ("[\"a\0b\"]", 7, &error);

  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_INVALID);
  g_assert_null (root);
  g_clear_error (&error);

  root = taper_json_parse ("[1]garbage", 3, &error);
  g_assert_no_error (error);
  g_assert_nonnull (root);
}

static void
assert_message (GError **error, const char *message)
{
  g_assert_error (*error, (*error)->domain, (*error)->code);
  g_assert_cmpstr ((*error)->message, ==, message);
  g_clear_error (error);
}

static void
test_members (void)
{
  const char *text =
      "{\"n\": 7, \"big\": 99999999999999999999, \"f\": 1.5, \"s\": \"x\", \"t\": true,"
      " \"o\": {}, \"a\": [1, \"\", {}], \"ctl\": \"a\\u001bb\", \"null\": null}";
  GError *error = NULL;
  g_autoptr (JsonNode) root = taper_json_parse_object (text, strlen (text), &error);
  JsonObject *object;
  guint n;
  gboolean b;

  g_assert_no_error (error);
  object = json_node_get_object (root);
  g_assert_true (taper_json_get_uint (object, "n", 1, 7, &n, &error));
  g_assert_cmpuint (n, ==, 7);
  g_assert_false (taper_json_get_uint (object, "n", 8, 9, &n, &error));
  assert_message (&error, "“n” is 7, expected 8 to 9");
  g_assert_false (taper_json_get_uint (object, "m", 8, 9, &n, &error));
  assert_message (&error, "“m” is missing");
  g_assert_false (taper_json_get_uint (object, "f", 0, 9, &n, &error));
  assert_message (&error, "“f” is a number, expected a whole number");
  g_assert_false (taper_json_get_uint (object, "big", 0, G_MAXUINT, &n, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_true (taper_json_get_boolean (object, "t", &b, &error));
  g_assert_true (b);
  g_assert_false (taper_json_get_boolean (object, "s", &b, &error));
  assert_message (&error, "“s” is a string, expected true or false");
  g_assert_cmpstr (taper_json_get_name (object, "s", &error), ==, "x");
  g_assert_null (taper_json_get_string (object, "null", &error));
  assert_message (&error, "“null” is null, expected a string");
  g_assert_null (taper_json_get_name (object, "ctl", &error));
  assert_message (&error, "“ctl” holds a control character");
  g_assert_null (taper_json_get_object (object, "a", &error));
  assert_message (&error, "“a” is an array, expected an object");
  g_assert_nonnull (taper_json_get_object (object, "o", &error));
  g_assert_nonnull (taper_json_get_array (object, "a", &error));

  JsonArray *array = taper_json_get_array (object, "a", &error);
  g_assert_null (taper_json_array_get_name (array, 0, "things", &error));
  assert_message (&error, "“things” number 1 is a number, expected a string");
  g_assert_null (taper_json_array_get_name (array, 1, "things", &error));
  assert_message (&error, "“things” has 0 bytes, expected 1 to 255");
  g_assert_null (taper_json_array_get_object (array, 1, "things", &error));
  assert_message (&error, "“things” number 2 is a string, expected an object");
  g_assert_nonnull (taper_json_array_get_object (array, 2, "things", &error));
}

static void
test_roots (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (taper_json_parse_object ("[]", 2, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (taper_json_parse_array ("{}", 2, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/accepts", test_accepts);
  g_test_add_func ("/json/strings", test_strings);
  g_test_add_func ("/json/refuses", test_refuses);
  g_test_add_func ("/json/duplicates", test_duplicates);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/members", test_members);
  g_test_add_func ("/json/roots", test_roots);
  return g_test_run ();
}
