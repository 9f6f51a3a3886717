/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-document-recipe.h"

#include "app/taper-document-private.h"

TaperRecipe *
taper_document_make_recipe (TaperDocument *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self);
  TaperState *present = taper_document_get_state (self);
  g_autofree float *coefficients = NULL;
  TaperRecipe *recipe;
  TaperMixer *mixer;

  g_return_val_if_fail (TAPER_IS_DOCUMENT (self), NULL);
  if (bundle == NULL)
    return NULL;
  mixer = taper_bundle_get_mixer (bundle);
  coefficients =
      g_new (float, (gsize) taper_mixer_get_n_layers (mixer) * taper_mixer_get_n_bases (mixer));
  taper_mixer_predict (mixer, present->task, coefficients);
  taper_mix_edit_apply (present->edit, coefficients);
  recipe = taper_recipe_new_unhashed (bundle, present->task, coefficients);
  for (guint l = 0; l < recipe->n_layers; l++)
    {
      recipe->edited[l] = taper_mix_edit_is_edited (present->edit, l);
      for (guint k = 0; k < recipe->n_bases; k++)
        recipe->locked[(gsize) l * recipe->n_bases + k] =
            taper_mix_edit_is_locked (present->edit, l, k);
    }
  return recipe;
}

/* (transfer full) (nullable) */
static TaperMixEdit *
make_edit (TaperBundle *bundle, const TaperRecipe *recipe)
{
  if (recipe->n_layers != taper_network_get_n_layers (taper_bundle_get_network (bundle)) ||
      recipe->n_bases != taper_bundle_get_n_bases (bundle) || !taper_recipe_is_edited (recipe))
    return NULL;
  return taper_mix_edit_new_restored (recipe->n_layers, recipe->n_bases, recipe->coefficients,
                                      recipe->edited, recipe->locked);
}

guint
taper_document_restore (TaperDocument *self, TaperBundle *bundle, const TaperRecipe *recipe,
                        GPtrArray *pictures, GPtrArray *labels, const char *label)
{
  g_autoptr (TaperTask) task = NULL;
  g_autoptr (TaperMixEdit) edit = make_edit (bundle, recipe);
  g_autoptr (TaperState) state = NULL;
  g_autoptr (TaperPictureLabels) known = NULL;
  TaperState *present;
  guint n_unknown;

  g_return_val_if_fail (TAPER_IS_DOCUMENT (self), 0);
  task = taper_recipe_make_task (recipe, taper_bundle_get_classes (bundle), &n_unknown);
  if (pictures != NULL && labels != NULL)
    known = taper_picture_labels_new (NULL, (TaperPicture **) pictures->pdata,
                                      (const char **) labels->pdata, pictures->len);
  if (bundle != taper_document_get_bundle (self))
    {
      taper_document_adopt_bundle (self, bundle, task, pictures);
      present = taper_document_get_state (self);
      state = taper_state_new (task, present->pictures, pictures != NULL ? known : present->labels,
                               edit);
      taper_document_amend (self, state);
      return n_unknown;
    }
  present = taper_document_get_state (self);
  state = taper_state_new (task, pictures != NULL ? pictures : present->pictures,
                           pictures != NULL ? known : present->labels, edit);
  taper_document_commit (self, state, label);
  return n_unknown;
}
