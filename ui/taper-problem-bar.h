/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperProblemBar:
 *
 * A bar that says what failed, which file and what to do, until it is closed. Problems that come
 * while it is open are added to it, so that none is lost.
 */
#define TAPER_TYPE_PROBLEM_BAR (taper_problem_bar_get_type ())
G_DECLARE_FINAL_TYPE (TaperProblemBar, taper_problem_bar, TAPER, PROBLEM_BAR, GtkWidget)

GtkWidget *taper_problem_bar_new (void);
/* Plain texts, no markup. */
void taper_problem_bar_add (TaperProblemBar *self, const char *title, const char *message);
void taper_problem_bar_clear (TaperProblemBar *self);
gboolean taper_problem_bar_is_open (TaperProblemBar *self);

G_END_DECLS
