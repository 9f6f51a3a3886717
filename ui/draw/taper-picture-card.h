/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture-tally.h"
#include "ui/draw/taper-text.h"

G_BEGIN_DECLS

/**
 * TaperPictureCard: the three answers to one picture, as they stand under it.
 * @winners: (nullable): no answer
 */
typedef struct {
  const char *winners[TAPER_N_LANES];
  double scores[TAPER_N_LANES];
  TaperPictureVerdict verdicts[TAPER_N_LANES];
  gboolean changed;
} TaperPictureCard;

/* Height of the three lanes with this font. */
double taper_picture_card_get_height (TaperText *text);

/**
 * taper_picture_card_draw:
 * @rect: as high as taper_picture_card_get_height()
 *
 * A line for each lane: what it names, with a tick or a cross where that is known, and its score
 * as a number and as a bar on the axis that all lanes share.
 */
void taper_picture_card_draw (cairo_t *cr, const TaperRect *rect, const TaperPictureCard *card,
                              gboolean rtl, const TaperPalette *palette, TaperText *text);

/* A tick or a cross that fills @rect; nothing for %TAPER_PICTURE_UNKNOWN. */
void taper_verdict_draw (cairo_t *cr, const TaperRect *rect, TaperPictureVerdict verdict,
                         const TaperPalette *palette);

G_END_DECLS
