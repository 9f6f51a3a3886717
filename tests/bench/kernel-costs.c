/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What Winograd's transforms cost, in cycles, beside what the choice of a method counts with.
 * TAPER_KERNELS chooses the kernels. A cycle is one step of a chain of dependent additions. */
#include "core/kernels/taper-kernels.h"
#include "core/tensor/taper-buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define PLACES 36
#define REPEATS 2000
#define ROUNDS 41
#define CHANNELS 16

typedef struct {
  const TaperKernels *kernels;
  TaperTile tile;
  float *values, *transformed, *weights, *bias;
  gsize place;
} Costs;

typedef void (*Step) (const Costs *costs);

static void
input_tile (const Costs *c)
{
  c->kernels->winograd_input (&c->tile, c->values, c->transformed, c->place, 0);
}

static void
output_tile (const Costs *c)
{
  c->kernels->winograd_output (&c->tile, c->transformed, c->place, 0, c->bias, NULL, NULL, TRUE,
                               c->values);
}

static void
weights_of_channels (const Costs *c)
{
  c->kernels->winograd_weights (c->weights, CHANNELS, 1, c->transformed, c->place);
}

static void
additions (const Costs *c)
{
  gsize x = c->place;
  for (guint i = 0; i < 1000; i++)
    {
      x += c->place;
      __asm__ volatile("" : "+r"(x));
    }
}

static int
compare (const void *a, const void *b)
{
  const double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* Processor nanoseconds of one step, the median of the rounds. */
static double
nanoseconds (Step step, const Costs *costs)
{
  double taken[ROUNDS];
  for (guint round = 0; round < ROUNDS; round++)
    {
      struct timespec from, to;
      clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &from);
      for (guint i = 0; i < REPEATS; i++)
        step (costs);
      clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &to);
      taken[round] =
          ((double) (to.tv_sec - from.tv_sec) * 1e9 + (double) (to.tv_nsec - from.tv_nsec)) /
          REPEATS;
    }
  qsort (taken, ROUNDS, sizeof *taken, compare);
  return taken[ROUNDS / 2];
}

int
main (void)
{
  const TaperKernels *k = taper_kernels ();
  const gsize row = 16 * (gsize) k->lanes;
  Costs costs = {
    .kernels = k,
    .tile = { .block = 16 * row, .row = row, .blocks = 1, .rows = 6, .columns = 6 },
    .values = taper_buffer_new_floats (16 * row),
    .weights = taper_buffer_new_floats (9 * CHANNELS * (gsize) k->lanes),
    .bias = taper_buffer_new_floats (k->lanes),
    .place = CHANNELS * (gsize) k->lanes,
  };
  costs.transformed = taper_buffer_new_floats (PLACES * costs.place);
  const double cycle = nanoseconds (additions, &costs) / 1000;
  printf ("%s, %.2f GHz: measured (counted with)\n", k->name, 1 / cycle);
  printf ("input tile %.0f (%.0f)\n", nanoseconds (input_tile, &costs) / cycle,
          k->tile_input_cycles);
  printf ("output tile %.0f (%.0f)\n", nanoseconds (output_tile, &costs) / cycle,
          k->tile_output_cycles);
  printf ("weights of a channel %.0f (%.0f)\n",
          nanoseconds (weights_of_channels, &costs) / CHANNELS / cycle, k->weight_cycles);
  return 0;
}
