/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-train-batch-private.h"

#include "core/image/taper-image.h"
#include "core/model/taper-session.h"
#include "core/threads/taper-pool.h"
#include "tests/support/train-data.h"
#include "tests/support/train-run.h"

#include <math.h>
#include <string.h>

#define CLASSES TEST_TRAIN_CLASSES
#define PICTURES (16 * CLASSES)

static char *data;

typedef struct {
  TestRun *run;
  TaperTrainer trainer;
  TaperBatch *batch;
  float *params, *logits; /* logits: (32, C) */
} Fixture;

/* @extra: config lines */
static void
set_up (Fixture *f, gconstpointer extra)
{
  g_autoptr (GError) error = NULL;
  TaperRandom random = taper_random_stream (1, 2, 3);

  f->run = test_run_new (data, extra);
  f->trainer = (TaperTrainer){ .config = f->run->config, .options = &f->run->options };
  taper_trainer_setup (&f->trainer, &error);
  g_assert_no_error (error);
  f->batch = taper_batch_new (&f->trainer, 24);
  f->params = g_new (float, f->trainer.n_params);
  for (gsize i = 0; i < f->trainer.n_params; i++)
    f->params[i] = (float) (.3 * taper_random_normal (&random));
  f->logits = g_new0 (float, 32 * CLASSES);
}

static void
tear_down (Fixture *f, gconstpointer unused)
{
  taper_batch_free (f->batch);
  taper_trainer_clear (&f->trainer);
  test_run_free (f->run);
  g_free (f->params);
  g_free (f->logits);
}

static guint
label_of (const Fixture *f, guint picture)
{
  return g_array_index (f->trainer.data->train.labels, guint, picture);
}

/* Each epoch has each picture once, in an order of its own, wherever batches begin. */
static void
test_next (Fixture *f, gconstpointer unused)
{
  guint order[3][PICTURES], n = 0;

  for (guint64 position = 0; position < 3 * PICTURES; position += 24)
    {
      taper_batch_next (f->batch, &f->trainer.learn, 9, position);
      for (guint i = 0; i < 24; i++, n++)
        {
          g_assert_cmpuint (f->batch->label[i], ==, label_of (f, f->batch->index[i]));
          (&order[0][0])[n] = f->batch->index[i];
        }
    }
  for (guint e = 0; e < 3; e++)
    {
      gboolean seen[PICTURES] = { FALSE };

      for (guint i = 0; i < PICTURES; i++)
        {
          g_assert_false (seen[order[e][i]]);
          seen[order[e][i]] = TRUE;
        }
    }
  g_assert_cmpint (memcmp (order[0], order[1], sizeof order[0]), !=, 0);
  /* Across the border of two epochs, as after --resume. */
  taper_batch_next (f->batch, &f->trainer.learn, 9, PICTURES - 7);
  for (guint i = 0; i < 24; i++)
    g_assert_cmpuint (f->batch->index[i], ==, (&order[0][0])[PICTURES - 7 + i]);
}

/* Only pictures of the task, none twice before all came once. */
static void
test_draw (Fixture *f, gconstpointer unused)
{
  const guint one[] = { 4 }, two[] = { 1, 3 };
  guint count[PICTURES] = { 0 };
  TaperPool empty = { 0 };

  g_assert_true (taper_batch_draw (f->batch, &f->trainer.learn, one, 1, 5));
  for (guint i = 0; i < 24; i++)
    {
      g_assert_cmpuint (f->batch->label[i], ==, 4);
      count[f->batch->index[i]]++;
    }
  for (guint i = 0; i < PICTURES; i++)
    {
      g_assert_cmpuint (count[i], <=, 2);
      g_assert_cmpint (count[i] > 0, ==, label_of (f, i) == 4);
    }
  g_assert_true (taper_batch_draw (f->batch, &f->trainer.learn, two, 2, 6));
  for (guint i = 0; i < 24; i++)
    {
      g_assert_true (f->batch->label[i] == 1 || f->batch->label[i] == 3);
      for (guint k = 0; k < i; k++)
        g_assert_cmpuint (f->batch->index[i], !=, f->batch->index[k]);
    }
  g_assert_false (taper_batch_draw (f->batch, &empty, two, 2, 6));
}

typedef struct {
  Fixture *f;
  TaperTrainCalls inner;
} Tap;

static void
fill_cb (guint block, float *image, gpointer tap)
{
  Tap *self = tap;

  self->inner.fill (block, image, self->inner.data);
}

static void
keep_cb (guint block, const float *logits, float *gradient, gpointer tap)
{
  Tap *self = tap;

  for (guint c = 0; c < CLASSES; c++)
    for (guint lane = 0; lane < TAPER_LANES; lane++)
      self->f->logits[(block * TAPER_LANES + lane) * CLASSES + c] = logits[c * TAPER_LANES + lane];
}

/* The variation of a picture depends on the batch and its place, not on threads or on what is
 * computed beside it. */
