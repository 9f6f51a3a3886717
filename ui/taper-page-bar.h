/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TaperPageBar:
 *
 * The view switcher at the bottom of a narrow window, with the checklist as one more page where it
 * has no room beside a view. Its buttons set the action win.page.
 */
#define TAPER_TYPE_PAGE_BAR (taper_page_bar_get_type ())
G_DECLARE_FINAL_TYPE (TaperPageBar, taper_page_bar, TAPER, PAGE_BAR, GtkWidget)

GtkWidget *taper_page_bar_new (void);
/* One button for each page of @stack, shown while the page is visible. Called once. */
void taper_page_bar_set_stack (TaperPageBar *self, AdwViewStack *stack);
void taper_page_bar_set_show_classes (TaperPageBar *self, gboolean show_classes);

G_END_DECLS
