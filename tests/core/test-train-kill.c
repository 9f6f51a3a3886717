/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A run that is killed again and again, at moments a seed chooses, ends with the bits of one that
 * was not. The program starts itself: "--run DIR DATA [resume]" trains and prints its steps. */
#include "core/data/taper-random.h"
#include "tests/support/train-data.h"
#include "tests/support/train-run.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLS 25

static const char *program;

static void
print_cb (const TaperTrainEvent *event, gpointer unused)
{
  if (event->note == NULL && event->stage >= TAPER_TRAIN_GENERIC)
    {
      printf ("%u %u %u\n", event->stage, event->basis, (guint) event->step);
      fflush (stdout);
    }
}

static int
child_main (const char *output, const char *data, gboolean resume)
{
  g_autoptr (TestRun) run = test_run_new (data, NULL);

  run->config->checkpoint_minutes = 0; /* after every step */
  run->options.output = output;
  run->options.resume = resume;
  run->also = print_cb;
  test_run_ok (run);
  return 0;
}

/* One number for a line, so that later is larger. */
static guint
moment (const char *line)
{
  guint stage = 0, basis = 0, step = 0;

  g_assert_cmpint (sscanf (line, "%u %u %u", &stage, &basis, &step), ==, 3);
  return (stage * 10 + basis) * 10000 + step;
}

/* Kills the child after @steps of its lines and @microseconds more; returns whether it had ended.
 * @last: the latest moment told; a child that goes on must not begin before it. */
static gboolean
run_child (const char *output, const char *data, gboolean resume, guint steps, guint microseconds,
           guint *last)
{
  const char *argv[] = { program, "--run", output, data, resume ? "resume" : NULL, NULL };
  g_autoptr (GError) error = NULL;
  gboolean ended = FALSE;
  char line[64];
  GPid pid;
  int out, status;
  FILE *lines;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid,
                            NULL, &out, NULL, &error);
  g_assert_no_error (error);
  lines = fdopen (out, "r");
  for (guint i = 0; i < steps && !ended; i++)
    {
      ended = fgets (line, sizeof line, lines) == NULL;
      if (ended)
        break;
      if (i == 0 && resume)
        g_assert_cmpuint (moment (line), >=, *last);
      *last = moment (line);
    }
  if (!ended)
    {
      g_usleep (microseconds);
      kill (pid, SIGKILL);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  fclose (lines);
  if (WIFEXITED (status))
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return WIFEXITED (status);
}

static void
test_kill (void)
{
  g_autofree char *data = test_train_folder (16, 4);
  g_autoptr (TestRun) straight = test_run_new (data, NULL);
  g_autofree char *output = g_build_filename (straight->dir, "killed.safetensors", NULL);
  g_autofree char *checkpoint = g_strconcat (output, ".checkpoint", NULL);
  g_autoptr (GBytes) wanted = NULL, got = NULL;
  TaperRandom random = taper_random_stream (20, 0, 0);
  gboolean ended = FALSE;
  guint last = 0, kills = 0;

  test_run_ok (straight);
  wanted = test_tensors (straight->output);
  for (; kills < KILLS && !ended; kills++)
    ended = run_child (output, data, g_file_test (checkpoint, G_FILE_TEST_EXISTS),
                       taper_random_below (&random, 8), taper_random_below (&random, 2000), &last);
  g_assert_cmpuint (kills, >, 5);
  if (!ended)
    g_assert_true (run_child (output, data, g_file_test (checkpoint, G_FILE_TEST_EXISTS), G_MAXUINT,
                              0, &last));
  got = test_tensors (output);
  g_assert_true (g_bytes_equal (wanted, got));
  test_remove_folder (data);
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc >= 4 && strcmp (argv[1], "--run") == 0)
    return child_main (argv[2], argv[3], argc > 4);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/train-kill/kill", test_kill);
  return g_test_run ();
}
