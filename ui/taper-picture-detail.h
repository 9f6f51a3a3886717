/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture-tally.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperPictureDetail:
 *
 * What the network sees of a picture, pixel by pixel, with the numbers, and the five best answers
 * of each lane: lanes beside each other, or "stacked" (boolean, construct only).
 */
#define TAPER_TYPE_PICTURE_DETAIL (taper_picture_detail_get_type ())
G_DECLARE_FINAL_TYPE (TaperPictureDetail, taper_picture_detail, TAPER, PICTURE_DETAIL, GtkWidget)

GtkWidget *taper_picture_detail_new (void);

/* @picture: a ready one */
void taper_picture_detail_set_picture (TaperPictureDetail *self, TaperPicture *picture);
/* @answer (nullable): the picture's in @snapshot */
void taper_picture_detail_set_answer (TaperPictureDetail *self, const TaperSnapshot *snapshot,
                                      const TaperPictureAnswer *answer);
/* The same and, stacked, which lanes are right. @standing (nullable) */
void taper_picture_detail_set_standing (TaperPictureDetail *self, const TaperSnapshot *snapshot,
                                        const TaperPictureStanding *standing);

G_END_DECLS
