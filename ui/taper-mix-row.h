/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-mix.h"
#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TaperMixRow: a row of the mixer's table: one layer, or the whole model.
 *
 * Signal "changed": it shows another mix.
 */
#define TAPER_TYPE_MIX_ROW (taper_mix_row_get_type ())
G_DECLARE_FINAL_TYPE (TaperMixRow, taper_mix_row, TAPER, MIX_ROW, GObject)

/* @layer: 0..L; L: the whole model */
TaperMixRow *taper_mix_row_new (guint layer);
/* @mix: borrowed until the next call */
void taper_mix_row_set_mix (TaperMixRow *self, const TaperMix *mix);

/* Columns of the table: name, parameters, then one for each basis. */
enum {
  TAPER_MIX_COLUMN_LAYER,
  TAPER_MIX_COLUMN_PARAMETERS,
  TAPER_MIX_COLUMN_BASIS,
};
/* (transfer full): what the column says of the row */
char *taper_mix_row_get_text (TaperMixRow *self, guint column);
int taper_mix_row_compare (TaperMixRow *a, TaperMixRow *b, guint column);

G_END_DECLS
