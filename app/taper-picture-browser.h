/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include "app/taper-picture-tally.h"

G_BEGIN_DECLS

typedef enum {
  TAPER_PICTURE_ORDER_ADDED,
  TAPER_PICTURE_ORDER_DISAGREEMENT, /* changed ones first, then by disagreement */
  TAPER_PICTURE_ORDER_MARGIN,       /* the least certain first */
} TaperPictureOrder;
#define TAPER_N_PICTURE_ORDERS 3

typedef enum {
  TAPER_PICTURE_FILTER_ALL,
  TAPER_PICTURE_FILTER_CHANGED, /* personalized names another class than class selection */
  TAPER_PICTURE_FILTER_WRONG,   /* personalized is wrong */
  TAPER_PICTURE_FILTER_LOST,    /* only class selection is right */
  TAPER_PICTURE_FILTER_GAINED,  /* only personalized is right */
  TAPER_PICTURE_FILTER_UNLABELLED,
  TAPER_PICTURE_FILTER_FAILED,
} TaperPictureFilter;
#define TAPER_N_PICTURE_FILTERS 7

/**
 * TaperPictureBrowser:
 *
 * A document's pictures as a list in some order, maybe not all of them, that follows the newest
 * result; and how all of them stand. A GListModel of TaperPicture.
 *
 * Properties (notified): "order" (TaperPictureOrder), "filter" (TaperPictureFilter) as int.
 * Signal "updated": tally and standings are new (also when the list is the same).
 */
#define TAPER_TYPE_PICTURE_BROWSER (taper_picture_browser_get_type ())
G_DECLARE_FINAL_TYPE (TaperPictureBrowser, taper_picture_browser, TAPER, PICTURE_BROWSER, GObject)

TaperPictureBrowser *taper_picture_browser_new (TaperDocument *document);
TaperPictureOrder taper_picture_browser_get_order (TaperPictureBrowser *self);
void taper_picture_browser_set_order (TaperPictureBrowser *self, TaperPictureOrder order);
TaperPictureFilter taper_picture_browser_get_filter (TaperPictureBrowser *self);
void taper_picture_browser_set_filter (TaperPictureBrowser *self, TaperPictureFilter filter);

const TaperPictureTally *taper_picture_browser_get_tally (TaperPictureBrowser *self);
/* (nullable) (transfer none): what the standings were made from */
TaperSnapshot *taper_picture_browser_get_snapshot (TaperPictureBrowser *self);
/* (nullable): valid until "updated" */
const TaperPictureStanding *taper_picture_browser_get_standing (TaperPictureBrowser *self,
                                                                TaperPicture *picture);

G_END_DECLS
