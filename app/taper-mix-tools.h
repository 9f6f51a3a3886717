/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-survey.h"
#include "app/taper-what-if.h"
#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TaperMixTools:
 *
 * What a person does with the mix beside choosing the task: pin a task and compare, set
 * coefficients by hand, ask what a class contributes, and move between two models. Belongs to the
 * document, whose engine answers; edits are undo steps of the document, the rest is not.
 *
 * Properties (all notified): "edited" (boolean: a layer was set by hand), "keep-sums" (boolean,
 * writable: an edited layer's coefficients are kept at 1 in sum; switching it on puts them there),
 * "pinned" (boolean: a task is pinned), "scrub" (TaperScrub as int, writable), "position" (double
 * 0..1, writable), "what-if" (TaperWhatIf, may be NULL), "considered" (int, writable: the class
 * that is asked about, -1: none), "survey" (boxed pointer, may be NULL: not yet).
 */
#define TAPER_TYPE_MIX_TOOLS (taper_mix_tools_get_type ())
G_DECLARE_FINAL_TYPE (TaperMixTools, taper_mix_tools, TAPER, MIX_TOOLS, GObject)

/* --- edit ------------------------------------------------------------------------------------ */
/* @layer: L stands for every layer. @live: a drag goes on: it becomes one undo step with what came
 * just before it; end it with taper_mix_tools_finish(). */
void taper_mix_tools_set_coefficient (TaperMixTools *self, guint layer, guint basis, double value,
                                      gboolean live);
void taper_mix_tools_finish (TaperMixTools *self);
void taper_mix_tools_set_locked (TaperMixTools *self, guint layer, guint basis, gboolean locked);
gboolean taper_mix_tools_get_locked (TaperMixTools *self, guint layer, guint basis);
/* The layer, or with L all, follows the mixer again. */
void taper_mix_tools_reset_layer (TaperMixTools *self, guint layer);
void taper_mix_tools_revert (TaperMixTools *self);
TaperMixEdit *taper_mix_tools_get_edit (TaperMixTools *self); /* nullable, transfer none */

/* --- compare ---------------------------------------------------------------------------------- */
/* The present task, with what is set by hand, becomes A. */
void taper_mix_tools_pin (TaperMixTools *self);
void taper_mix_tools_unpin (TaperMixTools *self);
TaperTask *taper_mix_tools_get_pinned (TaperMixTools *self); /* nullable, transfer none */
/* A becomes the present task, and the present task A. */
void taper_mix_tools_swap (TaperMixTools *self);

/* --- between two models ------------------------------------------------------------------------
 */
void taper_mix_tools_set_scrub (TaperMixTools *self, TaperScrub scrub, double position);
TaperScrub taper_mix_tools_get_scrub (TaperMixTools *self);
double taper_mix_tools_get_position (TaperMixTools *self);

/* --- what if -----------------------------------------------------------------------------------
 */
/* Whether pointing at a class asks about it; switched off, nothing is considered any more. */
void taper_mix_tools_set_asking (TaperMixTools *self, gboolean asking);
gboolean taper_mix_tools_get_asking (TaperMixTools *self);
/* @class_index: -1: nothing any more */
void taper_mix_tools_consider (TaperMixTools *self, int class_index);
TaperWhatIf *taper_mix_tools_get_what_if (TaperMixTools *self); /* nullable, transfer none */

TaperSurvey *taper_mix_tools_get_survey (TaperMixTools *self); /* nullable, transfer none */

G_END_DECLS
