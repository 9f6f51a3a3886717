/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"

G_BEGIN_DECLS

/**
 * TaperMix:
 * @n_layers, @n_bases: L and K
 * @values: (L + 1, K), 0..1: the coefficients, and as last row their mean over the layers,
 *   weighted by parameters: the share of each basis in the whole model
 * @before: (L + 1, K) (nullable): then @values are differences from it, -1..1
 * @edit: (nullable): layers set by hand
 * @layer_names, @layer_params: (L)
 * @basis_names: (K)
 *
 * What the pictures of a mix are drawn from: the numbers of a snapshot with the names that go
 * with them.
 */
typedef struct {
  guint n_layers, n_bases;
  float *values;
  float *before;
  TaperMixEdit *edit;
  char **layer_names;
  guint64 *layer_params;
  guint64 n_params;
  char **basis_names;
} TaperMix;

/* Values zero, names empty. */
TaperMix *taper_mix_new (guint n_layers, guint n_bases);
TaperMix *taper_mix_new_from_snapshot (const TaperSnapshot *snapshot);
/* This mix less that of the pinned task; %NULL when nothing is pinned. */
TaperMix *taper_mix_new_difference (const TaperSnapshot *snapshot);
void taper_mix_free (TaperMix *self);

/* @layer may be L: the whole model. */
float taper_mix_get_value (const TaperMix *self, guint layer, guint basis);
gsize taper_mix_get_n_values (const TaperMix *self); /* (L + 1) * K */
/* The basis with the largest value in the row, or of differences the farthest from 0; the first of
 * equals. */
guint taper_mix_get_leader (const TaperMix *self, guint layer);
/* The row's share of the model's parameters, 0..1; 1 for row L. */
double taper_mix_get_param_share (const TaperMix *self, guint layer);

/* Half the sum of the row's differences without sign: the part of the weights that moved, 0..1. */
double taper_mix_get_change (const TaperMix *self, guint layer);
/* The cell that differs most; FALSE when none does. */
gboolean taper_mix_find_largest (const TaperMix *self, guint *layer, guint *basis);

/* One sentence about a cell, translated, with the exact numbers. (transfer full) */
char *taper_mix_describe_cell (const TaperMix *self, guint layer, guint basis);
/* A layer, its leading basis and its exact number of parameters. (transfer full) */
char *taper_mix_describe_layer (const TaperMix *self, guint layer);
/* Tab separated, with a header line: layer, parameters, one column for each basis.
 * (transfer full) */
char *taper_mix_to_tsv (const TaperMix *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperMix, taper_mix_free)

G_END_DECLS
