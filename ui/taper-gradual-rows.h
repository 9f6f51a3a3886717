/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A list view makes up to 200 rows as soon as it gets its model, wherever it is scrolled to. This
 * gives it the first @per_turn items at once and the others in further turns of the main loop. */
typedef enum {
  TAPER_GRADUAL_ONCE,  /* what is added to @rows later is shown at once */
  TAPER_GRADUAL_ALWAYS /* that, too, comes little by little */
} TaperGradual;

/* The list shows @rows (nullable: nothing). */
void taper_gradual_rows_attach (GtkListView *list, GListModel *rows, guint per_turn,
                                TaperGradual when);

G_END_DECLS
