/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-gradual-rows.h"

#define KEY "taper-gradual-rows"
/* No list view has more rows than this at a time: with as many items it is told of all. */
#define MAX_ROWS 200

typedef struct {
  GListModel *rows;
  GtkSliceListModel *slice; /* of rows: those that the list knows */
  gulong changed_id;
  guint idle_id;
  guint per_turn;
  TaperGradual when;
} Gradual;

static void
gradual_free (gpointer data)
{
  Gradual *self = data;

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->rows);
  g_object_unref (self->slice);
  g_object_unref (self->rows);
  g_free (self);
}

static gboolean
extend_cb (gpointer data)
{
  Gradual *self = data;
  const guint n = g_list_model_get_n_items (self->rows);
  const guint size = gtk_slice_list_model_get_size (self->slice) + self->per_turn;
  const gboolean done =
      size >= n || (self->when == TAPER_GRADUAL_ONCE && size >= MAX_ROWS + self->per_turn);

  if (done)
    gtk_slice_list_model_set_size (self->slice, self->when == TAPER_GRADUAL_ONCE ? G_MAXUINT : n);
  else
    gtk_slice_list_model_set_size (self->slice, size);
  if (!done)
    return G_SOURCE_CONTINUE;
  self->idle_id = 0;
  return G_SOURCE_REMOVE;
}

static void
changed_cb (Gradual *self)
{
  if (self->idle_id == 0 && extend_cb (self) == G_SOURCE_CONTINUE)
    self->idle_id = g_idle_add (extend_cb, self);
}

void
taper_gradual_rows_attach (GtkListView *list, GListModel *rows, guint per_turn, TaperGradual when)
{
  g_autoptr (GtkSelectionModel) selection = NULL;
  Gradual *self = NULL;

  g_return_if_fail (GTK_IS_LIST_VIEW (list));

  if (rows != NULL)
    {
      self = g_new0 (Gradual, 1);
      self->per_turn = per_turn;
      self->when = when;
      self->rows = g_object_ref (rows);
      self->slice = gtk_slice_list_model_new (g_object_ref (rows), 0, 0);
      if (when == TAPER_GRADUAL_ALWAYS)
        self->changed_id =
            g_signal_connect_swapped (rows, "items-changed", G_CALLBACK (changed_cb), self);
      changed_cb (self);
      selection =
          GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->slice))));
    }
  gtk_list_view_set_model (list, selection);
  g_object_set_data_full (G_OBJECT (list), KEY, self, gradual_free);
}
