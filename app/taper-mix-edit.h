/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperMixEdit:
 *
 * What was set by hand in a mix: whole layers, for a layer's coefficients belong together. The
 * layers that were not touched follow the mixer. Immutable, atomically reference counted; each
 * change makes a new one.
 */
typedef struct _TaperMixEdit TaperMixEdit;

/**
 * taper_mix_edit_set:
 * @before: (nullable): the edit so far
 * @shown: (L, K): the coefficients that are shown now; an untouched layer starts from them
 * @layer: 0..L-1, or L for every layer
 * @value: wanted; cut to 0..1, and to what locked cells leave when @keep_sum
 * @keep_sum: the layer's other unlocked cells are scaled so that all sum to 1
 */
TaperMixEdit *taper_mix_edit_set (TaperMixEdit *before, const float *shown, guint n_layers,
                                  guint n_bases, guint layer, guint basis, float value,
                                  gboolean keep_sum);
/* A locked cell keeps its value while others of its layer change; its layer is held as edited.
 * @layer may be L: the basis in every layer. */
TaperMixEdit *taper_mix_edit_set_locked (TaperMixEdit *before, const float *shown, guint n_layers,
                                         guint n_bases, guint layer, guint basis, gboolean locked);
/* Every edited layer sums to 1 again, locked cells untouched where they leave room. */
TaperMixEdit *taper_mix_edit_renormalize (TaperMixEdit *before);
/* @layer follows the mixer again. Returns: (nullable): %NULL when no layer is edited any more */
TaperMixEdit *taper_mix_edit_reset_layer (TaperMixEdit *before, guint layer);

/* As it was when it was written down: @values and @locked (L, K), @edited (L), copied.
 * Returns: (nullable): %NULL when nothing is edited */
TaperMixEdit *taper_mix_edit_new_restored (guint n_layers, guint n_bases, const float *values,
                                           const gboolean *edited, const gboolean *locked);

TaperMixEdit *taper_mix_edit_ref (TaperMixEdit *self);
void taper_mix_edit_unref (TaperMixEdit *self);

/* For all of these @self may be %NULL: nothing edited. */
guint taper_mix_edit_get_n_edited (const TaperMixEdit *self); /* layers */
gboolean taper_mix_edit_is_edited (const TaperMixEdit *self, guint layer);
/* @layer may be L: locked in every layer */
gboolean taper_mix_edit_is_locked (const TaperMixEdit *self, guint layer, guint basis);
/* Overwrites the edited layers of @coefficients, (L, K). */
void taper_mix_edit_apply (const TaperMixEdit *self, float *coefficients);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperMixEdit, taper_mix_edit_unref)

G_END_DECLS
