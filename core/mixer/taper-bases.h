/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

/**
 * TaperBases:
 *
 * The K basis models of a network, kept in fp16 in the kernels' layout, ready to blend. Filled by
 * its maker, then immutable; atomically reference counted.
 */
typedef struct _TaperBases TaperBases;

TaperBases *taper_bases_new (TaperNetwork *network, guint n_bases);
TaperBases *taper_bases_ref (TaperBases *self);
void taper_bases_unref (TaperBases *self);
guint taper_bases_get_n_bases (const TaperBases *self);
TaperNetwork *taper_bases_get_network (const TaperBases *self); /* transfer none */

/* @weight (out, in, k, k) and @bias (out), plain order, rounded to fp16. Only while filling. */
void taper_bases_set_layer (TaperBases *self, guint basis, guint layer, const float *weight,
                            const float *bias);
/* The inverse; either destination may be %NULL. */
void taper_bases_get_layer (const TaperBases *self, guint basis, guint layer, float *weight,
                            float *bias);

/**
 * taper_bases_blend:
 * @coefficients: (L, K)
 * @out: every layer is overwritten with sum_k coefficients[l][k] * basis[k][l]
 *
 * theta_l = sum_k alpha[l][k] v[k][l], weights and biases alike. Uses the pool, allocates nothing.
 */
void taper_bases_blend (const TaperBases *self, const float *coefficients, TaperParameters *out);
/* One layer; @coefficients (K). */
void taper_bases_blend_layer (const TaperBases *self, guint layer, const float *coefficients,
                              TaperParameters *out);

/**
 * taper_bases_blend_add:
 *
 * Incremental: @out's layer += @delta * basis. For live edits of one coefficient; rounding adds up
 * over many calls, so finish an edit with taper_bases_blend_layer().
 */
void taper_bases_blend_add (const TaperBases *self, guint layer, guint basis, float delta,
                            TaperParameters *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperBases, taper_bases_unref)

G_END_DECLS
