/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-evaluation.h"
#include "core/model/taper-session.h"
#include "core/task/taper-answer.h"
#include "core/threads/taper-pool.h"
#include "tests/support/test-bundle.h"
#include "tests/support/test-folder.h"

#include <string.h>

#define N_CLASSES 4
#define PER_CLASS 40

typedef struct {
  TestFolder *dir;
  TaperBundle *bundle;
  TaperLabelled *labelled;
  int *map;
  TaperTask *task; /* classes 1 and 2 */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (source);
  g_autoptr (GError) error = NULL;
  const guint classes[] = { 1, 2 };

  self->dir = test_folder_new ();
  for (guint c = 0; c < N_CLASSES; c++)
    for (guint i = 0; i < PER_CLASS; i++)
      {
        g_autofree char *name = g_strdup_printf ("c%u/%02u.ppm", c, i);

        test_folder_write_picture (self->dir, name, 8 + i % 3, 8, rand);
      }
  self->bundle = taper_bundle_new_from_bytes (bytes, "tiny", &error);
  g_assert_no_error (error);
  self->labelled = taper_labelled_open (self->dir->path, NULL, &error);
  g_assert_no_error (error);
  self->map = taper_labelled_match (self->labelled, taper_bundle_get_classes (self->bundle));
  self->task = taper_task_new (N_CLASSES, classes, 2);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  taper_task_unref (self->task);
  taper_labelled_unref (self->labelled);
  g_free (self->map);
  taper_bundle_unref (self->bundle);
  test_folder_free (self->dir);
}

static TaperPictureSet *
load (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  TaperPictureSet *pictures = taper_picture_set_load (
      self->labelled, self->map, taper_network_get_input (taper_bundle_get_network (self->bundle)),
      NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return pictures;
}

static TaperEvaluation *
evaluate_with (Fixture *self, TaperLogitCache *cache)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new ();
  g_autoptr (TaperPictureSet) pictures = load (self);
  g_autoptr (GError) error = NULL;
  TaperEvaluation *evaluation;

  g_ptr_array_add (tasks, self->task);
  evaluation = taper_evaluate (self->bundle, pictures, tasks, cache, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return evaluation;
}

static TaperEvaluation *
evaluate (Fixture *self)
{
  return evaluate_with (self, NULL);
}

/* The logits of one picture, one step after the other. */
static void
answer (Fixture *self, const TaperParameters *parameters, const char *path, float *logits)
{
  TaperNetwork *network = taper_bundle_get_network (self->bundle);
  g_autoptr (TaperSession) session = taper_session_new (network, 1);
  g_autoptr (TaperImage) image = taper_image_load (path, 0, NULL);
  g_autoptr (TaperImage) fitted = taper_image_fit (image, 8, 8);
  float input[3 * 8 * 8];

  taper_image_to_input (fitted, taper_network_get_input (network), input);
  taper_session_forward (session, parameters, 1, input, logits);
}

/* Everything against pictures answered one by one. */
static void
test_one_by_one (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperEvaluation) evaluation = evaluate (self);
  const TaperTaskResult *result = evaluation->results->pdata[0];
  g_autoptr (TaperParameters) blended =
      taper_parameters_new (taper_bundle_get_network (self->bundle));
  guint generic = 0, selection = 0, personalized = 0, k = 0;
  float coefficients[4 * 2];

  taper_mixer_predict (taper_bundle_get_mixer (self->bundle), self->task, coefficients);
  taper_bases_blend (taper_bundle_get_bases (self->bundle), coefficients, blended);
  g_assert_cmpuint (result->n, ==, 2 * PER_CLASS);
  g_assert_cmpuint (result->m, ==, 2);
  for (guint i = 0; i < N_CLASSES * PER_CLASS; i++)
    {
      const char *path = taper_labelled_get_path (self->labelled, i);
      guint label = i / PER_CLASS;
      float ours[N_CLASSES], theirs[N_CLASSES];

      answer (self, taper_bundle_get_generic (self->bundle), path, theirs);
      generic += taper_argmax_masked (theirs, N_CLASSES, NULL) == (int) label;
      if (label != 1 && label != 2)
        continue;
      answer (self, blended, path, ours);
      selection += taper_argmax_masked (theirs, N_CLASSES, self->task) == (int) label;
      personalized += taper_argmax_masked (ours, N_CLASSES, self->task) == (int) label;
      g_assert_cmpuint (result->pictures[k], ==, i);
      g_assert_cmpuint (result->truth[k], ==, label - 1);
      for (guint j = 0; j < 2; j++)
        {
          g_assert_cmpfloat_with_epsilon (result->selection[2 * k + j], theirs[j + 1], 1e-4);
          g_assert_cmpfloat_with_epsilon (result->personalized[2 * k + j], ours[j + 1], 1e-4);
        }
      k++;
    }
  g_assert_cmpuint (evaluation->generic_top1_correct, ==, generic);
  g_assert_cmpuint (taper_task_result_count_correct (result, result->selection), ==, selection);
  g_assert_cmpuint (taper_task_result_count_correct (result, result->personalized), ==,
                    personalized);
}

