/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-story-player.h"
#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TaperStoryWindow: the steps of the story: shown, renamed, moved, removed; saved as one goes.
 * Actions of @parent: "win.record-step", "win.present", "win.open".
 */
#define TAPER_TYPE_STORY_WINDOW (taper_story_window_get_type ())
G_DECLARE_FINAL_TYPE (TaperStoryWindow, taper_story_window, TAPER, STORY_WINDOW, AdwWindow)

/* The one of @parent, made if it is not there. */
void taper_story_window_present (GtkWindow *parent, TaperStoryPlayer *player);

G_END_DECLS
