/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mixer/taper-mixer.h"
#include "core/model/taper-network.h"

G_BEGIN_DECLS

/* How many of the bases a mix really uses, and how two mixes differ. @coefficients are (L, K). */

/* Entropy of K values >= 0 that need not sum to 1, in nats; 0 ln 0 = 0. */
double taper_entropy (const double *values, guint n);

/* (K), written: mean of the coefficients over layers, weighted by parameters. */
void taper_mix_get_shares (TaperNetwork *network, guint n_bases, const float *coefficients,
                           double *shares);

/**
 * taper_mix_compare:
 *
 * Returns: the cosine of both mixes, each layer's coefficients multiplied by the square root of its
 *   share of the parameters, so that a layer counts as much as it is large; 1 for equal mixes
 */
double taper_mix_compare (TaperNetwork *network, guint n_bases, const float *a, const float *b);

/**
 * TaperUsage: what each basis was used for over several tasks.
 * @mean_share, @max_share: (K): share of the parameters, mean and largest over the tasks
 * @effective: mean over the tasks of exp (entropy of the shares): how many equally used bases would
 *   be as mixed; 1..K
 * @dead: (K): its largest share never reaches a tenth of an equal one, 0.1 / K
 */
typedef struct {
  guint n_tasks, n_bases;
  double *mean_share, *max_share;
  double effective;
  gboolean *dead;
  guint n_dead;
} TaperUsage;

/* @tasks as training draws them, of the given seed, for the same result everywhere. */
TaperUsage *taper_usage_new (const TaperMixer *mixer, TaperNetwork *network,
                             TaperClassList *classes, guint n_tasks, guint64 seed);
void taper_usage_free (TaperUsage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperUsage, taper_usage_free)

G_END_DECLS
