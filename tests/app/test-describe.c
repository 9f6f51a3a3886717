/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-describe.h"
#include "tests/support/app-wait.h"

typedef struct {
  TaperTaskDescription *description;
  GError *error;
  gboolean done;
} Result;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Result *self = data;

  self->description = taper_describe_finish (result, &self->error);
  self->done = TRUE;
}

static void
result_clear (Result *self)
{
  g_clear_pointer (&self->description, taper_task_description_free);
  g_clear_error (&self->error);
}

static void
test_describe (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  Result without = { 0 }, with = { 0 };

  /* without vectors names are found; with them meaning, too */
  taper_describe_async (classes, "lemon, weaponry", NULL, NULL, done_cb, &without);
  TEST_WAIT_UNTIL (without.done);
  g_assert_no_error (without.error);
  g_assert_cmpuint (without.description->matches->len, ==, 1);
  g_assert_cmpstr (without.description->unknown[0], ==, "weaponry");
  taper_describe_async (classes, "lemon, weaponry", g_getenv ("TAPER_DATADIR"), NULL, done_cb,
                        &with);
  TEST_WAIT_UNTIL (with.done);
  g_assert_no_error (with.error);
  g_assert_cmpuint (with.description->matches->len, >, 1);
  g_assert_true (with.description->classes == classes);
  result_clear (&without);
  result_clear (&with);
}

/* The newest text wins: what was overtaken says so. */
static void
test_overtaken (void)
{
  g_autoptr (TaperBundle) bundle = test_open_bundle ("tiny-imagenet-s8");
  TaperClassList *classes = taper_bundle_get_classes (bundle);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Result old = { 0 }, new = { 0 };

  taper_describe_async (classes, "lemon", NULL, cancellable, done_cb, &old);
  g_cancellable_cancel (cancellable);
  taper_describe_async (classes, "banana", NULL, NULL, done_cb, &new);
  TEST_WAIT_UNTIL (old.done && new.done);
  g_assert_error (old.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (old.description);
  g_assert_cmpuint (new.description->matches->len, ==, 1);
  result_clear (&old);
  result_clear (&new);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/describe/describe", test_describe);
  g_test_add_func ("/describe/overtaken", test_overtaken);
  return g_test_run ();
}
