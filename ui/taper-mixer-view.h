/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperMixerView:
 *
 * The middle of the window: what the mixer made of the task, as picture or as table.
 *
 * Properties: "show-table" and "proportional" (boolean, see #TaperHeatMap). Action on the widget:
 * "mixer.show-table" and "mixer.mode" ("mix", "compare", "edit" or "what-if": also the property
 * "mode"); the key T with the focus inside, Control+T anywhere in the window.
 */
#define TAPER_TYPE_MIXER_VIEW (taper_mixer_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperMixerView, taper_mixer_view, TAPER, MIXER_VIEW, GtkWidget)

GtkWidget *taper_mixer_view_new (void);

/* Once; referenced; what it shows follows the document's properties. */
void taper_mixer_view_set_document (TaperMixerView *self, TaperDocument *document);

/* Goes to the layer's row of the picture. */
void taper_mixer_view_show_layer (TaperMixerView *self, guint layer);

G_END_DECLS
