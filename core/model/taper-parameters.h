/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-network.h"

G_BEGIN_DECLS

/**
 * TaperParameters:
 *
 * One set of weights and biases for a network, fp32, in the layout the kernels run on (private;
 * read and write through the calls below). Atomically reference counted; treat it as immutable
 * once another thread can see it.
 */
typedef struct _TaperParameters TaperParameters;

TaperParameters *taper_parameters_new (TaperNetwork *network); /* all zero */
TaperParameters *taper_parameters_ref (TaperParameters *self);
void taper_parameters_unref (TaperParameters *self);
TaperNetwork *taper_parameters_get_network (const TaperParameters *self); /* transfer none */

/**
 * taper_parameters_set_layer:
 * @weight: (out, in, k, k), plain order
 * @bias: (out)
 */
void taper_parameters_set_layer (TaperParameters *self, guint layer, const float *weight,
                                 const float *bias);
/* The inverse; either destination may be %NULL. */
void taper_parameters_get_layer (const TaperParameters *self, guint layer, float *weight,
                                 float *bias);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperParameters, taper_parameters_unref)

G_END_DECLS
