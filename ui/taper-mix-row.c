/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-mix-row.h"

#include "ui/draw/taper-format.h"

#include <glib/gi18n.h>

struct _TaperMixRow {
  GObject parent_instance;

  guint layer;
  const TaperMix *mix;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (TaperMixRow, taper_mix_row, G_TYPE_OBJECT)

static void
taper_mix_row_class_init (TaperMixRowClass *klass)
{
  changed_signal = g_signal_new ("changed", TAPER_TYPE_MIX_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
taper_mix_row_init (TaperMixRow *self)
{
}

TaperMixRow *
taper_mix_row_new (guint layer)
{
  TaperMixRow *self = g_object_new (TAPER_TYPE_MIX_ROW, NULL);

  self->layer = layer;
  return self;
}

void
taper_mix_row_set_mix (TaperMixRow *self, const TaperMix *mix)
{
  self->mix = mix;
  g_signal_emit (self, changed_signal, 0);
}

static guint64
get_params (TaperMixRow *self)
{
  return self->layer < self->mix->n_layers ? self->mix->layer_params[self->layer]
                                           : self->mix->n_params;
}

char *
taper_mix_row_get_text (TaperMixRow *self, guint column)
{
  char number[TAPER_FORMAT_SIZE];

  if (column == TAPER_MIX_COLUMN_LAYER)
    return g_strdup (self->layer < self->mix->n_layers ? self->mix->layer_names[self->layer]
                                                       : _ ("whole model"));
  if (column == TAPER_MIX_COLUMN_PARAMETERS)
    return g_strdup_printf ("%'lu", (gulong) get_params (self));
  return g_strdup (taper_format_score (
      taper_mix_get_value (self->mix, self->layer, column - TAPER_MIX_COLUMN_BASIS), number));
}

int
taper_mix_row_compare (TaperMixRow *a, TaperMixRow *b, guint column)
{
  double va = a->layer, vb = b->layer;

  if (column == TAPER_MIX_COLUMN_PARAMETERS)
    {
      va = (double) get_params (a);
      vb = (double) get_params (b);
    }
  else if (column >= TAPER_MIX_COLUMN_BASIS)
    {
      va = taper_mix_get_value (a->mix, a->layer, column - TAPER_MIX_COLUMN_BASIS);
      vb = taper_mix_get_value (b->mix, b->layer, column - TAPER_MIX_COLUMN_BASIS);
    }
  return va < vb ? -1 : va > vb;
}
