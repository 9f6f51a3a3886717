/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gtk/gtk.h>

G_BEGIN_DECLS

/* One row that says what was found, what is to be done about it, and the first names. */
GtkWidget *taper_train_problem_row_new (const TaperTrainProblem *problem);
/* @message: already says what to do. */
GtkWidget *taper_train_problem_row_new_for_error (const char *message);

G_END_DECLS
