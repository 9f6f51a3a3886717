/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

/* Plain order: (out, in, k, k), (out). */
float *taper_parameters_get_weight (const TaperParameters *self, guint layer);
float *taper_parameters_get_bias (const TaperParameters *self, guint layer);

G_END_DECLS
