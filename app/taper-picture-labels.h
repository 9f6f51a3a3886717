/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"

G_BEGIN_DECLS

/**
 * TaperPictureLabels: what pictures are known to show, in words. Immutable, so that states of the
 * history can share it; main thread only.
 */
typedef struct _TaperPictureLabels TaperPictureLabels;

/**
 * taper_picture_labels_new:
 * @base: (nullable): labels to start from
 * @pictures: to be given a label
 * @labels: (array length=n): of each of them; %NULL takes the label away
 */
TaperPictureLabels *taper_picture_labels_new (TaperPictureLabels *base,
                                              TaperPicture *const *pictures,
                                              const char *const *labels, guint n);
TaperPictureLabels *taper_picture_labels_ref (TaperPictureLabels *self);
void taper_picture_labels_unref (TaperPictureLabels *self);

/* (nullable) */
const char *taper_picture_labels_get (TaperPictureLabels *self, TaperPicture *picture);

/* Tells each of @pictures (element-type TaperPicture) its label. @self (nullable): no labels */
void taper_picture_labels_apply (TaperPictureLabels *self, GPtrArray *pictures);

/* (transfer full) (nullable): the name of the folder @file lies in: data sets keep the pictures of
 * a class in a folder of its id or name. Whether it names a class depends on the bundle. */
char *taper_picture_label_from_folder (GFile *file);

/* The class @picture is known to show, or -1: no label, or one that names none of @classes. */
int taper_picture_find_class (TaperPicture *picture, TaperClassList *classes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperPictureLabels, taper_picture_labels_unref)

G_END_DECLS
