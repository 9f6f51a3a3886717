/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperMixerTable:
 *
 * The mix as a sortable table: layer, parameters, one column for each basis. The same numbers as
 * the heat map's, for screen readers and for sorting.
 */
#define TAPER_TYPE_MIXER_TABLE (taper_mixer_table_get_type ())
G_DECLARE_FINAL_TYPE (TaperMixerTable, taper_mixer_table, TAPER, MIXER_TABLE, GtkWidget)

GtkWidget *taper_mixer_table_new (void);

/* @snapshot (nullable). While the table is not mapped, it only remembers the newest. */
void taper_mixer_table_set_snapshot (TaperMixerTable *self, TaperSnapshot *snapshot);

G_END_DECLS
