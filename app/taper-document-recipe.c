/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-document-recipe.h"

#include "app/taper-bundle-finder.h"
#include "app/taper-document-private.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>
#include <math.h>

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

/* --- from a file ------------------------------------------------------------------------------ */

typedef struct {
  TaperDocument *document;
  TaperRecipe *recipe; /* as it was read */
  TaperRecipe *made;   /* of what the document shows now */
  TaperBundle *bundle;
  char *name;
} Opening;

static void
opening_free (Opening *self)
{
  taper_document_end_work (self->document);
  g_object_unref (self->document);
  taper_recipe_free (self->recipe);
  g_clear_pointer (&self->made, taper_recipe_free);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_free (self->name);
  g_free (self);
}

static void
hash_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *self = data;

  taper_recipe_set_hashes (self->made, self->bundle);
  g_task_return_boolean (task, TRUE);
}

static double
get_largest_difference (const TaperRecipe *a, const TaperRecipe *b)
{
  double largest = 0;

  for (gsize i = 0; i < (gsize) a->n_layers * a->n_bases; i++)
    largest = MAX (largest, fabs ((double) a->coefficients[i] - b->coefficients[i]));
  return largest;
}

static void
hashed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *self = data;
  const double difference = get_largest_difference (self->made, self->recipe);
  g_autofree char *text = NULL;

  if (self->recipe->model_sha256 != NULL &&
      g_str_equal (self->made->model_sha256, self->recipe->model_sha256))
    text = g_strdup_printf (
        /* Translators: a file, the start of a SHA-256. */
        _ ("The model of “%s” is here again, bit by bit: SHA-256 %.12s…"), self->name,
        self->made->model_sha256);
  else if (difference < 1e-4)
    text = g_strdup_printf (
        /* Translators: a file, a small number. */
        _ ("The model of “%s” is here again; on this computer its coefficients differ by %.1e"),
        self->name, difference);
  if (text != NULL)
    {
      g_signal_emit_by_name (self->document, "message", text);
      opening_free (self);
      return;
    }
  text = g_strdup_printf (
      /* Translators: a file, a number. */
      _ ("The bundle is the one of “%s”, but the mixer gives coefficients that differ by up to "
         "%.2g. The file may have been changed; what you see is what the bundle makes."),
      self->name, difference);
  taper_document_report (self->document, _ ("This Is Not the Same Model"), text);
  opening_free (self);
}

static void
recipe_bundle_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  g_autofree char *label = NULL;

  self->bundle = taper_bundle_find_finish (result, &error);
  if (self->bundle == NULL)
    {
      taper_document_report (self->document, _ ("The Model’s Bundle Is Missing"), error->message);
      opening_free (self);
      return;
    }
  /* Translators: an undo step; %s is a file. */
  label = g_strdup_printf (_ ("Restore “%s”"), self->name);
  taper_document_restore (self->document, self->bundle, self->recipe, NULL, NULL, label);
  self->made = taper_document_make_recipe (self->document);
  task = g_task_new (NULL, NULL, hashed_cb, self);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, hash_in_thread);
}

void
taper_document_open_recipe (TaperDocument *self, const TaperRecipe *recipe, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  Opening *opening;

  g_return_if_fail (TAPER_IS_DOCUMENT (self));

  opening = g_new0 (Opening, 1);
  opening->document = g_object_ref (self);
  opening->recipe = taper_recipe_copy (recipe);
  opening->name = g_filename_display_name (name);
  taper_document_begin_work (self);
  taper_bundle_find_async (recipe, NULL, taper_document_get_bundle (self), FALSE, NULL,
                           recipe_bundle_found_cb, opening);
}
