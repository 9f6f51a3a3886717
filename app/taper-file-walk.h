/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperFileWalk: what dropped or chosen files come down to.
 * @pictures: (element-type GFile): files given are pictures whatever their name, so that what is
 *   none gets an explanation; in folders only what is a picture by its name, in order of name
 * @found: one byte for each of @pictures: 1 if it was found in a folder
 * @bundles: (element-type GFile): files given that are bundles by name or content
 * @stories: (element-type GFile): files given that are stories by name or content
 * @recipes: (element-type TaperRecipe): of files given that carry one, with the files in
 *   @recipe_files
 * @problems: (element-type utf8): translated; one for each folder that gave nothing
 * @left_out: there was more than the limit
 */
typedef struct {
  GPtrArray *pictures;
  GByteArray *found;
  GPtrArray *bundles;
  GPtrArray *recipes, *recipe_files;
  GPtrArray *stories;
  GPtrArray *problems;
  gboolean left_out;
} TaperFileWalk;

/**
 * taper_file_walk_async:
 * @files: files and folders; folders are walked into, links to folders inside them are not
 * @max_pictures: no more are collected
 *
 * Walks on another thread.
 */
void taper_file_walk_async (GFile *const *files, guint n, guint max_pictures,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Fails only when cancelled. */
TaperFileWalk *taper_file_walk_finish (GAsyncResult *result, GError **error);
void taper_file_walk_free (TaperFileWalk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperFileWalk, taper_file_walk_free)

G_END_DECLS