static void
test_threads (Fixture *f, gconstpointer unused)
{
  Tap tap = { f, taper_batch_calls (f->batch) };
  const TaperTrainCalls calls = { fill_cb, keep_cb, &tap };
  float first[24 * CLASSES];

  for (guint threads = 1; threads <= 4; threads++)
    {
      taper_pool_set_threads (threads);
      taper_batch_next (f->batch, &f->trainer.learn, 9, 48);
      taper_train_net_forward (f->trainer.net, f->params, f->batch->n_blocks, &calls);
      if (threads == 1)
        memcpy (first, f->logits, sizeof first);
      g_assert_cmpmem (first, sizeof first, f->logits, sizeof first);
    }
  taper_batch_next (f->batch, &f->trainer.learn, 10, 48);
  taper_train_net_forward (f->trainer.net, f->params, f->batch->n_blocks, &calls);
  g_assert_cmpint (memcmp (first, f->logits, sizeof first), !=, 0);
}

/* Loss and accuracy of the whole batch against the formula, from the batch's own logits. */
static void
test_loss (Fixture *f, gconstpointer unused)
{
  const guint task[] = { 0, 2, 5 };
  TaperTrainCalls calls = taper_batch_calls (f->batch);
  Tap tap = { f, calls };
  const TaperTrainCalls keep = { fill_cb, keep_cb, &tap };
  g_autofree float *gradient = g_new (float, f->trainer.n_params);
  double loss = 0;
  guint correct = 0;

  f->batch->loss.allowed = task;
  f->batch->loss.n_allowed = 3;
  g_assert_true (taper_batch_draw (f->batch, &f->trainer.learn, task, 3, 8));
  taper_train_net_step (f->trainer.net, f->params, f->batch->n_blocks, &calls, gradient);
  taper_train_net_forward (f->trainer.net, f->params, f->batch->n_blocks, &keep);
  for (guint i = 0; i < 24; i++)
    {
      const float *z = f->logits + i * CLASSES;
      guint best = 0;
      double sum = 0;

      for (guint k = 0; k < 3; k++)
        {
          sum += exp (z[task[k]]);
          best = z[task[k]] > z[task[best]] ? k : best;
        }
      loss += log (sum) - z[f->batch->label[i]];
      correct += task[best] == f->batch->label[i];
    }
  g_assert_cmpfloat_with_epsilon (taper_batch_get_loss (f->batch), loss / 24, 1e-4);
  g_assert_cmpfloat_with_epsilon (taper_batch_get_accuracy (f->batch), correct / 24., 1e-9);
}

/* Pictures as they are: what the session of the window computes, also from a larger cache. */
static void
test_predict (Fixture *f, gconstpointer unused)
{
  TaperNetwork *network = f->trainer.network;
  const TaperInputSpec *spec = taper_network_get_input (network);
  g_autoptr (TaperParameters) parameters = taper_parameters_new (network);
  g_autoptr (TaperSession) session = taper_session_new (network, 4);
  g_autofree float *input = g_new (float, spec->channels * spec->width * spec->height);
  const guint index[] = { 3, 50, 7, 20, 95 };
  guint side = taper_picture_cache_get_side (f->trainer.train_cache);
  float wanted[CLASSES];

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const float *at = f->params + taper_train_net_get_offset (f->trainer.net, l);

      taper_parameters_set_layer (parameters, l, at,
                                  at + taper_network_get_layer (network, l)->n_weights);
    }
  taper_predict (&f->trainer, f->trainer.net, f->params, f->trainer.train_cache, index, 5, FALSE,
                 f->logits);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (TaperImage) image = taper_image_new_from_pixels (
          side, side, (gsize) side * 3, taper_picture_cache_get (f->trainer.train_cache, index[i]));
      g_autoptr (TaperImage) fitted = taper_image_fit (image, spec->width, spec->height);

      taper_image_to_input (fitted, spec, input);
      taper_session_forward (session, parameters, 1, input, wanted);
      for (guint c = 0; c < CLASSES; c++)
        g_assert_cmpfloat_with_epsilon (f->logits[i * CLASSES + c], wanted[c],
                                        1e-4 * (1 + fabs (wanted[c])));
    }
}

int
main (int argc, char **argv)
{
  static const char vary[] = "[augmentation]\npadding=2\nrotation=10\nbrightness=0.2\n";
  static const char still[] = "[augmentation]\npadding=0\nflip=0\n";
  static const char large[] = "[data]\ncache_size=19\n";
  int status;

  g_test_init (&argc, &argv, NULL);
  data = test_train_folder (16, 4);
  g_test_add ("/train-batch/next", Fixture, NULL, set_up, test_next, tear_down);
  g_test_add ("/train-batch/draw", Fixture, NULL, set_up, test_draw, tear_down);
  g_test_add ("/train-batch/threads", Fixture, vary, set_up, test_threads, tear_down);
  g_test_add ("/train-batch/loss", Fixture, still, set_up, test_loss, tear_down);
  g_test_add ("/train-batch/predict", Fixture, NULL, set_up, test_predict, tear_down);
  g_test_add ("/train-batch/predict-larger", Fixture, large, set_up, test_predict, tear_down);
  status = g_test_run ();
  test_remove_folder (data);
  g_free (data);
  return status;
}
