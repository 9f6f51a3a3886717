/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-class-list.h"

G_BEGIN_DECLS

/**
 * TaperTask:
 *
 * A task description: a subset of the classes with weights >= 0 that sum to 1. May be empty.
 * Immutable, atomically reference counted.
 */
typedef struct _TaperTask TaperTask;

/**
 * taper_task_new:
 * @n_classes: C, of the bundle
 * @classes: indices below @n_classes; duplicates count once, order does not matter
 *
 * Uniform weights.
 */
TaperTask *taper_task_new (guint n_classes, const guint *classes, guint n);

/**
 * taper_task_new_weighted:
 * @weights: (C), finite and >= 0, normalised here; all zero = empty task
 */
TaperTask *taper_task_new_weighted (guint n_classes, const float *weights);

/**
 * taper_task_new_from_names:
 * @names: (array zero-terminated=1): ids, names or synonyms
 *
 * Returns: (nullable): %NULL with %TAPER_ERROR_TASK when one is unknown: the message names it and
 *   proposes the nearest; or when there is none
 */
TaperTask *taper_task_new_from_names (TaperClassList *classes, const char *const *names,
                                      GError **error);
TaperTask *taper_task_new_from_group (TaperClassList *classes, const char *group, GError **error);
TaperTask *taper_task_new_from_file (TaperClassList *classes, const char *path, GError **error);

TaperTask *taper_task_ref (TaperTask *self);
void taper_task_unref (TaperTask *self);

guint taper_task_get_n_classes (const TaperTask *self);                 /* C */
const guint *taper_task_get_selected (const TaperTask *self, guint *n); /* ascending */
const float *taper_task_get_weights (const TaperTask *self);            /* (C) */
gboolean taper_task_contains (const TaperTask *self, guint class_index);
gboolean taper_task_is_empty (const TaperTask *self);
gboolean taper_task_equal (const TaperTask *a, const TaperTask *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTask, taper_task_unref)

G_END_DECLS
