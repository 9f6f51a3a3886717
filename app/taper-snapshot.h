/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-tuning.h"
#include "core/taper.h"
#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  TAPER_LANE_GENERIC,      /* the generic model over all classes */
  TAPER_LANE_SELECTION,    /* the generic model, only the task's classes allowed */
  TAPER_LANE_PERSONALIZED, /* the blended model, only the task's classes allowed */
} TaperLane;
#define TAPER_N_LANES 3

/**
 * TaperPictureAnswer:
 * @picture: id of the TaperPicture
 * @lanes: best answers per lane; n_top is 0 in the last two when the task is empty
 * @changed: personalized and class selection name different classes
 */
typedef struct {
  guint64 picture;
  TaperRanking lanes[TAPER_N_LANES];
  gboolean changed;
} TaperPictureAnswer;

/**
 * TaperSnapshot:
 *
 * Everything one result consists of, and all that drawing needs: immutable, atomically reference
 * counted, made by the engine's worker, shown by the window. No widget computes its own numbers.
 * @generation: of the request it answers; later requests have larger ones
 * @tuning: (nullable): what makes this model beside the task
 * @coefficients: (L, K): of the model that is shown
 * @mixer_coefficients: (L, K): what the mixer says for the task, whatever was set by hand
 * @pinned_coefficients: (L, K) (nullable): of the pinned task's model
 * @cosine: of both, as taper_mix_compare() has it; 0 when nothing is pinned
 * @basis_share: (K): parameter-weighted mean of the coefficients over layers, sums to 1
 * @n_answers: the ready pictures in the order of the request
 * @mixer_ms, @blend_ms: what making this personalized model took; a result that only adds pictures
 *   to the model made before repeats its times
 * @n_forwarded, @forward_ms: pictures the personalized network ran over for this result, and how
 *   long it took
 */
typedef struct {
  guint64 generation;
  TaperBundle *bundle;
  TaperTask *task;
  guint n_layers, n_bases;
  TaperTuning *tuning;
  float *coefficients;
  float *mixer_coefficients;
  float *pinned_coefficients;
  double cosine;
  double *basis_share;
  guint n_answers;
  TaperPictureAnswer *answers;
  guint n_forwarded;
  double mixer_ms, blend_ms, forward_ms;
  int ref_count; /* private */
} TaperSnapshot;

#define TAPER_TYPE_SNAPSHOT (taper_snapshot_get_type ())
GType taper_snapshot_get_type (void);

/* @bundle and @task are referenced; they must belong together (same number of classes); arrays
 * allocated to size and zeroed, for the maker to fill. */
TaperSnapshot *taper_snapshot_new (guint64 generation, TaperBundle *bundle, TaperTask *task,
                                   guint n_answers);
TaperSnapshot *taper_snapshot_ref (TaperSnapshot *self);
void taper_snapshot_unref (TaperSnapshot *self);

/* Whether any layer was set by hand: to be said wherever the model is shown or saved. */
gboolean taper_snapshot_is_edited (const TaperSnapshot *self);
float taper_snapshot_get_coefficient (const TaperSnapshot *self, guint layer, guint basis);
/* Fills basis_share from coefficients and the network's layer sizes. */
void taper_snapshot_compute_shares (TaperSnapshot *self);
/* (nullable): the answer for the picture of this id */
const TaperPictureAnswer *taper_snapshot_lookup (const TaperSnapshot *self, guint64 picture);

/* The basis that leads (has the largest coefficient) in most layers, ties by share. */
guint taper_snapshot_get_leader (const TaperSnapshot *self, guint *n_layers_led);

/**
 * taper_snapshot_describe:
 *
 * In plain words, translated, from the numbers: how many classes, which basis leads in how many
 * layers, how much of the parameters it carries. (transfer full)
 */
char *taper_snapshot_describe (const TaperSnapshot *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperSnapshot, taper_snapshot_unref)

G_END_DECLS
