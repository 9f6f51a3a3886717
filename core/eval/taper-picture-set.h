/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/taper-labelled.h"
#include "core/image/taper-image.h"
#include "core/task/taper-task.h"
#include "core/taper-progress.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperPictureSet:
 *
 * Pictures with a class each, as one network sees them: decoded once, fitted, 8 bits per channel.
 * Pictures that cannot be read are not in it. Immutable, atomically reference counted.
 */
typedef struct _TaperPictureSet TaperPictureSet;

/**
 * taper_picture_set_load:
 * @labelled: pictures with their labels
 * @map: the class of each label, as from taper_labelled_match(); pictures of labels without a
 *   class are left out
 *
 * Decodes in parallel, through the same calls as the window and `taper-cli classify`.
 *
 * Returns: (transfer full) (nullable): %NULL when cancelled. A set of no pictures is no error
 */
TaperPictureSet *taper_picture_set_load (const TaperLabelled *labelled, const int *map,
                                         const TaperInputSpec *spec, TaperProgressFunc progress,
                                         gpointer progress_data, GCancellable *cancellable,
                                         GError **error);
TaperPictureSet *taper_picture_set_ref (TaperPictureSet *self);
void taper_picture_set_unref (TaperPictureSet *self);

guint taper_picture_set_get_n (const TaperPictureSet *self);
const char *taper_picture_set_get_path (const TaperPictureSet *self, guint index);
guint taper_picture_set_get_label (const TaperPictureSet *self, guint index);
/* What the network sees of the picture. (transfer full) */
TaperImage *taper_picture_set_get_image (const TaperPictureSet *self, guint index);
/* (C, H, W) of the spec the set was loaded for, see taper_image_to_input() */
void taper_picture_set_to_input (const TaperPictureSet *self, guint index, float *out);
/* Digest in hexadecimal of paths, sizes and times of change of the files, and of the input. */
const char *taper_picture_set_get_key (const TaperPictureSet *self);
/* (element-type utf8) (transfer none): why pictures were left out, one line each */
GPtrArray *taper_picture_set_get_unreadable (const TaperPictureSet *self);

/**
 * taper_picture_set_find:
 * @task: (nullable): %NULL: all pictures
 *
 * Returns: (element-type guint) (transfer full): ascending indices of the pictures whose label is
 *   in @task
 */
GArray *taper_picture_set_find (const TaperPictureSet *self, const TaperTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperPictureSet, taper_picture_set_unref)

G_END_DECLS
