/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-class-list.h"

G_BEGIN_DECLS

/* Labelled pictures by path; nothing is decoded yet. */
typedef struct {
  GPtrArray *paths; /* (element-type filename), sorted */
  GArray *labels;   /* guint: class index of each */
} TaperPictureList;

/**
 * TaperDataSet: what is to be learnt: classes, and pictures to learn from and to test with.
 * @split_made: the data had no test pictures; @test was taken from each class
 */
typedef struct {
  TaperClassList *classes;
  char *classes_json; /* as written into bundles */
  TaperPictureList train, test;
  gboolean split_made;
} TaperDataSet;

/**
 * taper_data_set_open:
 * @path: a folder with train/CLASS/... and test/CLASS/..., or with CLASS/... alone; or a text file
 *   of lines "train|test TAB class TAB picture", pictures relative to the file
 * @test_fraction: of each class's pictures, when there are no test pictures
 * @seed: chooses them
 *
 * Classes are the folders, in order of their names. A `classes.json` beside them may give names,
 * synonyms and groups: an array of {id, name, synonyms, group}, id = folder; or {"classes":
 * [{name, coarse}]}, name = folder. Classes without pictures, fewer than two classes, and classes
 * with nothing to test with are errors that name them.
 */
TaperDataSet *taper_data_set_open (const char *path, double test_fraction, guint64 seed,
                                   GError **error);
void taper_data_set_free (TaperDataSet *self);

/**
 * TaperClassCount: pictures of one class, as the folder has them, whether or not they make a set
 * to learn from.
 */
typedef struct {
  char *id;
  guint n_train, n_test;
} TaperClassCount;

/* Returns: (element-type TaperClassCount): in order of id, maybe none */
GArray *taper_data_set_count (const char *path, GError **error);

/* Whether a file is a picture, by its name. */
gboolean taper_is_picture_name (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperDataSet, taper_data_set_free)

G_END_DECLS