static void
test_unreadable (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperEvaluation) evaluation = NULL;
  TaperPictureSet *pictures;
  const TaperTaskResult *result;
  GPtrArray *unreadable;

  test_folder_write (self->dir, "c1/05.ppm", "no picture");
  evaluation = evaluate (self);
  pictures = taper_evaluation_get_pictures (evaluation);
  result = evaluation->results->pdata[0];
  unreadable = taper_picture_set_get_unreadable (pictures);
  g_assert_cmpuint (taper_picture_set_get_n (pictures), ==, N_CLASSES * PER_CLASS - 1);
  g_assert_cmpuint (result->n, ==, 2 * PER_CLASS - 1);
  g_assert_cmpuint (unreadable->len, ==, 1);
  g_assert_nonnull (strstr (unreadable->pdata[0], "05.ppm"));
  /* Labels and paths moved up together. */
  g_assert_cmpuint (taper_picture_set_get_label (pictures, 2 * PER_CLASS - 1), ==, 2);
  g_assert_true (
      g_str_has_suffix (taper_picture_set_get_path (pictures, 2 * PER_CLASS - 1), "c2/00.ppm"));
}

/* Labels without a class are left out; nothing left is no error. */
static void
test_unknown_labels (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperEvaluation) some = NULL, none = NULL;

  self->map[1] = TAPER_LABEL_UNKNOWN;
  some = evaluate (self);
  g_assert_cmpuint (taper_picture_set_get_n (taper_evaluation_get_pictures (some)), ==,
                    (N_CLASSES - 1) * PER_CLASS);
  g_assert_cmpuint (((TaperTaskResult *) some->results->pdata[0])->n, ==, PER_CLASS);
  for (guint l = 0; l < N_CLASSES; l++)
    self->map[l] = TAPER_LABEL_UNKNOWN;
  none = evaluate (self);
  g_assert_cmpuint (taper_picture_set_get_n (taper_evaluation_get_pictures (none)), ==, 0);
  g_assert_cmpuint (((TaperTaskResult *) none->results->pdata[0])->n, ==, 0);
}

/* What is kept is what was computed; a damaged file, another picture or other weights are not. */
static void
test_cache (Fixture *self, gconstpointer data)
{
  g_autofree char *dir = test_folder_build (self->dir, "c0/cache");
  g_autoptr (TaperLogitCache) cache = taper_logit_cache_new (dir, 1000 * 1000);
  g_autoptr (TaperEvaluation) cold = evaluate_with (self, cache);
  g_autoptr (TaperEvaluation) warm = evaluate_with (self, cache);
  const TaperTaskResult *a = cold->results->pdata[0], *b = warm->results->pdata[0];
  gsize size = a->n * a->m * sizeof (float);
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  guint n = 0;

  g_assert_cmpmem (a->personalized, size, b->personalized, size);
  g_assert_cmpmem (a->selection, size, b->selection, size);
  g_assert_cmpuint (cold->generic_top1_correct, ==, warm->generic_top1_correct);
  while (g_dir_read_name (files) != NULL)
    n++;
  g_assert_cmpuint (n, ==, 2); /* generic and personalized, written once */
}

/* The same bits whatever the number of threads. */
static void
test_threads (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperEvaluation) one = NULL, many = NULL;
  const TaperTaskResult *a, *b;
  gsize size;

  taper_pool_set_threads (1);
  one = evaluate (self);
  taper_pool_set_threads (3);
  many = evaluate (self);
  a = one->results->pdata[0];
  b = many->results->pdata[0];
  size = a->n * a->m * sizeof (float);
  g_assert_cmpmem (a->selection, size, b->selection, size);
  g_assert_cmpmem (a->personalized, size, b->personalized, size);
}

static void
progress_cb (guint done, guint total, gpointer data)
{
  guint *last = data;

  g_assert_cmpuint (done, >=, *last);
  g_assert_cmpuint (total, ==, N_CLASSES * PER_CLASS + 2 * PER_CLASS);
  *last = done;
}

static void
cancel_cb (guint done, guint total, gpointer cancellable)
{
  if (done * 2 >= total)
    g_cancellable_cancel (cancellable);
}

static void
test_progress_and_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TaperPictureSet) pictures = load (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperEvaluation) evaluation = NULL;
  guint last = 0;

  g_ptr_array_add (tasks, self->task);
  evaluation =
      taper_evaluate (self->bundle, pictures, tasks, NULL, progress_cb, &last, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (last, ==, N_CLASSES * PER_CLASS + 2 * PER_CLASS);
  g_assert_null (taper_evaluate (self->bundle, pictures, tasks, NULL, cancel_cb, cancellable,
                                 cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char *name, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/evaluation/one-by-one", test_one_by_one);
  add ("/evaluation/unreadable", test_unreadable);
  add ("/evaluation/unknown-labels", test_unknown_labels);
  add ("/evaluation/cache", test_cache);
  add ("/evaluation/threads", test_threads);
  add ("/evaluation/progress-and-cancel", test_progress_and_cancel);
  return g_test_run ();
}
