/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"
#include "app/taper-snapshot.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperPictureFocusView:
 *
 * Where class selection and the personalized model looked in one picture, on demand: two maps, what
 * they cost and what they do not say. Follows the task while it is open.
 */
#define TAPER_TYPE_PICTURE_FOCUS_VIEW (taper_picture_focus_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperPictureFocusView, taper_picture_focus_view, TAPER, PICTURE_FOCUS_VIEW,
                      GtkWidget)

/* @picture, @snapshot (nullable) */
void taper_picture_focus_view_set_picture (TaperPictureFocusView *self, TaperPicture *picture,
                                           TaperSnapshot *snapshot);

G_END_DECLS
