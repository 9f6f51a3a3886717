/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-stream-trial.h"

#include "core/taper-error.h"
#include "tests/support/test-bundle.h"
#include "tests/support/test-folder.h"

#define PER_CLASS 30

typedef struct {
  TestFolder *dir;
  TaperBundle *bundle;
  TaperPredictor *predictor;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (TestBundle) source = test_bundle_new ();
  g_autoptr (GBytes) bytes = test_bundle_to_bytes (source);
  g_autoptr (TaperLabelled) labelled = NULL;
  g_autoptr (TaperPictureSet) pictures = NULL;
  g_autofree int *map = NULL;
  g_autoptr (GError) error = NULL;

  self->dir = test_folder_new ();
  for (guint c = 0; c < 4; c++)
    for (guint i = 0; i < PER_CLASS; i++)
      {
        g_autofree char *name = g_strdup_printf ("c%u/%02u.ppm", c, i);

        test_folder_write_picture (self->dir, name, 8, 8, rand);
      }
  self->bundle = taper_bundle_new_from_bytes (bytes, "tiny", &error);
  g_assert_no_error (error);
  labelled = taper_labelled_open (self->dir->path, NULL, &error);
  g_assert_no_error (error);
  map = taper_labelled_match (labelled, taper_bundle_get_classes (self->bundle));
  pictures = taper_picture_set_load (
      labelled, map, taper_network_get_input (taper_bundle_get_network (self->bundle)), NULL, NULL,
      NULL, &error);
  g_assert_no_error (error);
  self->predictor = taper_predictor_new (self->bundle, pictures);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  taper_predictor_free (self->predictor);
  taper_bundle_unref (self->bundle);
  test_folder_free (self->dir);
}

