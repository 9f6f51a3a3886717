/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

/**
 * taper_parameters_interpolate:
 * @position: 0..1
 * @out: overwritten with (1 - @position) @from + @position @to; may be neither of them
 *
 * A model between two models of one network, weights and biases alike.
 */
void taper_parameters_interpolate (const TaperParameters *from, const TaperParameters *to,
                                   double position, TaperParameters *out);

G_END_DECLS
