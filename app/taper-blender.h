/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"

G_BEGIN_DECLS

/**
 * TaperBlender:
 *
 * Makes the personalized model of a task and a tuning, and keeps it, so that the next one costs
 * only what differs: layers whose coefficients stay are not blended again, and a layer of which a
 * few cells move takes the difference of those (taper_bases_blend_add()). One thread at a time.
 */
typedef struct _TaperBlender TaperBlender;

TaperBlender *taper_blender_new (TaperBundle *bundle);
void taper_blender_free (TaperBlender *self);

/* First step: the coefficients. @tuning (nullable) */
void taper_blender_mix (TaperBlender *self, TaperTask *task, const TaperTuning *tuning);
/* Second step: the weights. */
void taper_blender_blend (TaperBlender *self, const TaperTuning *tuning);

/* The model, valid until the next second step. (transfer none) */
TaperParameters *taper_blender_get_parameters (TaperBlender *self);

/* Fills in the coefficients, those of the mixer alone and of what is pinned, and the cosine. The
 * pinned task may be another than when the model was made. */
void taper_blender_describe (TaperBlender *self, const TaperTuning *tuning,
                             TaperSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperBlender, taper_blender_free)

G_END_DECLS
