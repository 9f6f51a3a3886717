/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-story-player.h"
#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TaperPresenter:
 *
 * A document for an audience: the task in words, the mix, a few pictures with their answers, large,
 * over the whole screen, which stays awake. Keys, as clickers send them: on and back through the
 * story, B for a black screen, P for the proof of the numbers, Esc or F11 to leave.
 */
#define TAPER_TYPE_PRESENTER (taper_presenter_get_type ())
G_DECLARE_FINAL_TYPE (TaperPresenter, taper_presenter, TAPER, PRESENTER, AdwWindow)

/* @kiosk_minutes: without a hand for so long, the story begins anew, and it runs in a circle; 0:
 * neither */
TaperPresenter *taper_presenter_new (GtkWindow *parent, TaperDocument *document,
                                     TaperStoryPlayer *player, guint kiosk_minutes);

G_END_DECLS
