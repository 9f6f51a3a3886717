/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperClass:
 * @id: stable identifier (folder name of data sets)
 * @name: what files say, in English for shipped bundles
 * @label: shown to people: @name in their language, if it is translated
 * @synonyms: (array zero-terminated=1): other names, maybe empty
 * @group: index among the list's groups
 */
typedef struct {
  const char *id;
  const char *name;
  const char *label;
  const char *const *synonyms;
  guint group;
} TaperClass;

/* The classes of a bundle, index = logit. Immutable, atomically reference counted. */
typedef struct _TaperClassList TaperClassList;

/**
 * taper_class_list_new_from_json:
 * @json: array of {id, name, synonyms[], group}; synonyms and group may be missing. Names must be
 *   valid UTF-8, ids unique and not empty.
 */
TaperClassList *taper_class_list_new_from_json (const char *json, GError **error);
TaperClassList *taper_class_list_ref (TaperClassList *self);
void taper_class_list_unref (TaperClassList *self);

guint taper_class_list_get_n_classes (const TaperClassList *self);
const TaperClass *taper_class_list_get_class (const TaperClassList *self, guint index);
guint taper_class_list_get_n_groups (const TaperClassList *self);
const char *taper_class_list_get_group_name (const TaperClassList *self, guint group);
const char *taper_class_list_get_group_label (const TaperClassList *self, guint group);
/* Indices of the group's classes in list order. */
const guint *taper_class_list_get_group_classes (const TaperClassList *self, guint group, guint *n);

/**
 * taper_class_list_find:
 * @text: an id, a name, a label or a synonym; case and surrounding space do not matter. Ids win
 *   over names, names over labels, labels over synonyms.
 *
 * Returns: the class's index, or -1
 */
int taper_class_list_find (const TaperClassList *self, const char *text);
int taper_class_list_find_group (const TaperClassList *self, const char *text);

/**
 * taper_class_list_suggest:
 *
 * Returns: (nullable): the label of the class (or with @groups the group) nearest to @text by
 *   Damerau-Levenshtein distance over names, labels, synonyms and ids, %NULL if nothing is near
 */
const char *taper_class_list_suggest (const TaperClassList *self, const char *text,
                                      gboolean groups);

/**
 * taper_class_list_matches: whether every word of @query begins a word of the class's name, label,
 * synonyms, id or group (case-folded, accents ignored): the checklist's search. In a script that
 * writes no spaces a word may begin at each character.
 */
gboolean taper_class_list_matches (const TaperClassList *self, guint index, const char *query);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperClassList, taper_class_list_unref)

G_END_DECLS
