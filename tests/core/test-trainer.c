/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-bundle.h"
#include "core/taper-error.h"
#include "core/taper-json.h"
#include "tests/support/test-bundle.h"
#include "tests/support/train-data.h"
#include "tests/support/train-run.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static char *data; /* one folder for all tests that do not change it */

static void
assert_same_tensors (const char *a, const char *b, gboolean same)
{
  g_autoptr (GBytes) x = test_tensors (a);
  g_autoptr (GBytes) y = test_tensors (b);

  g_assert_cmpint (g_bytes_equal (x, y), ==, same);
}

/* Every line of the log is JSON with a kind; returns how many have @kind. */
static guint
count_log (const TestRun *run, const char *kind)
{
  g_autofree char *path = test_run_path (run, ".log");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint found = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = taper_json_parse (lines[i], strlen (lines[i]), &error);

      g_assert_no_error (error);
      found += g_strcmp0 (json_object_get_string_member (json_node_get_object (node), "kind"),
                          kind) == 0;
    }
  return found;
}

/* The easy task is learnt, and everything that shall be written is there. */
static void
test_learns (void)
{
  g_autoptr (TestRun) run = test_run_new (data, "[data]\nname=Stripes\n");
  g_autofree char *checkpoint = test_run_path (run, ".checkpoint");
  g_autofree char *draft = test_run_path (run, ".part");
  g_autoptr (TaperBundle) bundle = NULL;
  g_autoptr (JsonNode) card = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object;
  const char *text;

  test_run_ok (run);
  bundle = taper_bundle_open (run->output, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (taper_bundle_get_name (bundle), ==, "Stripes");
  g_assert_cmpuint (taper_bundle_get_n_bases (bundle), ==, 2);
  text = taper_bundle_get_provenance (bundle);
  card = taper_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  object = json_node_get_object (card);
  g_assert_cmpfloat (json_object_get_double_member (object, "generic_top1"), >, 80);
  g_assert_cmpstr (json_object_get_string_member (object, "measured_on"), ==, "test pictures");
  g_assert_nonnull (json_object_get_object_member (object, "measured"));
  g_assert_nonnull (strstr (json_object_get_string_member (object, "recipe"), "width=4"));
  g_assert_null (strstr (text, run->dir)); /* no folders of this computer */
  g_assert_false (g_file_test (checkpoint, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (draft, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_log (run, "evaluation"), ==, 1);
  g_assert_cmpuint (count_log (run, "specialists"), >=, 2);
  g_assert_true (test_run_noted (run, "generic, all classes"));
}

/* Same seed: same bits, with any number of threads. Another seed: others. */
static void
test_bits (void)
{
  static const char *const variations[] = { "[run]\nthreads=2\n", "[run]\nthreads=1\n",
                                            "[run]\nthreads=5\n", "[run]\nseed=2\n" };
  g_autoptr (TestRun) first = test_run_new (data, NULL);

  test_run_ok (first);
  for (guint i = 0; i < G_N_ELEMENTS (variations); i++)
    {
      g_autoptr (TestRun) run = test_run_new (data, variations[i]);

      test_run_ok (run);
      assert_same_tensors (first->output, run->output, i < 3);
    }
}

/* Stopped in each stage and gone on with: the bundle is the one of a run without a stop. */
static void
test_resume (void)
{
  static const struct {
    TaperTrainStage stage;
    guint basis, step;
  } stops[] = {
    { TAPER_TRAIN_GENERIC, 0, 3 },     { TAPER_TRAIN_GENERIC, 0, 120 }, /* its last step */
    { TAPER_TRAIN_SPECIALISTS, 0, 1 }, { TAPER_TRAIN_SPECIALISTS, 1, 5 },
    { TAPER_TRAIN_JOINT, 0, 2 },       { TAPER_TRAIN_JOINT, 0, 12 }
  };
  g_autoptr (TestRun) straight = test_run_new (data, NULL);
  g_autoptr (TestRun) run = test_run_new (data, NULL);
  g_autofree char *checkpoint = test_run_path (run, ".checkpoint");
  guint64 steps = 0;

  test_run_ok (straight);
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      g_autoptr (GError) error = NULL;

      run->stop_stage = stops[i].stage;
      run->stop_basis = stops[i].basis;
      run->stop_step = stops[i].step;
      g_assert_false (test_run (run, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (g_file_test (checkpoint, G_FILE_TEST_EXISTS));
      steps += run->steps;
      run->options.resume = TRUE;
    }
  run->stop_step = 0;
  test_run_ok (run);
  g_assert_cmpuint (steps + run->steps, ==, straight->steps); /* nothing was done twice */
  assert_same_tensors (straight->output, run->output, TRUE);
}

static TestRun *
stopped_run (void)
{
  TestRun *run = test_run_new (data, NULL);
  g_autoptr (GError) error = NULL;

  run->stop_stage = TAPER_TRAIN_SPECIALISTS;
  run->stop_step = 2;
  g_assert_false (test_run (run, &error));
  run->stop_step = 0;
  run->options.resume = TRUE;
  return run;
}

/* A checkpoint is gone on with only by the run that made it, and only if it is whole. */
static void
test_resume_refused (void)
{
  g_autoptr (TestRun) run = stopped_run ();
  g_autofree char *checkpoint = test_run_path (run, ".checkpoint");
  g_autofree char *bytes = NULL;
  gsize size;

  test_run_set (run, "[specialists]\nrate=0.002\n");
  test_run_refused (run, "made with another config");
  test_run_set (run, "[joint]\nsmoothing=0.05\n"); /* the specialists' too */
  test_run_refused (run, "made with another config");
  test_run_set (run, NULL);
  g_assert_true (g_file_get_contents (checkpoint, &bytes, &size, NULL));
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (checkpoint, bytes, size * i / 40, NULL));
      g_assert_false (test_run (run, &error));
      g_assert_nonnull (strstr (error->message, ".checkpoint"));
    }
  g_unlink (checkpoint);
  test_run_refused (run, "there is no checkpoint");
  g_assert_true (g_file_set_contents (checkpoint, bytes, size, NULL));
  test_run_set (run, "[run]\nthreads=1\ncheckpoint_minutes=3\nevaluation_tasks=2\n");
  test_run_ok (run); /* what does not change the result may differ */
}

/* Settings of a stage that has not begun may still be changed: the same as beginning with them. */
static void
test_resume_changed (void)
{
  g_autoptr (TestRun) run = stopped_run ();
  g_autoptr (TestRun) straight = test_run_new (data, "[joint]\nrate=0.002\nepochs=3\n");

  test_run_ok (straight);
  test_run_set (run, "[joint]\nrate=0.002\nepochs=3\n");
  test_run_ok (run);
  assert_same_tensors (straight->output, run->output, TRUE);
}

/* No room for the second checkpoint: an error, and the first one is still good. */
static void
full_cb (const TaperTrainEvent *event, gpointer limit)
{
  if (event->stage == TAPER_TRAIN_SPECIALISTS && event->step == 1)
    g_assert_cmpint (setrlimit (RLIMIT_FSIZE, limit), ==, 0);
}

static void
test_disk_full (void)
{
  g_autoptr (TestRun) straight = test_run_new (data, NULL);
  g_autoptr (TestRun) run = test_run_new (data, NULL);
  g_autoptr (GError) error = NULL;
  struct rlimit old, small;

  test_run_ok (straight);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = (struct rlimit){ 2000, old.rlim_max };
  run->also = full_cb;
  run->also_data = &small;
  g_assert_false (test_run (run, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_IO);
  g_assert_nonnull (strstr (error->message, ".checkpoint"));
  run->also = NULL;
  run->options.resume = TRUE;
  test_run_ok (run);
  assert_same_tensors (straight->output, run->output, TRUE);
}

/* What can be known to be wrong is said before any step. */
static void
test_bad_options (void)
{
  g_autoptr (TestRun) run = test_run_new (data, NULL);
  g_autofree char *nowhere = g_build_filename (run->dir, "no", "where.safetensors", NULL);
  g_autofree char *text = g_build_filename (run->dir, "text.safetensors", NULL);

  run->options.data = NULL;
  test_run_refused (run, "no pictures given");
  run->options.data = nowhere;
  test_run_refused (run, "no such folder");
  run->options.data = data;
  run->options.output = nowhere;
  test_run_refused (run, "no such folder to write the bundle to");
  run->options.output = run->output;
  run->options.init = nowhere;
  test_run_refused (run, "where.safetensors");
  test_write_text (run->dir, "text.safetensors", "this is no bundle");
  run->options.init = text;
  test_run_refused (run, "text.safetensors");
  run->options.init = NULL;
  run->options.teacher = text;
  test_run_refused (run, "text.safetensors");
  run->options.teacher = NULL;
  run->options.embeddings = text;
  test_run_set (run, "[mixer]\nembeddings=\n");
  test_run_refused (run, "text.safetensors");
  test_run_set (run, "[specialists]\nbases=7\n");
  test_run_refused (run, "7 bases for 6 classes");
  test_run_set (run, "[generic]\nepochs=0\n");
  test_run_refused (run, "needs --init");
  run->options.resume = TRUE;
  test_run_set (run, NULL);
  test_run_refused (run, "there is no checkpoint");
}

/* --init: the generic is taken as it is, or trained on; other networks are refused by layer. */
static void
test_init (void)
{
  g_autoptr (TestRun) first = test_run_new (data, NULL);
  g_autoptr (TestRun) run = test_run_new (data, "[generic]\nepochs=0\n");
  g_autoptr (TaperBundle) a = NULL, b = NULL;
  g_autofree char *other_path = g_build_filename (run->dir, "other.safetensors", NULL);
  g_autoptr (TestBundle) other = test_bundle_new ();
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (other);
  TaperNetwork *network;

  test_run_ok (first);
  run->options.init = first->output;
  test_run_ok (run);
  a = taper_bundle_open (first->output, NULL);
  b = taper_bundle_open (run->output, NULL);
  network = taper_bundle_get_network (a);
  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      gsize n = taper_network_get_layer (network, l)->n_weights;
      g_autofree float *x = g_new (float, n), *y = g_new (float, n);

      taper_parameters_get_layer (taper_bundle_get_generic (a), l, x, NULL);
      taper_parameters_get_layer (taper_bundle_get_generic (b), l, y, NULL);
      g_assert_cmpmem (x, n * sizeof *x, y, n * sizeof *y);
    }
  test_run_set (run, "[generic]\nepochs=1\n");
  test_run_ok (run);

  test_run_set (run, "[network]\nwidth=5\n");
  test_run_refused (run, "layer stem is [4, 3, 3, 3] there, [5, 3, 3, 3] by the config");
  test_run_set (run, "[network]\nblocks=2\n");
  test_run_refused (run, "its network has 7 layers, this one 11");
  g_assert_true (g_file_set_contents (other_path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  run->options.init = other_path;
  test_run_set (run, NULL);
  test_run_refused (run, "other.safetensors");
}

/* A teacher that sees each picture as varied gives, without variation, what one asked before
 * gives; it must know all classes and have the same input. */
static void
test_teacher (void)
{
  g_autoptr (TestRun) first = test_run_new (data, NULL);
  g_autoptr (TestRun) kept = test_run_new (data, "[augmentation]\npadding=0\n");
  g_autoptr (TestRun) same =
      test_run_new (data, "[augmentation]\npadding=0\n[teacher]\nsame_view=1\n");
  g_autoptr (TestRun) without = test_run_new (data, "[augmentation]\npadding=0\n");
  g_autoptr (TestRun) other = test_run_new (NULL, NULL);
  g_autofree char *stranger = g_build_filename (other->data, "train", "class-7", "1.png", NULL);
  g_autofree char *stranger_test = g_build_filename (other->data, "test", "class-7", "1.png", NULL);
  guint8 rgb[20 * 20 * 3] = { 0 };

  test_run_ok (first);
  kept->options.teacher = same->options.teacher = first->output;
  test_run_ok (kept);
  test_run_ok (same);
  test_run_ok (without);
  assert_same_tensors (kept->output, same->output, TRUE);
  assert_same_tensors (kept->output, without->output, FALSE);

  test_run_set (kept, "[network]\ninput=18\n");
  test_run_refused (kept, "its input is 16 x 16, this network's 18 x 18");
  test_write_png (stranger, 20, rgb);
  test_write_png (stranger_test, 20, rgb);
  other->options.teacher = first->output;
  test_run_refused (other, "does not know the class “class-7”");
  test_remove_folder (other->data);
}

/* The untried ways of joint training run, and change the result. */
static void
test_ideas (void)
{
  static const char *const ideas[] = { "[joint]\ngeneric_basis=1\n", "[joint]\npull=0.1\n",
                                       "[joint]\nmixer_holdout=0.3\n" };
  g_autoptr (TestRun) plain = test_run_new (data, NULL);

  test_run_ok (plain);
  for (guint i = 0; i < G_N_ELEMENTS (ideas); i++)
    {
      g_autoptr (TestRun) run = test_run_new (data, ideas[i]);
      g_autoptr (TaperBundle) bundle = NULL;

      test_run_ok (run);
      bundle = taper_bundle_open (run->output, NULL);
      g_assert_cmpuint (taper_bundle_get_n_bases (bundle), ==, i == 0 ? 3 : 2);
      assert_same_tensors (plain->output, run->output, FALSE);
    }
}

/* Held-out training pictures are measured instead of the test pictures, and said so. */
static void
test_validation (void)
{
  g_autoptr (TestRun) run = test_run_new (data, "[data]\nvalidation=0.25\n");
  g_autoptr (TaperBundle) bundle = NULL;

  test_run_ok (run);
  g_assert_true (test_run_noted (run, "of 24 pictures")); /* 4 of 16 of each class */
  bundle = taper_bundle_open (run->output, NULL);
  g_assert_nonnull (strstr (taper_bundle_get_provenance (bundle), "held-out training pictures"));
}

/* Damaged pictures are left out and listed at the end; pictures in both parts are told; a folder
 * without test pictures is split. */
static void
test_notes (void)
{
  g_autoptr (TestRun) run = test_run_new (NULL, "[generic]\nepochs=1\n[joint]\nepochs=1\n");
  g_autofree char *from = g_build_filename (run->data, "train", "class-3", "004.png", NULL);
  g_autofree char *to = g_build_filename (run->data, "test", "class-5", "900.png", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *train = g_build_filename (run->data, "train", NULL);
  g_autofree char *bad = g_build_filename (train, "class-0", "bad.png", NULL);
  gsize size;

  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) size, NULL));
  g_assert_true (g_file_set_contents (bad, "no picture", -1, NULL)); /* 1 of 97: too many */
  test_run_refused (run, "1 of 97 pictures can't be read");
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *copy = g_strdup_printf ("%s/class-1/copy-%u.png", train, i);

      g_assert_true (g_file_set_contents (copy, bytes, (gssize) size, NULL));
    }
  test_run_ok (run); /* 1 of 101 */
  g_assert_true (test_run_noted (run, "bad.png"));
  g_assert_nonnull (strstr (g_ptr_array_index (run->notes, run->notes->len - 1), "bad.png"));
  g_assert_true (test_run_noted (run, "1 test pictures are also among the training pictures"));
  g_assert_true (test_run_noted (run, "900.png"));
  g_assert_cmpint (g_unlink (bad), ==, 0);
  run->options.data = train;
  test_run_ok (run);
  g_assert_true (test_run_noted (run, "no test pictures: "));
  test_remove_folder (run->data);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  data = test_train_folder (16, 4);
  g_test_add_func ("/trainer/learns", test_learns);
  g_test_add_func ("/trainer/bits", test_bits);
  g_test_add_func ("/trainer/resume", test_resume);
  g_test_add_func ("/trainer/resume-refused", test_resume_refused);
  g_test_add_func ("/trainer/resume-changed", test_resume_changed);
  g_test_add_func ("/trainer/disk-full", test_disk_full);
  g_test_add_func ("/trainer/bad-options", test_bad_options);
  g_test_add_func ("/trainer/init", test_init);
  g_test_add_func ("/trainer/teacher", test_teacher);
  g_test_add_func ("/trainer/ideas", test_ideas);
  g_test_add_func ("/trainer/validation", test_validation);
  g_test_add_func ("/trainer/notes", test_notes);
  status = g_test_run ();
  test_remove_folder (data);
  g_free (data);
  return status;
}
