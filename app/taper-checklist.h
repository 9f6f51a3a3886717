/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-class-item.h"

G_BEGIN_DECLS

/**
 * TaperChecklist:
 *
 * The checklist's rows: groups with their classes, and the way from a class's index to its row.
 * Plain structure owned by the document.
 */
typedef struct _TaperChecklist TaperChecklist;

TaperChecklist *taper_checklist_new (void);
void taper_checklist_free (TaperChecklist *self);
/* (element-type TaperClassItem): the groups; the same object for the checklist's life */
GListModel *taper_checklist_get_groups (TaperChecklist *self);

/* Replaces all rows; nothing is ticked. @classes (nullable): %NULL: no rows */
void taper_checklist_set_classes (TaperChecklist *self, TaperClassList *classes);

/* Ticks exactly @task's classes; only rows that change are touched. */
void taper_checklist_apply (TaperChecklist *self, TaperTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperChecklist, taper_checklist_free)

G_END_DECLS
