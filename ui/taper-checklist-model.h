/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperChecklistModel:
 *
 * The rows of the checklist: the document's groups in alphabetical order with their classes
 * below, once as they are ("browse") and once narrowed to a search or to what is ticked
 * ("found"). A group of a single class is one row without children that stands for the class.
 *
 * Rows never move because of a tick: the order is by name, and what "only ticked" shows is fixed
 * when it is switched on or when ticks change by other means than this list.
 *
 * Properties: "query" (string), "only-ticked" (boolean), "narrowed" (boolean, read-only: "found"
 * is what to show), "n-found" (uint, read-only: classes in "found").
 * Signals: "changing", then "changed": what "found" holds is about to change and has changed, so
 * counts over visible classes may have, too. In between, its groups report one by one: a list
 * view must be detached meanwhile, or many groups take it seconds.
 */
#define TAPER_TYPE_CHECKLIST_MODEL (taper_checklist_model_get_type ())
G_DECLARE_FINAL_TYPE (TaperChecklistModel, taper_checklist_model, TAPER, CHECKLIST_MODEL, GObject)

TaperChecklistModel *taper_checklist_model_new (TaperDocument *document);

/* (element-type GtkTreeListRow of TaperClassItem), transfer none */
GListModel *taper_checklist_model_get_browse (TaperChecklistModel *self);
GListModel *taper_checklist_model_get_found (TaperChecklistModel *self);

gboolean taper_checklist_model_get_narrowed (TaperChecklistModel *self);
guint taper_checklist_model_get_n_found (TaperChecklistModel *self);
const char *taper_checklist_model_get_query (TaperChecklistModel *self);
void taper_checklist_model_set_query (TaperChecklistModel *self, const char *query);
gboolean taper_checklist_model_get_only_ticked (TaperChecklistModel *self);
void taper_checklist_model_set_only_ticked (TaperChecklistModel *self, gboolean only_ticked);

/* Whether the row shows one class: a class, or a group that has but one. */
gboolean taper_checklist_model_is_leaf (TaperClassItem *item);
/* The name the row shows; for leaves the class's. */
const char *taper_checklist_model_get_row_name (TaperClassItem *item);
/* Synonyms of a leaf, "" if none. */
const char *taper_checklist_model_get_row_detail (TaperClassItem *item);

/**
 * taper_checklist_model_get_state:
 * @found: the row is in "found": only the classes shown there count
 * @n_ticked: (out): of the row's classes
 * @n_classes: (out): the row's classes
 */
TaperTick taper_checklist_model_get_state (TaperChecklistModel *self, TaperClassItem *item,
                                           gboolean found, guint *n_ticked, guint *n_classes);

/* What a click does: ticks what is not ticked, or unticks all when all are. One undo step. */
void taper_checklist_model_toggle (TaperChecklistModel *self, TaperClassItem *item, gboolean found);
void taper_checklist_model_tick_found (TaperChecklistModel *self, gboolean ticked);
/* Whether every class in "found" is ticked. */
gboolean taper_checklist_model_found_are_ticked (TaperChecklistModel *self);

G_END_DECLS
