/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-weights-layer.h"

#include "ui/taper-filter-grid.h"
#include "ui/taper-weights-chart.h"

#include <glib/gi18n.h>

struct _TaperWeightsLayer {
  GtkWidget parent_instance;

  GtkLabel *range, *status;
  GtkWidget *previous_button, *next_button;
  TaperFilterGrid *grid;
  GtkToggleButton *differences_button;
  GtkGrid *distances, *statistics;
  TaperWeightsChart *histogram;

  TaperWeights *weights;
};

enum { SIGNAL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperWeightsLayer, taper_weights_layer, GTK_TYPE_WIDGET)

/* --- tables ----------------------------------------------------------------------------------- */

/* The label there, made when it is not; numbers stand at the end of their column. */
static void
set_cell (GtkGrid *grid, int column, int row, const char *text, gboolean dim)
{
  GtkWidget *label = gtk_grid_get_child_at (grid, column, row);

  if (label == NULL)
    {
      label = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
      gtk_label_set_ellipsize (GTK_LABEL (label),
                               column == 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
      gtk_widget_set_hexpand (label, column == 0);
      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_add_css_class (label, "caption");
      if (dim)
        gtk_widget_add_css_class (label, "dim-label");
      gtk_grid_attach (grid, label, column, row, 1, 1);
    }
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

static void
set_number (GtkGrid *grid, int column, int row, const char *format, double value)
{
  char text[48];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_snprintf (text, sizeof text, format, value);
#pragma GCC diagnostic pop
  set_cell (grid, column, row, text, FALSE);
}

static void
remove_rows_from (GtkGrid *grid, int row)
{
  while (gtk_grid_get_child_at (grid, 0, row) != NULL)
    gtk_grid_remove_row (grid, row);
}

static void
fill_distances (TaperWeightsLayer *self, TaperWeights *w)
{
  const char *const heads[] = { "", _ ("coefficient"), _ ("distance"), _ ("cosine") };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    set_cell (self->distances, (int) i, 0, heads[i], TRUE);
  for (guint o = 0; o <= w->n_bases; o++)
    {
      const TaperWeightDistance *d = taper_weights_get_distance (w, w->layer, o);
      g_autofree char *name = taper_weights_name_source (w, TAPER_WEIGHTS_GENERIC + o);
      int row = (int) o + 1;

      set_cell (self->distances, 0, row, name, FALSE);
      if (o == 0)
        set_cell (self->distances, 1, row, "–", FALSE);
      else
        set_number (self->distances, 1, row, "%.2f",
                    taper_snapshot_get_coefficient (w->snapshot, w->layer, o - 1));
      set_number (self->distances, 2, row, "%.3f", d->l2);
      set_number (self->distances, 3, row, "%.4f", d->cosine);
    }
  remove_rows_from (self->distances, (int) w->n_bases + 2);
}

static void
fill_statistics (TaperWeightsLayer *self, TaperWeights *w)
{
  const char *const heads[] = { "",          _ ("mean"), _ ("deviation"),
                                _ ("least"), _ ("most"), _ ("length") };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    set_cell (self->statistics, (int) i, 0, heads[i], TRUE);
  for (guint s = 0; s < w->n_sources; s++)
    {
      const TaperWeightStatistics *t = &w->statistics[s];
      g_autofree char *name = taper_weights_name_source (w, s);
      int row = (int) s + 1;

      set_cell (self->statistics, 0, row, name, FALSE);
      set_number (self->statistics, 1, row, "%.4f", t->mean);
      set_number (self->statistics, 2, row, "%.4f", t->deviation);
      set_number (self->statistics, 3, row, "%.3f", t->min);
      set_number (self->statistics, 4, row, "%.3f", t->max);
      set_number (self->statistics, 5, row, "%.2f", t->norm);
    }
  remove_rows_from (self->statistics, (int) w->n_sources + 1);
}

/* --- pages of filters ------------------------------------------------------------------------- */

static void
page_cb (TaperWeightsLayer *self)
{
  guint first = taper_filter_grid_get_first (self->grid);
  guint size = taper_filter_grid_get_page_size (self->grid);
  g_autofree char *text = NULL;

  if (self->weights == NULL)
    return;
  text = g_strdup_printf (
      /* Translators: first and last filter of a page, of how many. */
      _ ("Filters %u – %u of %u"), first + 1, MIN (first + size, self->weights->out_channels),
      self->weights->out_channels);
  gtk_label_set_label (self->range, text);
  gtk_widget_set_sensitive (self->previous_button, first > 0);
  gtk_widget_set_sensitive (self->next_button, first + size < self->weights->out_channels);
}

static void
previous_cb (TaperWeightsLayer *self)
{
  guint first = taper_filter_grid_get_first (self->grid);

  taper_filter_grid_set_first (self->grid,
                               first - MIN (first, taper_filter_grid_get_page_size (self->grid)));
}

static void
next_cb (TaperWeightsLayer *self)
{
  taper_filter_grid_set_first (self->grid, taper_filter_grid_get_first (self->grid) +
                                               taper_filter_grid_get_page_size (self->grid));
}

static void
status_cb (TaperWeightsLayer *self)
{
  g_autofree char *status = NULL;

  g_object_get (self->grid, "status", &status, NULL);
  gtk_label_set_label (self->status,
                       status != NULL ? status : _ ("Point at a filter or use the arrow keys"));
}

static void
activated_cb (TaperWeightsLayer *self, guint source, guint filter)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, source, filter);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
differences_cb (TaperWeightsLayer *self)
{
  taper_filter_grid_set_differences (self->grid,
                                     gtk_toggle_button_get_active (self->differences_button));
}

static void
taper_weights_layer_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  /* GTK 4.8 lets go only of the children that are bound. */
  g_clear_pointer (&child, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), TAPER_TYPE_WEIGHTS_LAYER);
  g_clear_pointer (&TAPER_WEIGHTS_LAYER (object)->weights, taper_weights_unref);
  G_OBJECT_CLASS (taper_weights_layer_parent_class)->dispose (object);
}

static void
taper_weights_layer_class_init (TaperWeightsLayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_weights_layer_dispose;
  g_type_ensure (TAPER_TYPE_FILTER_GRID);
  g_type_ensure (TAPER_TYPE_WEIGHTS_CHART);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-weights-layer.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "content", FALSE, 0); /* for dispose */
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayer, range);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayer, status);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayer, previous_button);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayer, next_button);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayer, grid);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayer, differences_button);
  gtk_widget_class_bind_template_callback (widget_class, differences_cb);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayer, distances);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayer, statistics);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayer, histogram);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, status_cb);
  gtk_widget_class_bind_template_callback (widget_class, page_cb);
  signals[SIGNAL_ACTIVATED] =
      g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
taper_weights_layer_init (TaperWeightsLayer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  status_cb (self);
}

void
taper_weights_layer_set_weights (TaperWeightsLayer *self, TaperWeights *weights)
{
  g_clear_pointer (&self->weights, taper_weights_unref);
  self->weights = weights == NULL ? NULL : taper_weights_ref (weights);
  taper_filter_grid_set_weights (self->grid, weights);
  taper_weights_chart_set (self->histogram, weights, 0);
  if (weights == NULL)
    return;
  page_cb (self);
  fill_distances (self, weights);
  fill_statistics (self, weights);
}

void
taper_weights_layer_focus (TaperWeightsLayer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}
