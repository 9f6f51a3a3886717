/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-weights-chart.h"

#include "ui/draw/taper-histogram-draw.h"
#include "ui/taper-theme.h"

#include <adwaita.h>

struct _TaperWeightsChart {
  GtkWidget parent_instance;

  TaperWeights *weights;
  TaperText *text;
  guint layer;
  gboolean strip;
};

enum { PROP_STRIP = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TaperWeightsChart, taper_weights_chart, GTK_TYPE_WIDGET)

static void
taper_weights_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TaperWeightsChart *self = TAPER_WEIGHTS_CHART (widget);
  const TaperRect rect = { 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) };
  TaperPalette palette;
  TaperDrawStyle style = { &palette, NULL };
  cairo_t *cr;

  if (rect.width < 1 || rect.height < 1 || self->weights == NULL)
    return;
  taper_theme_get_palette (widget, &palette);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) rect.width, (float) rect.height));
  if (self->strip)
    taper_blend_strip_draw (cr, &rect, self->weights, self->layer,
                            gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL, &palette);
  else
    {
      if (self->text == NULL)
        self->text = taper_text_new (gtk_widget_get_pango_context (widget));
      style.text = self->text;
      taper_histogram_draw (cr, rect.width, rect.height, self->weights, &style);
    }
  cairo_destroy (cr);
}

static void
taper_weights_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  gboolean strip = TAPER_WEIGHTS_CHART (widget)->strip;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = strip ? 84 : 200;
  else
    *minimum = *natural = strip ? 12 : 120;
}

static void
taper_weights_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (taper_weights_chart_parent_class)->css_changed (widget, change);
  g_clear_pointer (&TAPER_WEIGHTS_CHART (widget)->text, taper_text_free);
  gtk_widget_queue_draw (widget);
}

static void
taper_weights_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, TAPER_WEIGHTS_CHART (object)->strip);
}

static void
taper_weights_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TAPER_WEIGHTS_CHART (object)->strip = g_value_get_boolean (value);
}

static void
taper_weights_chart_finalize (GObject *object)
{
  TaperWeightsChart *self = TAPER_WEIGHTS_CHART (object);

  g_clear_pointer (&self->weights, taper_weights_unref);
  taper_text_free (self->text);
  G_OBJECT_CLASS (taper_weights_chart_parent_class)->finalize (object);
}

static void
taper_weights_chart_class_init (TaperWeightsChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = taper_weights_chart_get_property;
  object_class->set_property = taper_weights_chart_set_property;
  object_class->finalize = taper_weights_chart_finalize;
  widget_class->snapshot = taper_weights_chart_snapshot;
  widget_class->measure = taper_weights_chart_measure;
  widget_class->css_changed = taper_weights_chart_css_changed;
  properties[PROP_STRIP] =
      g_param_spec_boolean ("strip", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
taper_weights_chart_init (TaperWeightsChart *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
taper_weights_chart_new_strip (void)
{
  return g_object_new (TAPER_TYPE_WEIGHTS_CHART, "strip", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
}

void
taper_weights_chart_set (TaperWeightsChart *self, TaperWeights *weights, guint layer)
{
  g_clear_pointer (&self->weights, taper_weights_unref);
  self->weights = weights == NULL ? NULL : taper_weights_ref (weights);
  self->layer = layer;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