/* The lanes that are defined by a formula, against the formula. */
static void
test_lanes (Fixture *self, gconstpointer data)
{
  g_autoptr (TaperStream) stream = taper_stream_new (self->predictor);
  g_autoptr (TaperTask) known = taper_task_new (4, (guint[]){ 1, 2 }, 2);
  g_autoptr (GArray) order =
      taper_stream_order (taper_predictor_get_pictures (self->predictor), known, 50, 5);
  const float *generic = taper_predictor_get_generic (self->predictor, NULL, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  int answers[25 * TAPER_N_STREAM_LANES];
  TaperStreamBatch batch;

  g_assert_cmpuint (order->len, ==, 50);
  for (guint part = 0; part < 2; part++)
    {
      const guint *pictures = &g_array_index (order, guint, 25 * part);

      g_assert_true (
          taper_stream_step (stream, pictures, 25, known, answers, &batch, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (batch.n, ==, 25);
      g_assert_cmpuint (batch.n_labelled, ==, 25);
      for (guint i = 0; i < 25; i++)
        {
          const float *logits = generic + 4 * pictures[i];
          const int *row = answers + i * TAPER_N_STREAM_LANES;
          int best = 0;

          for (int c = 1; c < 4; c++)
            best = logits[c] > logits[best] ? c : best;
          g_assert_cmpint (row[TAPER_STREAM_GENERIC], ==, best);
          if (part == 0) /* nothing is known yet */
            g_assert_cmpint (row[TAPER_STREAM_CONTROL], ==, best);
          g_assert_cmpint (row[TAPER_STREAM_SELECTION], ==, logits[1] >= logits[2] ? 1 : 2);
          g_assert_true (row[TAPER_STREAM_KNOWN] == 1 || row[TAPER_STREAM_KNOWN] == 2);
          g_assert_cmpint (row[TAPER_STREAM_CONTEXT], >=, 0);
        }
      if (part == 0)
        g_assert_cmpint (taper_stream_get_coefficients (stream) != NULL, ==, FALSE);
    }
  g_assert_cmpuint (taper_context_get_n_remembered (taper_stream_get_context (stream)), >=, 25);
  /* without a task told nobody answers in its lanes */
  g_assert_true (taper_stream_step (stream, &g_array_index (order, guint, 0), 1, NULL, answers,
                                    &batch, NULL, &error));
  g_assert_cmpint (answers[TAPER_STREAM_KNOWN], ==, -1);
  g_assert_cmpuint (batch.correct[TAPER_STREAM_KNOWN], ==, 0);
  g_assert_true (taper_stream_step (stream, NULL, 0, NULL, NULL, &batch, NULL, &error));
}

static void
test_trial (Fixture *self, gconstpointer data)
{
  const TaperStreamPlan plan = { TAPER_RANDOM_ANY, 2, 5, 10, 40, TRUE, 3 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperStreamTrial) trial =
      taper_stream_trial_run (self->predictor, &plan, NULL, NULL, NULL, &error);
  g_autoptr (TaperStreamTrial) again =
      taper_stream_trial_run (self->predictor, &plan, NULL, NULL, NULL, &error);
  TaperInterval interval;
  double difference;

  g_assert_no_error (error);
  g_assert_cmpuint (trial->n_batches, ==, 8);
  g_assert_cmpuint (trial->switch_batch, ==, 4);
  g_assert_cmpuint (trial->n_contexts, ==, 5);
  g_assert_cmpuint (trial->n_asked, ==, 40);
  for (guint b = 0; b < 8; b++)
    g_assert_cmpuint (trial->n_pictures[b], ==, 50);
  g_assert_cmpmem (trial->correct, 8 * TAPER_N_STREAM_LANES * sizeof (guint), again->correct,
                   8 * TAPER_N_STREAM_LANES * sizeof (guint));
  difference = taper_stream_trial_get_difference (trial, trial->whole, TAPER_STREAM_KNOWN,
                                                  TAPER_STREAM_GENERIC, &interval);
  g_assert_cmpfloat_with_epsilon (
      difference,
      taper_stream_trial_get_mean (trial, trial->whole, TAPER_STREAM_KNOWN) -
          taper_stream_trial_get_mean (trial, trial->whole, TAPER_STREAM_GENERIC),
      1e-12);
  g_assert_cmpfloat (interval.low, <=, difference);
  g_assert_cmpfloat (interval.high, >=, difference);
  g_assert_cmpfloat (taper_stream_trial_get_difference (trial, trial->late, TAPER_STREAM_KNOWN,
                                                        TAPER_STREAM_KNOWN, &interval),
                     ==, 0);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  const TaperStreamPlan plan = { TAPER_RANDOM_ANY, 2, 5, 10, 40, TRUE, 3 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (taper_stream_trial_run (self->predictor, &plan, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Pictures of one class only: most contexts are empty, and an empty set has none at all. */
static void
test_no_pictures (Fixture *self, gconstpointer data)
{
  const TaperStreamPlan plan = { TAPER_RANDOM_ANY, 2, 5, 10, 40, FALSE, 3 };
  g_autoptr (TaperLabelled) labelled = taper_labelled_open (self->dir->path, NULL, NULL);
  const int nowhere[4] = { -1, -1, -1, -1 };
  g_autoptr (TaperPictureSet) pictures = taper_picture_set_load (
      labelled, nowhere, taper_network_get_input (taper_bundle_get_network (self->bundle)), NULL,
      NULL, NULL, NULL);
  g_autoptr (TaperPredictor) predictor = taper_predictor_new (self->bundle, pictures);
  g_autoptr (GError) error = NULL;

  g_assert_null (taper_stream_trial_run (predictor, &plan, NULL, NULL, NULL, &error));
  g_assert_error (error, TAPER_ERROR, TAPER_ERROR_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/stream/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("lanes", test_lanes);
  ADD ("trial", test_trial);
  ADD ("cancelled", test_cancelled);
  ADD ("no-pictures", test_no_pictures);
  return g_test_run ();
}
