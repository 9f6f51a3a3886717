/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The pages @stack does not show are hidden from assistive technology too, which GTK 4.8 does not
 * do by itself: a screen reader would read all of them. Called once, when the pages are there. */
void taper_stack_hide_pages_from_readers (GtkStack *stack);

G_END_DECLS
