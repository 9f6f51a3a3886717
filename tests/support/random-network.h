/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

/* Random networks, weights and pictures for the tests of model, mixer and kernels. */

typedef struct {
  GRand *rand;
  GString *nodes;
  GString *mixed;
  guint n_nodes;
  guint channels, height, width; /* of the newest node */
} RandomNetwork;

void random_fill (GRand *rand, float *values, gsize n, double scale);

/* The largest difference, measured against the largest wanted value: a sum of n products has an
 * error in proportion to its largest partial sums, not to what happens to be left of them. */
double relative_error (const float *got, const float *wanted, gsize n);

char *random_network_newest (const RandomNetwork *self);

/* A convolution of the newest node; @add is the name of a node of the same shape, or NULL. */
void random_network_conv (RandomNetwork *self, guint out, guint kernel, guint stride, guint padding,
                          const char *add, gboolean relu);

void random_network_max_pool (RandomNetwork *self, guint kernel, guint stride, guint padding);

void random_network_step (RandomNetwork *self);

/* The `model` text of a network with the steps appended so far, a global pool and a linear. */
char *random_network_finish (RandomNetwork *self, guint height, guint width, guint n_outputs);

RandomNetwork random_network_begin (GRand *rand, guint height, guint width);

TaperNetwork *random_network_new (GRand *rand, guint n_steps);

/* Weights of a size that keeps activations near 1 however deep the network is. */
TaperParameters *random_parameters_new (GRand *rand, TaperNetwork *network);

G_END_DECLS
