/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include "app/taper-story.h"

G_BEGIN_DECLS

/**
 * TaperStoryPlayer:
 *
 * Shows the steps of a story in a document, and records the document into steps. The file of a
 * story that was recorded follows each change by itself; the shipped story is never written to.
 *
 * Properties (read-only, notified): "story" (TaperStory, may be %NULL), "position" (int: the step
 * that is shown, -1: the document as it is), "note" (string, %NULL: nothing: what of this step
 * the bundle does not know).
 */
#define TAPER_TYPE_STORY_PLAYER (taper_story_player_get_type ())
G_DECLARE_FINAL_TYPE (TaperStoryPlayer, taper_story_player, TAPER, STORY_PLAYER, GObject)

TaperStoryPlayer *taper_story_player_new (TaperDocument *document);

TaperStory *taper_story_player_get_story (TaperStoryPlayer *self); /* nullable, transfer none */
GFile *taper_story_player_get_file (TaperStoryPlayer *self);       /* nullable, transfer none */
int taper_story_player_get_position (TaperStoryPlayer *self);
TaperStoryStep *taper_story_player_get_step (TaperStoryPlayer *self); /* nullable, transfer none */
const char *taper_story_player_get_note (TaperStoryPlayer *self);

/* Reads the file and shows the story's first step; what is wrong with it is the document's
 * "problem". */
void taper_story_player_open (TaperStoryPlayer *self, GFile *file);
/* The shipped story. FALSE: it is missing. */
gboolean taper_story_player_open_shipped (TaperStoryPlayer *self);

/* Shows a step; opens the story's bundle first where that is another one and is here. */
void taper_story_player_go (TaperStoryPlayer *self, guint position);
/* One step on or back. FALSE at an end, unless @loop and forward. */
gboolean taper_story_player_advance (TaperStoryPlayer *self, int step, gboolean loop);

/**
 * taper_story_player_record:
 *
 * The document's task and pictures as a new last step, in a new story if there is none or only the
 * shipped one.
 *
 * Returns: (transfer none) (nullable): %NULL without a bundle, or when the story is full
 */
TaperStoryStep *taper_story_player_record (TaperStoryPlayer *self);
/* Other file for this story; it follows the story from now on. */
void taper_story_player_save_as (TaperStoryPlayer *self, GFile *file);
/* Writes at once what is not yet written. */
void taper_story_player_flush (TaperStoryPlayer *self);
gboolean taper_story_player_is_shipped (TaperStoryPlayer *self);

G_END_DECLS
