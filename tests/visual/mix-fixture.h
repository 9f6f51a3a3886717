/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix-draw.h"

G_BEGIN_DECLS

/* The groceries bundle's mix for apples: the coefficients of tests/golden/groceries-s16.json. */
TaperMix *mix_fixture_groceries (void);
/* Any shape; each row sums to 1. */
TaperMix *mix_fixture_synthetic (guint n_layers, guint n_bases);

/* The same text everywhere: DejaVu Sans without hinting, at 96 dpi. (transfer full) */
TaperText *mix_fixture_text (void);
/* Metrics that do not depend on fonts. */
extern const TaperMixMetrics mix_fixture_metrics;

G_END_DECLS
