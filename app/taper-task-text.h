/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"

G_BEGIN_DECLS

/**
 * TaperTaskParts: a task as people would say it.
 * @groups: (element-type guint): groups all of whose classes, two or more, are in the task
 * @classes: (element-type guint): its other classes
 *
 * Both ascending; together exactly the task.
 */
typedef struct {
  GArray *groups;
  GArray *classes;
} TaperTaskParts;

TaperTaskParts *taper_task_parts_new (TaperClassList *classes, const TaperTask *task);
void taper_task_parts_free (TaperTaskParts *self);

/**
 * taper_task_describe: the task in a few words, such as "Apple and Pear" or "Juice, Banana, Lemon
 * and 4 more"; at most @max_names names. (transfer full)
 */
char *taper_task_describe (TaperClassList *classes, const TaperTask *task, guint max_names);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTaskParts, taper_task_parts_free)

G_END_DECLS
