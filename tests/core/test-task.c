/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-task.h"
#include "core/taper-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static TaperClassList *classes;

static void
assert_selected (const TaperTask *task, guint n, ...)
{
  guint found;
  const guint *selected = taper_task_get_selected (task, &found);
  va_list args;

  g_assert_cmpuint (found, ==, n);
  va_start (args, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (selected[i], ==, va_arg (args, guint));
  va_end (args);
}

static void
test_uniform (void)
{
  const guint chosen[] = { 4, 1, 4, 2 };
  g_autoptr (TaperTask) task = taper_task_new (5, chosen, 4);
  const float *weights = taper_task_get_weights (task);

  g_assert_cmpuint (taper_task_get_n_classes (task), ==, 5);
  assert_selected (task, 3, 1u, 2u, 4u);
  g_assert_cmpfloat (weights[0], ==, 0);
  for (int i = 1; i < 5; i++)
    g_assert_cmpfloat (weights[i], ==, i == 3 ? 0 : 1.0f / 3);
  g_assert_true (taper_task_contains (task, 4));
  g_assert_false (taper_task_contains (task, 3));
  g_assert_false (taper_task_contains (task, 5));
  g_assert_false (taper_task_is_empty (task));
}

static void
test_weighted (void)
{
  const float weights[] = { 0, 3e38f, 0, 1e38f };
  const float zero[4] = { 0 };
  g_autoptr (TaperTask) task = taper_task_new_weighted (4, weights);
  g_autoptr (TaperTask) empty = taper_task_new_weighted (4, zero);

  assert_selected (task, 2, 1u, 3u);
  g_assert_cmpfloat_with_epsilon (taper_task_get_weights (task)[1], 0.75, 1e-6);
  g_assert_cmpfloat_with_epsilon (taper_task_get_weights (task)[3], 0.25, 1e-6);
  g_assert_true (taper_task_is_empty (empty));
  assert_selected (empty, 0);
}

static void
test_equal (void)
{
  const guint chosen[] = { 0, 2 }, reversed[] = { 2, 0 }, other[] = { 0, 1 };
  g_autoptr (TaperTask) a = taper_task_new (3, chosen, 2);
  g_autoptr (TaperTask) b = taper_task_new (3, reversed, 2);
  g_autoptr (TaperTask) c = taper_task_new (3, other, 2);
  g_autoptr (TaperTask) d = taper_task_new (4, chosen, 2);

  g_assert_true (taper_task_equal (a, a));
  g_assert_true (taper_task_equal (a, b));
  g_assert_false (taper_task_equal (a, c));
  g_assert_false (taper_task_equal (a, d));
}

static void
test_names (void)
{
  const char *const names[] = { "Banana", "n1", NULL };
  const char *const none[] = { NULL };
  const char *const unknown[] = { "lemon", "bananna", "stapler", "\xff", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperTask) task = taper_task_new_from_names (classes, names, &error);

  g_assert_no_error (error);
  assert_selected (task, 2, 0u, 1u);
  g_assert_null (taper_task_new_from_names (classes, none, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_TASK);
  g_assert_cmpstr (error->message, ==, "the task names no class");
  g_clear_error (&error);
  g_assert_null (taper_task_new_from_names (classes, unknown, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_TASK);
  g_assert_cmpstr (
      error->message, ==,
      "no class “bananna”, did you mean “banana”?; no class “stapler”; no class “\xef\xbf\xbd”");
}

static void
test_group (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperTask) task = taper_task_new_from_group (classes, "FRUIT", &error);

  g_assert_no_error (error);
  assert_selected (task, 2, 1u, 2u);
  g_assert_null (taper_task_new_from_group (classes, "friut", &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_TASK);
  g_assert_cmpstr (error->message, ==, "no group “friut”, did you mean “fruit”?");
  g_clear_error (&error);
  g_assert_null (taper_task_new_from_group (classes, "birds", &error));
  g_assert_cmpstr (error->message, ==, "no group “birds”");
}

static TaperTask *
task_from_text (const char *text, gssize length, GError **error)
{
  g_autofree char *path = NULL;
  TaperTask *task;
  int fd = g_file_open_tmp ("taper-task-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_assert_true (g_file_set_contents (path, text, length, NULL));
  task = taper_task_new_from_file (classes, path, error);
  g_assert_true (task != NULL || error == NULL || strstr ((*error)->message, path) != NULL);
  g_unlink (path);
  return task;
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperTask) task = task_from_text (
      "\xef\xbb\xbf# fruit I buy\r\n\r\n  banana \r\nlemon\n\n#apple\nN2\n", -1, &error);

  g_assert_no_error (error);
  assert_selected (task, 2, 1u, 2u);
}

static void
assert_file_refused (const char *text, gssize length, TaperError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperTask) task = task_from_text (text, length, &error);

  g_assert_null (task);
  g_assert_error (error, TAPER_ERROR, (int) code);
  if (!g_str_has_suffix (error->message, message))
    g_error ("“%s” should end with “%s”", error->message, message);
}

static void
test_file_refused (void)
{
  assert_file_refused ("", -1, TAPER_ERROR_TASK, ": the task names no class");
  assert_file_refused ("# only\n\n", -1, TAPER_ERROR_TASK, ": the task names no class");
  assert_file_refused ("banana\nbananna\n\nlemon\nstapler", -1, TAPER_ERROR_TASK,
                       ": line 2: no class “bananna”, did you mean “banana”?; line 5: no class "
                       "“stapler”");
  assert_file_refused ("banana\n\xff\n", -1, TAPER_ERROR_FORMAT, ": line 2: not UTF-8 text");
  assert_file_refused ("banana\nlem\0on\n", 14, TAPER_ERROR_FORMAT, ": line 2: not UTF-8 text");
}

static void
test_file_hostile (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *long_line = g_strnfill (3 << 20, 'x');
  g_autofree char *too_long = g_strnfill (5 << 20, '\n');
  g_autofree char *shown = g_strnfill (79, 'x');
  g_autofree char *message = g_strdup_printf (": line 1: no class “%s…”", shown);

  for (int i = 0; i < 1000; i++)
    g_string_append_printf (text, "unknown thing %d\n", i);
  assert_file_refused (text->str, -1, TAPER_ERROR_TASK, "; and 980 more");
  assert_file_refused (long_line, -1, TAPER_ERROR_TASK, message);
  assert_file_refused (too_long, -1, TAPER_ERROR_LIMIT, ": a class list has 4194304 bytes at most");
}

static void
test_file_unreadable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (taper_task_new_from_file (classes, "/nonexistent/list.txt", &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_true (g_str_has_prefix (error->message, "/nonexistent/list.txt: "));
  g_clear_error (&error);
  g_assert_null (taper_task_new_from_file (classes, "/", &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (taper_task_new_from_file (classes, "/dev/zero", &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  classes = taper_class_list_new_from_json (
      "[{\"id\": \"n1\", \"name\": \"abacus\", \"group\": \"tools\"},"
      " {\"id\": \"n2\", \"name\": \"banana\", \"group\": \"fruit\"},"
      " {\"id\": \"n3\", \"name\": \"lemon\", \"group\": \"fruit\"}]",
      NULL);
  g_test_add_func ("/task/uniform", test_uniform);
  g_test_add_func ("/task/weighted", test_weighted);
  g_test_add_func ("/task/equal", test_equal);
  g_test_add_func ("/task/names", test_names);
  g_test_add_func ("/task/group", test_group);
  g_test_add_func ("/task/file", test_file);
  g_test_add_func ("/task/file-refused", test_file_refused);
  g_test_add_func ("/task/file-hostile", test_file_hostile);
  g_test_add_func ("/task/file-unreadable", test_file_unreadable);
  result = g_test_run ();
  taper_class_list_unref (classes);
  return result;
}
