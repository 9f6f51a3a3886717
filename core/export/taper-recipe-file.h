/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/export/taper-recipe.h"

G_BEGIN_DECLS

/* Recipes inside files that show something else: in an iTXt chunk of a PNG; as a word
 * "taper-recipe:BASE64;" in SVG, PDF and HTML; or as the file itself. */

/* (transfer full): the word, of letters that need no quoting anywhere */
char *taper_recipe_to_word (const TaperRecipe *self);

/* (transfer full): the PNG @file with the recipe after its header. @file must be a PNG. */
GBytes *taper_recipe_put_into_png (const TaperRecipe *self, GBytes *file);
/* (transfer full): the SVG with the recipe as its metadata */
GBytes *taper_recipe_put_into_svg (const TaperRecipe *self, GBytes *file);

/**
 * taper_recipe_read:
 * @path: any file
 *
 * Returns: (transfer full) (nullable): the recipe that is in the file; %NULL without @error when
 *   there is none, which costs a look at its first bytes for pictures that are none of ours; %NULL
 *   with @error when there is one that is damaged
 */
TaperRecipe *taper_recipe_read (const char *path, GError **error);

G_END_DECLS
