/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-story-step.h"

G_BEGIN_DECLS

#define TAPER_STORY_SUFFIX ".taper-story"
#define TAPER_STORY_MAX_STEPS 200

/**
 * TaperStory: steps that a presentation goes through; a GListModel of TaperStoryStep.
 *
 * Properties (notified): "title" (string, never %NULL).
 * Signal "changed": anything that a file of it holds.
 */
#define TAPER_TYPE_STORY (taper_story_get_type ())
G_DECLARE_FINAL_TYPE (TaperStory, taper_story, TAPER, STORY, GObject)

TaperStory *taper_story_new (void);
const char *taper_story_get_title (TaperStory *self);
void taper_story_set_title (TaperStory *self, const char *title);
/* What it was recorded with: the name of a shipped bundle or a path, and its hash; either may be
 * %NULL. */
const char *taper_story_get_bundle (TaperStory *self);
const char *taper_story_get_bundle_sha256 (TaperStory *self);
void taper_story_set_bundle (TaperStory *self, const char *bundle, const char *sha256);

guint taper_story_get_n_steps (TaperStory *self);
TaperStoryStep *taper_story_get_step (TaperStory *self, guint i); /* transfer none */
/* @position may be the number of steps: at the end. FALSE: there are too many. */
gboolean taper_story_insert (TaperStory *self, guint position, TaperStoryStep *step);
void taper_story_remove (TaperStory *self, guint position);
/* Moves the step at @from so that it is at @to afterwards. */
void taper_story_move (TaperStory *self, guint from, guint to);

G_END_DECLS
