/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-weights-filter.h"

#include "ui/taper-filter-grid.h"

#include <glib/gi18n.h>

struct _TaperWeightsFilter {
  GtkWidget parent_instance;

  TaperFilterGrid *grid;
  GtkToggleButton *differences_button;
  GtkLabel *status, *values;

  TaperWeights *weights;
  guint filter;
};

G_DEFINE_FINAL_TYPE (TaperWeightsFilter, taper_weights_filter, GTK_TYPE_WIDGET)

/* Numbers of the same width, so that they stand below each other. */
static void
fill_values (TaperWeightsFilter *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const float *values;
  guint n, per_line;

  if (self->weights == NULL || self->filter >= self->weights->out_channels)
    return;
  values = taper_weights_get_filter (self->weights, taper_filter_grid_get_source (self->grid),
                                     self->filter);
  n = (guint) (self->weights->n_weights / self->weights->out_channels);
  per_line = self->weights->kernel > 1 ? self->weights->kernel * self->weights->kernel : 8;
  for (guint i = 0; i < n; i++)
    {
      if (i % per_line == 0)
        g_string_append_printf (text, "%s%3u ", i == 0 ? "" : "\n",
                                i / per_line * (self->weights->kernel > 1 ? 1 : per_line) + 1);
      g_string_append_printf (text, " %+.3f", (double) values[i]);
    }
  gtk_label_set_label (self->values, text->str);
}

static void
status_cb (TaperWeightsFilter *self)
{
  g_autofree char *status = NULL;

  g_object_get (self->grid, "status", &status, NULL);
  gtk_label_set_label (self->status, status == NULL ? "" : status);
  fill_values (self);
}

static void
differences_cb (TaperWeightsFilter *self)
{
  taper_filter_grid_set_differences (self->grid,
                                     gtk_toggle_button_get_active (self->differences_button));
}

static void
taper_weights_filter_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  /* GTK 4.8 lets go only of the children that are bound. */
  g_clear_pointer (&child, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), TAPER_TYPE_WEIGHTS_FILTER);
  g_clear_pointer (&TAPER_WEIGHTS_FILTER (object)->weights, taper_weights_unref);
  G_OBJECT_CLASS (taper_weights_filter_parent_class)->dispose (object);
}

static void
taper_weights_filter_class_init (TaperWeightsFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_weights_filter_dispose;
  g_type_ensure (TAPER_TYPE_FILTER_GRID);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-weights-filter.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "content", FALSE, 0); /* for dispose */
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsFilter, grid);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsFilter, differences_button);
  gtk_widget_class_bind_template_callback (widget_class, differences_cb);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsFilter, status);
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsFilter, values);
  gtk_widget_class_bind_template_callback (widget_class, fill_values);
  gtk_widget_class_bind_template_callback (widget_class, status_cb);
}

static void
taper_weights_filter_init (TaperWeightsFilter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  taper_filter_grid_set_single (self->grid, 0);
}

void
taper_weights_filter_set_weights (TaperWeightsFilter *self, TaperWeights *weights)
{
  g_clear_pointer (&self->weights, taper_weights_unref);
  self->weights = weights == NULL ? NULL : taper_weights_ref (weights);
  taper_filter_grid_set_weights (self->grid, weights);
  fill_values (self);
}

void
taper_weights_filter_show (TaperWeightsFilter *self, guint source, guint filter)
{
  self->filter = filter;
  taper_filter_grid_set_single (self->grid, (int) filter);
  taper_filter_grid_set_source (self->grid, source);
  fill_values (self);
}

void
taper_weights_filter_focus (TaperWeightsFilter *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}
