/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-weights-layers.h"

#include "ui/taper-weights-chart.h"

#include <glib/gi18n.h>
#include <inttypes.h>

/* The parts of a row that change. */
typedef struct {
  GtkLabel *name, *shape, *distance;
  TaperWeightsChart *strip;
} Row;

struct _TaperWeightsLayers {
  GtkWidget parent_instance;

  GtkListBox *list;
  GArray *rows; /* Row, of each layer */
};

enum { SIGNAL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperWeightsLayers, taper_weights_layers, GTK_TYPE_WIDGET)

static GtkLabel *
add_label (GtkWidget *box, const char *style, double align)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), (float) align);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_row (TaperWeightsLayers *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *strip = taper_weights_chart_new_strip ();
  Row row = { .strip = TAPER_WEIGHTS_CHART (strip) };

  gtk_widget_set_hexpand (names, TRUE);
  row.name = add_label (names, NULL, 0);
  row.shape = add_label (names, "caption", 0);
  gtk_widget_add_css_class (GTK_WIDGET (row.shape), "dim-label");
  gtk_box_append (GTK_BOX (box), names);
  gtk_box_append (GTK_BOX (box), strip);
  row.distance = add_label (box, NULL, 1);
  gtk_widget_set_size_request (GTK_WIDGET (row.distance), 76, -1);
  gtk_list_box_append (self->list, box);
  g_array_append_val (self->rows, row);
}

static void
fill_row (const Row *row, TaperWeights *weights, guint layer)
{
  const TaperLayer *info = taper_weights_get_layer (weights, layer);
  const TaperWeightDistance *generic = taper_weights_get_distance (weights, layer, 0);
  g_autofree char *shape = taper_weights_describe_shape (info);
  g_autofree char *text =
      /* The column's title says which is which: there is little room. */
      g_strdup_printf ("%s · %'" PRIu64, shape, (guint64) info->n_params);
  g_autofree char *distance = g_strdup_printf (_ ("%.1f %%"), 100 * generic->l2);

  gtk_label_set_label (row->name, info->name);
  gtk_label_set_label (row->shape, text);
  gtk_label_set_label (row->distance, distance);
  taper_weights_chart_set (row->strip, weights, layer);
}

static void
activated_cb (TaperWeightsLayers *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, (guint) gtk_list_box_row_get_index (row));
}

static void
taper_weights_layers_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  /* GTK 4.8 lets go only of the children that are bound. */
  g_clear_pointer (&child, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), TAPER_TYPE_WEIGHTS_LAYERS);
  g_clear_pointer (&TAPER_WEIGHTS_LAYERS (object)->rows, g_array_unref);
  G_OBJECT_CLASS (taper_weights_layers_parent_class)->dispose (object);
}

static void
taper_weights_layers_class_init (TaperWeightsLayersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_weights_layers_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-weights-layers.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "content", FALSE, 0); /* for dispose */
  gtk_widget_class_bind_template_child (widget_class, TaperWeightsLayers, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  signals[SIGNAL_ACTIVATED] =
      g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
taper_weights_layers_init (TaperWeightsLayers *self)
{
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
taper_weights_layers_set_weights (TaperWeightsLayers *self, TaperWeights *weights)
{
  guint n = weights == NULL ? 0 : weights->n_layers;

  while (self->rows->len > n)
    {
      gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (
                                           self->list, (int) self->rows->len - 1)));
      g_array_set_size (self->rows, self->rows->len - 1);
    }
  while (self->rows->len < n)
    add_row (self);
  for (guint l = 0; l < n; l++)
    fill_row (&g_array_index (self->rows, Row, l), weights, l);
}

void
taper_weights_layers_focus (TaperWeightsLayers *self, guint layer)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) layer);

  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}
