/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperEditBanner:
 *
 * Over every view while a layer of the mix is set by hand: says so and leads back.
 */
#define TAPER_TYPE_EDIT_BANNER (taper_edit_banner_get_type ())
G_DECLARE_FINAL_TYPE (TaperEditBanner, taper_edit_banner, TAPER, EDIT_BANNER, GtkWidget)

/* Once; referenced. */
void taper_edit_banner_set_document (TaperEditBanner *self, TaperDocument *document);

G_END_DECLS
