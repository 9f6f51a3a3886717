/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperDescribeView:
 *
 * The classes that a text may mean, each with its reason, to be changed before they become the
 * task; words that no class was found for are named.
 *
 * Signal "applied": the task was changed.
 */
#define TAPER_TYPE_DESCRIBE_VIEW (taper_describe_view_get_type ())
G_DECLARE_FINAL_TYPE (TaperDescribeView, taper_describe_view, TAPER, DESCRIBE_VIEW, GtkWidget)

/* Once; referenced. */
void taper_describe_view_set_document (TaperDescribeView *self, TaperDocument *document);
/* The newest text wins. */
void taper_describe_view_set_text (TaperDescribeView *self, const char *text);
/* As the button does: what is ticked becomes the task. */
void taper_describe_view_apply (TaperDescribeView *self);

G_END_DECLS
