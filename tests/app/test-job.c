/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-job.h"
#include "tests/support/app-wait.h"

#define TEST_TYPE_OWNER (test_owner_get_type ())
G_DECLARE_FINAL_TYPE (TestOwner, test_owner, TEST, OWNER, GObject)

struct _TestOwner {
  GObject parent_instance;

  TaperJob job;
  GString *heard;
  guint n_ended;
  gboolean *disposed;
};

G_DEFINE_FINAL_TYPE (TestOwner, test_owner, G_TYPE_OBJECT)

static void
test_owner_dispose (GObject *object)
{
  taper_job_clear (&TEST_OWNER (object)->job);
  G_OBJECT_CLASS (test_owner_parent_class)->dispose (object);
}

static void
test_owner_finalize (GObject *object)
{
  TestOwner *self = TEST_OWNER (object);

  if (self->disposed != NULL)
    *self->disposed = TRUE;
  g_string_free (self->heard, TRUE);
  G_OBJECT_CLASS (test_owner_parent_class)->finalize (object);
}

static void
test_owner_class_init (TestOwnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = test_owner_dispose;
  G_OBJECT_CLASS (klass)->finalize = test_owner_finalize;
}

static void
test_owner_init (TestOwner *self)
{
  self->heard = g_string_new (NULL);
}

/* Reports each letter; '!' fails, '.' waits to be stopped. */
static gboolean
spell (gpointer data, TaperJobRun *run, GCancellable *cancellable, GError **error)
{
  for (const char *letter = data; *letter != '\0'; letter++)
    {
      if (*letter == '!')
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "spoilt");
          return FALSE;
        }
      while (*letter == '.' && !g_cancellable_is_cancelled (cancellable))
        g_usleep (1000);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      taper_job_report (run, g_strndup (letter, 1));
    }
  return TRUE;
}

static void
reported (gpointer owner, gpointer report)
{
  g_string_append (TEST_OWNER (owner)->heard, report);
}

static void
ended (gpointer owner, gpointer data, const TaperJobEnd *end)
{
  TestOwner *self = owner;

  self->n_ended++;
  g_string_append_printf (self->heard, "[%s %s%s%s]", (char *) data, end->newest ? "newest " : "",
                          end->finished ? "finished" : "unfinished",
                          end->problem != NULL ? " spoilt" : "");
}

static const TaperJobKind kind = { spell, reported, g_free, ended, g_free };

static void
test_reports (void)
{
  g_autoptr (TestOwner) owner = g_object_new (TEST_TYPE_OWNER, NULL);

  taper_job_start (&owner->job, owner, &kind, g_strdup ("abc"));
  g_assert_true (owner->job.running);
  TEST_WAIT_UNTIL (owner->n_ended == 1);
  g_assert_false (owner->job.running);
  g_assert_cmpstr (owner->heard->str, ==, "abc[abc newest finished]");
}

static void
test_problem (void)
{
  g_autoptr (TestOwner) owner = g_object_new (TEST_TYPE_OWNER, NULL);

  taper_job_start (&owner->job, owner, &kind, g_strdup ("a!"));
  TEST_WAIT_UNTIL (owner->n_ended == 1);
  g_assert_cmpstr (owner->heard->str, ==, "a[a! newest unfinished spoilt]");
}

/* Stopped is no problem; what was reported before stays. */
static void
test_stop (void)
{
  g_autoptr (TestOwner) owner = g_object_new (TEST_TYPE_OWNER, NULL);

  taper_job_start (&owner->job, owner, &kind, g_strdup ("a.b"));
  TEST_WAIT_UNTIL (owner->heard->len == 1);
  taper_job_stop (&owner->job);
  TEST_WAIT_UNTIL (owner->n_ended == 1);
  g_assert_cmpstr (owner->heard->str, ==, "a[a.b newest unfinished]");
}

/* Of two, both end, and only the newer is heard. */
static void
test_newest (void)
{
  g_autoptr (TestOwner) owner = g_object_new (TEST_TYPE_OWNER, NULL);
  char *older;

  taper_job_start (&owner->job, owner, &kind, g_strdup (".x"));
  taper_job_start (&owner->job, owner, &kind, g_strdup ("y"));
  TEST_WAIT_UNTIL (owner->n_ended == 2);
  /* The older one may end before, between and after what the newer one says. */
  older = strstr (owner->heard->str, "[.x unfinished]");
  g_assert_nonnull (older);
  g_string_erase (owner->heard, older - owner->heard->str, (gssize) strlen ("[.x unfinished]"));
  g_assert_cmpstr (owner->heard->str, ==, "y[y newest finished]");
}

/* Let go of while work goes on, the owner lives until the end of it. */
static void
test_owner (void)
{
  gboolean disposed = FALSE;
  TestOwner *owner = g_object_new (TEST_TYPE_OWNER, NULL);

  owner->disposed = &disposed;
  taper_job_start (&owner->job, owner, &kind, g_strdup ("a."));
  taper_job_stop (&owner->job);
  g_object_unref (owner);
  g_assert_false (disposed);
  TEST_WAIT_UNTIL (disposed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/reports", test_reports);
  g_test_add_func ("/job/problem", test_problem);
  g_test_add_func ("/job/stop", test_stop);
  g_test_add_func ("/job/newest", test_newest);
  g_test_add_func ("/job/owner", test_owner);
  return g_test_run ();
}
