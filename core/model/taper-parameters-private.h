/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/kernels/taper-conv-layout.h"
#include "core/model/taper-parameters.h"

G_BEGIN_DECLS

const TaperLayerLayout *taper_parameters_get_layout (const TaperParameters *self, guint layer);
/* In the layer's layout; the padding is zero. */
float *taper_parameters_get_weight (const TaperParameters *self, guint layer);
float *taper_parameters_get_bias (const TaperParameters *self, guint layer);

G_END_DECLS
