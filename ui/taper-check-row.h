/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/taper-checklist-model.h"

G_BEGIN_DECLS

/**
 * TaperCheckRow:
 *
 * A row of the checklist: a check button that is the row's whole width, so that a click anywhere
 * ticks and the keyboard and assistive technology meet one ordinary check box.
 */
#define TAPER_TYPE_CHECK_ROW (taper_check_row_get_type ())
G_DECLARE_FINAL_TYPE (TaperCheckRow, taper_check_row, TAPER, CHECK_ROW, GtkWidget)

GtkWidget *taper_check_row_new (void);

/* @found: the row belongs to the model's "found" rows */
void taper_check_row_bind (TaperCheckRow *self, TaperChecklistModel *model, GtkTreeListRow *row,
                           gboolean found);
void taper_check_row_unbind (TaperCheckRow *self);

G_END_DECLS
