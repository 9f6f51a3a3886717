/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"

G_BEGIN_DECLS

/**
 * TaperTaskStore:
 *
 * Tasks that were saved under a name, and the last ones that were used, in a small text file.
 * Classes are kept by id, so that a task works with every bundle that knows them. A file that
 * cannot be read is an empty store; it is only written when something changes.
 */
typedef struct _TaperTaskStore TaperTaskStore;

#define TAPER_TASK_STORE_RECENT 8 /* unless set */

/**
 * TaperStoredTask:
 * @name: as people see it
 * @ids: (array zero-terminated=1): of the classes
 */
typedef struct {
  char *name;
  char **ids;
} TaperStoredTask;

/* @path (nullable): %NULL: in the user's data directory */
TaperTaskStore *taper_task_store_new (const char *path);
void taper_task_store_free (TaperTaskStore *self);

/* (element-type TaperStoredTask): by name; newest first. Transfer none, valid until a change. */
GPtrArray *taper_task_store_get_saved (TaperTaskStore *self);
GPtrArray *taper_task_store_get_recent (TaperTaskStore *self);

/* Replaces one of that name. FALSE with @error when the file cannot be written. */
gboolean taper_task_store_save (TaperTaskStore *self, const char *name, TaperClassList *classes,
                                const TaperTask *task, GError **error);
gboolean taper_task_store_forget (TaperTaskStore *self, const char *name, GError **error);
/* Moves an equal one to the front. */
gboolean taper_task_store_note (TaperTaskStore *self, const char *name, TaperClassList *classes,
                                const TaperTask *task, GError **error);

/* Those beyond @max are forgotten at once. */
gboolean taper_task_store_set_max_recent (TaperTaskStore *self, guint max, GError **error);

/* The stored task in this bundle's classes; @n_unknown: (out): ids that it does not know. */
TaperTask *taper_stored_task_resolve (const TaperStoredTask *self, TaperClassList *classes,
                                      guint *n_unknown);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperTaskStore, taper_task_store_free)

G_END_DECLS
