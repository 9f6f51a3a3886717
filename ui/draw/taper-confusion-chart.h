/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/draw/taper-chart.h"

G_BEGIN_DECLS

/**
 * TaperConfusion: counts by label (rows) and answer (columns).
 * @counts: (n, n_columns); a difference of two matrices where @difference
 * @totals: (n): pictures of each label
 * @names: (n_columns): the classes, and if there is one more column, what it means
 */
typedef struct {
  guint n, n_columns;
  int *counts;
  guint *totals;
  char **names;
  gboolean difference;
} TaperConfusion;

/* Items are cells, row by row. */
extern const TaperChart taper_confusion_chart; /* of a TaperConfusion */

TaperConfusion *taper_confusion_new (guint n, guint n_columns); /* all zero, names empty */
void taper_confusion_free (TaperConfusion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperConfusion, taper_confusion_free)

G_END_DECLS
