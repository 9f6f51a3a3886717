/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-task.h"

G_BEGIN_DECLS

/**
 * TaperUnknownName: an entry of a class list that is no class.
 * @text: as it stands there
 * @line: from 1
 * @suggestion: (nullable): the nearest name, of the class list
 */
typedef struct {
  char *text;
  guint line;
  const char *suggestion;
} TaperUnknownName;

/**
 * TaperTaskList: what a written class list says: the classes it names, and what it names that the
 * bundle does not know. Nothing is dropped silently.
 * @task: of the classes that were found; may be empty
 * @n_duplicates: entries that name a class again
 * @unknown: (element-type TaperUnknownName), in order
 */
typedef struct {
  TaperTask *task;
  guint n_duplicates;
  GPtrArray *unknown;
} TaperTaskList;

/* Bytes of a list at most. */
#define TAPER_TASK_LIST_MAX (1 << 20)

/**
 * taper_task_list_parse:
 *
 * Plain text: one id, name or synonym per line, or several with commas, semicolons or tabs between
 * them; lines that begin with # and empty ones are passed over. CSV: when the first line has a
 * column called id, name or class (any case), those columns count and no other.
 *
 * Returns: (transfer full) (nullable): %NULL when @text is no UTF-8 or too long
 */
TaperTaskList *taper_task_list_parse (TaperClassList *classes, const char *text, gsize length,
                                      GError **error);
void taper_task_list_free (TaperTaskList *self);

/* One class per line, as a name that is found again; with @csv id, name and group with a header.
 * (transfer full) */
char *taper_task_list_format (TaperClassList *classes, const TaperTask *task, gboolean csv);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTaskList, taper_task_list_free)

G_END_DECLS
