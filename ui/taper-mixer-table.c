/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-mixer-table.h"

#include "ui/taper-mix-row.h"

#include <glib/gi18n.h>

struct _TaperMixerTable {
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkColumnView *view;
  GListStore *rows;
  TaperSnapshot *snapshot;
  TaperBundle *bundle; /* that the columns are made for */
  TaperMix *mix;
};

G_DEFINE_FINAL_TYPE (TaperMixerTable, taper_mixer_table, GTK_TYPE_WIDGET)

/* --- cells ------------------------------------------------------------------------------------ */

static guint
get_column (GtkListItemFactory *factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), get_column (factory) == TAPER_MIX_COLUMN_LAYER ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
show_text (TaperMixRow *row, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (item), "column"));
  g_autofree char *text = taper_mix_row_get_text (row, column);

  if (g_strcmp0 (text, gtk_label_get_label (GTK_LABEL (label))) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  TaperMixRow *row = gtk_list_item_get_item (item);

  g_object_set_data (G_OBJECT (item), "column", GUINT_TO_POINTER (get_column (factory)));
  g_signal_connect (row, "changed", G_CALLBACK (show_text), item);
  show_text (row, item);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show_text, item);
}

/* --- columns ---------------------------------------------------------------------------------- */

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer column)
{
  return taper_mix_row_compare ((TaperMixRow *) a, (TaperMixRow *) b, GPOINTER_TO_UINT (column));
}

static void
append_column (TaperMixerTable *self, guint index, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);
  g_autoptr (GtkSorter) sorter =
      GTK_SORTER (gtk_custom_sorter_new (compare_cb, GUINT_TO_POINTER (index), NULL));

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (index));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

static void
remove_columns (TaperMixerTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  g_list_store_remove_all (self->rows);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
}

static void
append_columns (TaperMixerTable *self)
{
  append_column (self, TAPER_MIX_COLUMN_LAYER, _ ("Layer"));
  append_column (self, TAPER_MIX_COLUMN_PARAMETERS, _ ("Parameters"));
  for (guint k = 0; k < self->mix->n_bases; k++)
    {
      /* Translators: number and name of a basis, as the title of a column */
      g_autofree char *title = g_strdup_printf (_ ("%u %s"), k + 1, self->mix->basis_names[k]);

      append_column (self, TAPER_MIX_COLUMN_BASIS + k, title);
    }
  for (guint l = 0; l <= self->mix->n_layers; l++)
    {
      g_autoptr (TaperMixRow) row = taper_mix_row_new (l);

      taper_mix_row_set_mix (row, self->mix);
      g_list_store_append (self->rows, row);
    }
}

/* --- content ---------------------------------------------------------------------------------- */

static void
update_rows (TaperMixerTable *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->rows)); i++)
    {
      g_autoptr (TaperMixRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      taper_mix_row_set_mix (row, self->mix);
    }
  gtk_sorter_changed (sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

static void
update (TaperMixerTable *self)
{
  TaperMix *old = self->mix;

  if (self->snapshot == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->mix = taper_mix_new_from_snapshot (self->snapshot);
  if (self->bundle == self->snapshot->bundle)
    update_rows (self);
  else
    {
      remove_columns (self);
      g_clear_pointer (&self->bundle, taper_bundle_unref);
      self->bundle = taper_bundle_ref (self->snapshot->bundle);
      append_columns (self);
    }
  taper_mix_free (old);
}

void
taper_mixer_table_set_snapshot (TaperMixerTable *self, TaperSnapshot *snapshot)
{
  g_return_if_fail (TAPER_IS_MIXER_TABLE (self));

  if (snapshot != NULL)
    taper_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  self->snapshot = snapshot;
  update (self);
}

static void
taper_mixer_table_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (taper_mixer_table_parent_class)->map (widget);
  update (TAPER_MIXER_TABLE (widget));
}

/* --- object ----------------------------------------------------------------------------------- */

static void
taper_mixer_table_dispose (GObject *object)
{
  TaperMixerTable *self = TAPER_MIXER_TABLE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  g_clear_pointer (&self->mix, taper_mix_free);
  G_OBJECT_CLASS (taper_mixer_table_parent_class)->dispose (object);
}

static void
taper_mixer_table_class_init (TaperMixerTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_mixer_table_dispose;
  GTK_WIDGET_CLASS (klass)->map = taper_mixer_table_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
taper_mixer_table_init (TaperMixerTable *self)
{
  GtkSelectionModel *selection;
  GtkSortListModel *sorted;

  self->rows = g_list_store_new (TAPER_TYPE_MIX_ROW);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->rows)),
                                    g_object_ref (gtk_column_view_get_sorter (self->view)));
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (sorted)));
  gtk_column_view_set_model (self->view, selection);
  g_object_unref (selection);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Coefficients of the mix, layer by basis"), -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
taper_mixer_table_new (void)
{
  return g_object_new (TAPER_TYPE_MIXER_TABLE, NULL);
}
