/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"

G_BEGIN_DECLS

/* The document's model as a recipe, and back. */

/**
 * taper_document_make_recipe:
 *
 * Of the task and what is set by hand, computed now (a mixer's prediction): it does not wait for
 * the engine. A model on the way between two others is not one of them: it gives the task's own.
 *
 * Returns: (transfer full) (nullable): %NULL without a bundle; without hashes
 */
TaperRecipe *taper_document_make_recipe (TaperDocument *self);

/**
 * taper_document_restore:
 * @bundle: that the recipe is for, or another one: then what is set by hand is left out
 * @pictures: (nullable) (element-type TaperPicture): %NULL keeps the present ones
 * @labels: (nullable) (element-type utf8): one for each of @pictures, may be %NULL
 * @label: of the undo step
 *
 * One undo step; with another bundle than the present one a new history.
 *
 * Returns: how many of the recipe's classes the bundle does not have
 */
guint taper_document_restore (TaperDocument *self, TaperBundle *bundle, const TaperRecipe *recipe,
                              GPtrArray *pictures, GPtrArray *labels, const char *label);

/**
 * taper_document_open_recipe:
 * @file: that carried it, for messages
 *
 * Finds the recipe's bundle, restores task and edit, makes the model again and compares its hash:
 * "message" says that it is the same, "problem" that it is not, or which bundle is missing.
 */
void taper_document_open_recipe (TaperDocument *self, const TaperRecipe *recipe, GFile *file);

G_END_DECLS
