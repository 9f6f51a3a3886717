/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/export/taper-recipe.h"
#include "core/taper-error.h"
#include "tests/support/fuzz-main.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperRecipe) recipe = taper_recipe_new_from_json ((const char *) data, size, &error);
  g_autofree char *text = NULL, *again = NULL;
  g_autoptr (TaperRecipe) read = NULL;

  g_assert_true ((recipe != NULL) == (error == NULL));
  if (recipe == NULL)
    {
      g_assert_true (error->domain == TAPER_ERROR);
      return 0;
    }
  /* What was read is written and read again without a change. */
  text = taper_recipe_to_json (recipe);
  read = taper_recipe_new_from_json (text, strlen (text), &error);
  g_assert_no_error (error);
  again = taper_recipe_to_json (read);
  g_assert_cmpstr (text, ==, again);
  return 0;
}
