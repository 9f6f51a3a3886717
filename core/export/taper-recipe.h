/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-bundle.h"

G_BEGIN_DECLS

/**
 * TaperRecipe:
 * @bundle_name, @bundle_sha256, @bundle_size: the file the model is made from
 * @classes: (array zero-terminated=1): ids of the task's classes
 * @coefficients: (L, K): what the bases are blended with
 * @edited: (L): layers set by hand
 * @locked: (L, K): cells that were locked while editing
 * @model_sha256: (nullable): of the model's weights, see taper_parameters_get_sha256()
 *
 * What makes a personalized model again: few kilobytes instead of the weights. Written as JSON into
 * the files that show or hold the model.
 */
typedef struct {
  char *bundle_name, *bundle_sha256;
  guint64 bundle_size;
  char **classes;
  guint n_layers, n_bases;
  float *coefficients;
  gboolean *edited, *locked;
  char *model_sha256;
} TaperRecipe;

/* @coefficients (L, K), copied; nothing edited or locked yet, no hash of the model. */
TaperRecipe *taper_recipe_new (TaperBundle *bundle, const TaperTask *task,
                               const float *coefficients);
/* Without waiting for the bundle's hash: @bundle_sha256 is "" until taper_recipe_set_hashes(). */
TaperRecipe *taper_recipe_new_unhashed (TaperBundle *bundle, const TaperTask *task,
                                        const float *coefficients);
/* Blends the model once, off the main thread if that matters. */
void taper_recipe_set_hashes (TaperRecipe *self, TaperBundle *bundle);
TaperRecipe *taper_recipe_copy (const TaperRecipe *self);
void taper_recipe_free (TaperRecipe *self);

gboolean taper_recipe_is_edited (const TaperRecipe *self);
/* Whether its shape and bundle hash are @bundle's. */
gboolean taper_recipe_fits (const TaperRecipe *self, TaperBundle *bundle);
/* Its classes in @classes; @n_unknown: (out): how many are not there. */
TaperTask *taper_recipe_make_task (const TaperRecipe *self, TaperClassList *classes,
                                   guint *n_unknown);

/* One line of JSON, "format": "taper-recipe"; the same recipe gives the same bytes. */
char *taper_recipe_to_json (const TaperRecipe *self);
/* Checks everything: counts, sizes, values 0..1. */
TaperRecipe *taper_recipe_new_from_json (const char *text, gsize length, GError **error);

/* Hexadecimal SHA-256 of every layer's weights (out, in, k, k) and biases as little-endian fp32. */
char *taper_parameters_get_sha256 (const TaperParameters *parameters);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperRecipe, taper_recipe_free)

G_END_DECLS
