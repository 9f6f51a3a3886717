/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times training steps of the generic stage: forward, loss, backward with batch normalisation, SGD.
 *
 *   train-worker MODEL.json BATCH THREADS
 *
 * answers each line "STEPS" on standard input with "WALL CPU LOSS": milliseconds per step and the
 * last step's loss. The pictures are noise and stay in memory, as PyTorch's do. */
#include "core/ops/taper-loss.h"
#include "core/threads/taper-pool.h"
#include "core/train/taper-optimizer.h"
#include "core/train/taper-train-net.h"
#include "core/data/taper-random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  TaperTrainNet *net;
  guint n, n_blocks, n_classes;
  float **images; /* one block each */
  guint *label, *allowed;
  TaperLoss loss;
  double *losses;
} Batch;

static void
fill_cb (guint block, float *image, gpointer data)
{
  Batch *b = data;

  memcpy (image, b->images[block],
          taper_block_size (taper_train_net_get_image_shape (b->net)) * sizeof (float));
}

static void
loss_cb (guint block, const float *logits, float *gradient, gpointer data)
{
  Batch *b = data;
  guint n = MIN (TAPER_LANES, b->n - block * TAPER_LANES);

  b->losses[block] =
      taper_loss_block (&b->loss, b->n_classes, logits, b->label + (gsize) block * TAPER_LANES,
                        NULL, n, 1. / b->n, gradient, NULL);
}

static void
make_batch (Batch *b, TaperTrainNet *net, guint n)
{
  const TaperBlockShape *shape = taper_train_net_get_image_shape (net);
  TaperRandom random = taper_random_stream (1, 0, 0);

  b->net = net;
  b->n = n;
  b->n_blocks = (n + TAPER_LANES - 1) / TAPER_LANES;
  b->n_classes = taper_network_get_n_outputs (taper_train_net_get_network (net));
  b->images = g_new (float *, b->n_blocks);
  b->label = g_new (guint, (gsize) b->n_blocks * TAPER_LANES);
  b->allowed = g_new (guint, b->n_classes);
  b->losses = g_new (double, b->n_blocks);
  for (guint k = 0; k < b->n_blocks; k++)
    {
      b->images[k] = taper_block_alloc (taper_block_size (shape));
      for (gsize i = 0; i < taper_block_size (shape); i++)
        b->images[k][i] = (float) taper_random_normal (&random);
      taper_block_clear_border (shape, b->images[k]);
    }
  for (guint i = 0; i < b->n_blocks * TAPER_LANES; i++)
    b->label[i] = taper_random_below (&random, b->n_classes);
  for (guint c = 0; c < b->n_classes; c++)
    b->allowed[c] = c;
  b->loss = (TaperLoss){ .allowed = b->allowed, .n_allowed = b->n_classes, .smoothing = .1f };
}

static void
fill_params (const TaperTrainNet *net, float *params)
{
  TaperNetwork *network = taper_train_net_get_network (net);
  TaperRandom random = taper_random_stream (2, 0, 0);

  for (guint l = 0; l < taper_network_get_n_layers (network); l++)
    {
      const TaperLayer *layer = taper_network_get_layer (network, l);
      double deviation = sqrt (2.0 / (layer->out_channels * layer->kernel * layer->kernel));

      for (gsize i = 0; i < layer->n_weights; i++)
        params[taper_train_net_get_offset (net, l) + i] =
            (float) (deviation * taper_random_normal (&random));
    }
  for (guint i = 0; i < taper_train_net_get_n_norms (net); i++)
    params[taper_train_net_get_n_params (net) + i] = 1;
}

static double
milliseconds (clockid_t clock)
{
  struct timespec t;

  clock_gettime (clock, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  TaperNetwork *network;
  TaperTrainNet *net = NULL;
  Batch batch = { 0 };
  char line[64];

  if (argc != 4 || !g_file_get_contents (argv[1], &json, NULL, &error))
    {
      fprintf (stderr, "usage: train-worker MODEL.json BATCH THREADS\n");
      return 2;
    }
  network = taper_network_new_from_json (json, &error);
  if (network != NULL)
    net = taper_train_net_new (network, &error);
  if (net == NULL)
    {
      fprintf (stderr, "%s: %s\n", argv[1], error->message);
      return 1;
    }
  taper_pool_set_threads ((guint) atoi (argv[3]));
  make_batch (&batch, net, (guint) atoi (argv[2]));
  {
    const TaperTrainCalls calls = { fill_cb, loss_cb, &batch };
    gsize n = taper_train_net_get_n_params (net) + taper_train_net_get_n_norms (net);
    g_autofree float *params = g_new0 (float, n), *gradient = g_new0 (float, n);
    g_autoptr (TaperNormState) norm = taper_norm_state_new (net);
    g_autoptr (TaperOptimizer) sgd = taper_optimizer_new (TAPER_OPTIMIZER_SGD, n, 1e-4);

    fill_params (net, params);
    while (fgets (line, sizeof line, stdin) != NULL)
      {
        int steps = MAX (atoi (line), 1);
        double wall = milliseconds (CLOCK_MONOTONIC), loss = 0;
        double cpu = milliseconds (CLOCK_PROCESS_CPUTIME_ID);

        for (int s = 0; s < steps; s++)
          {
            taper_train_net_step_normalized (net, params, norm, batch.n_blocks, &calls, gradient);
            taper_optimizer_step (sgd, params, gradient, .05);
          }
        wall = (milliseconds (CLOCK_MONOTONIC) - wall) / steps;
        cpu = (milliseconds (CLOCK_PROCESS_CPUTIME_ID) - cpu) / steps;
        for (guint b = 0; b < batch.n_blocks; b++)
          loss += batch.losses[b] / batch.n;
        printf ("%.4f %.4f %.5f\n", wall, cpu, loss);
        fflush (stdout);
      }
  }
  return 0;
}
