/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-class-list.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/* A labelled data set: one folder per class, sorted, so the order is the same everywhere. */
typedef struct _TaperImageFolder TaperImageFolder;

/**
 * taper_image_folder_open:
 * @dir: holds one folder per class, named by id, name or synonym
 * @classes: (nullable): the classes to map folders to; %NULL: the folders make the classes
 *
 * Hidden files and files that are not pictures by name are passed over; folders that match no
 * class are listed as problems. Links are followed once, never out into a loop.
 */
TaperImageFolder *taper_image_folder_open (const char *dir, TaperClassList *classes,
                                           GError **error);
void taper_image_folder_free (TaperImageFolder *self);
guint taper_image_folder_get_n_images (const TaperImageFolder *self);
const char *taper_image_folder_get_path (const TaperImageFolder *self, guint index);
guint taper_image_folder_get_label (const TaperImageFolder *self, guint index);
TaperClassList *taper_image_folder_get_classes (const TaperImageFolder *self);
/* One line each, e.g. folders without a class. (array zero-terminated=1) (transfer none) */
const char *const *taper_image_folder_get_problems (const TaperImageFolder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperImageFolder, taper_image_folder_free)

G_END_DECLS
