/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-document.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TaperReport:
 *
 * All that the window knows in one HTML file that opens offline: the views as drawings with their
 * numbers as tables, the task, the hashes, and how to get each number again. No script, nothing
 * fetched; it carries the recipe of the model.
 */
typedef struct _TaperReport TaperReport;

/**
 * taper_report_new:
 * @evaluate, @context: (nullable): the views, if they were ever shown
 * @proofs: (element-type TaperProof) (transfer full)
 *
 * Takes everything down, on the main thread. There must be a snapshot.
 */
TaperReport *taper_report_new (TaperDocument *document, GtkWidget *evaluate, GtkWidget *context,
                               GPtrArray *proofs);
void taper_report_free (TaperReport *self);
/* (transfer full) (nullable): the file; any thread */
GBytes *taper_report_render (TaperReport *self, GError **error);

G_END_DECLS
