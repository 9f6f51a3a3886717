/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  TAPER_TICK_NONE,
  TAPER_TICK_SOME,
  TAPER_TICK_ALL,
} TaperTick;

/**
 * TaperClassItem: a row of the checklist: a class, or a group with its classes as children.
 *
 * Properties: "name", "tick" (TaperTick as int, notified), "n-ticked" and "n-classes" (groups;
 * notified). The document owns the truth and updates the items; widgets only show them and call
 * the document.
 */
#define TAPER_TYPE_CLASS_ITEM (taper_class_item_get_type ())
G_DECLARE_FINAL_TYPE (TaperClassItem, taper_class_item, TAPER, CLASS_ITEM, GObject)

TaperClassItem *taper_class_item_new_class (TaperClassList *classes, guint index);
/* Makes the children as well. */
TaperClassItem *taper_class_item_new_group (TaperClassList *classes, guint group);
gboolean taper_class_item_is_group (TaperClassItem *self);
guint taper_class_item_get_index (TaperClassItem *self); /* of the class, or of the group */
const char *taper_class_item_get_name (TaperClassItem *self);
const char *taper_class_item_get_detail (TaperClassItem *self); /* synonyms, "" if none */
TaperTick taper_class_item_get_tick (TaperClassItem *self);
guint taper_class_item_get_n_ticked (TaperClassItem *self);
guint taper_class_item_get_n_classes (TaperClassItem *self);
GListModel *taper_class_item_get_children (TaperClassItem *self); /* NULL for a class */
TaperClassList *taper_class_item_get_classes (TaperClassItem *self);

/* By the document only. */
void taper_class_item_set_ticked (TaperClassItem *self, gboolean ticked); /* class items */
void taper_class_item_update_group (TaperClassItem *self);                /* recount children */

G_END_DECLS
