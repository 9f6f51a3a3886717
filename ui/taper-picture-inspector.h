/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include "app/taper-picture-tally.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperPictureInspector:
 *
 * The selected pictures: one with everything that is known about it, several to be labelled or
 * removed together.
 *
 * Signal "closed": the person is done with it.
 */
#define TAPER_TYPE_PICTURE_INSPECTOR (taper_picture_inspector_get_type ())
G_DECLARE_FINAL_TYPE (TaperPictureInspector, taper_picture_inspector, TAPER, PICTURE_INSPECTOR,
                      GtkWidget)

/* @document (nullable) */
void taper_picture_inspector_set_document (TaperPictureInspector *self, TaperDocument *document);
/* @pictures: (element-type TaperPicture): may be empty */
void taper_picture_inspector_set_pictures (TaperPictureInspector *self, GPtrArray *pictures);
/* @snapshot, @standing (nullable): of the picture, if it is one */
void taper_picture_inspector_set_standing (TaperPictureInspector *self,
                                           const TaperSnapshot *snapshot,
                                           const TaperPictureStanding *standing);

G_END_DECLS
