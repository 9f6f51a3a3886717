/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"
#include "app/taper-snapshot.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperPresenterCard: a picture for an audience, with the three answers to it beside it, in the
 * order generic, class selection, personalized.
 */
#define TAPER_TYPE_PRESENTER_CARD (taper_presenter_card_get_type ())
G_DECLARE_FINAL_TYPE (TaperPresenterCard, taper_presenter_card, TAPER, PRESENTER_CARD, GtkWidget)

GtkWidget *taper_presenter_card_new (TaperPicture *picture);
/* @snapshot (nullable): none yet */
void taper_presenter_card_set_snapshot (TaperPresenterCard *self, TaperSnapshot *snapshot);

G_END_DECLS
