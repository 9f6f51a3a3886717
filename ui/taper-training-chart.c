/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-training-chart.h"

#include "ui/draw/taper-curve-draw.h"
#include "ui/taper-theme.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

struct _TaperTrainingChart {
  GtkWidget parent_instance;

  TaperTrainingChartKind kind;
  TaperTrainingProgress *progress;
  TaperMix *mix; /* nullable */
  TaperText *text;
};

enum { PROP_KIND = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TaperTrainingChart, taper_training_chart, GTK_TYPE_WIDGET)

/* --- the mix ---------------------------------------------------------------------------------- */

static TaperMix *
make_mix (const TaperTrainingProgress *progress)
{
  guint n_layers = progress->n_layers, n_bases = progress->n_bases;
  TaperMix *mix = taper_mix_new (n_layers, n_bases);

  for (guint l = 0; l < n_layers; l++)
    {
      const TaperLayer *layer = taper_network_get_layer (progress->network, l);

      g_free (mix->layer_names[l]);
      mix->layer_names[l] = g_strdup (layer->name);
      mix->layer_params[l] = layer->n_params;
      mix->n_params += layer->n_params;
    }
  for (guint k = 0; k < n_bases; k++)
    {
      double sum = 0;

      g_free (mix->basis_names[k]);
      mix->basis_names[k] = g_strdup_printf (_ ("Basis %u"), k + 1);
      for (guint l = 0; l < n_layers; l++)
        {
          float value = progress->coefficients[(gsize) l * n_bases + k];

          mix->values[(gsize) l * n_bases + k] = value;
          sum += value * taper_mix_get_param_share (mix, l);
        }
      mix->values[(gsize) n_layers * n_bases + k] = (float) sum;
    }
  return mix;
}

static void
draw_mix (TaperTrainingChart *self, cairo_t *cr, double width, double height,
          const TaperDrawStyle *style)
{
  const TaperMixCell none = { -1, -1 };
  TaperMixMetrics metrics = taper_mix_measure (self->mix, style->text);
  TaperMixGeometry geometry;

  taper_mix_geometry_init (&geometry, width, height, self->mix->n_layers, self->mix->n_bases,
                           &metrics,
                           gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);
  taper_mix_draw (cr, &geometry, self->mix, &none, &none, FALSE, style);
}

/* --- widget ----------------------------------------------------------------------------------- */

static void
taper_training_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TaperTrainingChart *self = TAPER_TRAINING_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  TaperPalette palette;
  TaperDrawStyle style = { &palette, NULL };
  cairo_t *cr;

  if (width < 1 || height < 1)
    return;
  if (self->text == NULL)
    self->text = taper_text_new (gtk_widget_get_pango_context (widget));
  style.text = self->text;
  taper_theme_get_palette (widget, &palette);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (self->kind != TAPER_TRAINING_CHART_MIX)
    taper_curve_draw (cr, width, height,
                      self->kind == TAPER_TRAINING_CHART_LOSS ? TAPER_CURVE_LOSS
                                                              : TAPER_CURVE_ACCURACY,
                      self->progress, &style);
  else if (self->mix != NULL)
    draw_mix (self, cr, width, height, &style);
  cairo_destroy (cr);
}

static void
taper_training_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                              int *minimum, int *natural, int *minimum_baseline,
                              int *natural_baseline)
{
  TaperTrainingChart *self = TAPER_TRAINING_CHART (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 260;
  else
    *minimum = *natural = self->kind == TAPER_TRAINING_CHART_MIX ? 360 : 170;
}

static void
update_description (TaperTrainingChart *self)
{
  const TaperTrainingProgress *p = self->progress;
  g_autofree char *text = NULL;

  if (self->kind == TAPER_TRAINING_CHART_MIX)
    text = self->mix == NULL ? g_strdup (_ ("No mix yet"))
                             : taper_mix_describe_layer (self->mix, self->mix->n_layers);
  else if (p == NULL || !isfinite (p->loss))
    text = g_strdup (_ ("No value yet"));
  else if (self->kind == TAPER_TRAINING_CHART_LOSS)
    text = g_strdup_printf (_ ("Loss %.2f"), p->loss);
  else
    text = g_strdup_printf (_ ("Accuracy %.0f %%"), 100 * p->accuracy);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
taper_training_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (taper_training_chart_parent_class)->css_changed (widget, change);
  g_clear_pointer (&TAPER_TRAINING_CHART (widget)->text, taper_text_free);
  gtk_widget_queue_draw (widget);
}

static void
taper_training_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_int (value, (int) TAPER_TRAINING_CHART (object)->kind);
}

static void
taper_training_chart_set_property (GObject *object, guint id, const GValue *value,
                                   GParamSpec *pspec)
{
  TAPER_TRAINING_CHART (object)->kind = (TaperTrainingChartKind) g_value_get_int (value);
  gtk_widget_queue_resize (GTK_WIDGET (object));
}

static void
taper_training_chart_finalize (GObject *object)
{
  TaperTrainingChart *self = TAPER_TRAINING_CHART (object);

  g_clear_pointer (&self->progress, taper_training_progress_unref);
  taper_mix_free (self->mix);
  taper_text_free (self->text);
  G_OBJECT_CLASS (taper_training_chart_parent_class)->finalize (object);
}

static void
taper_training_chart_class_init (TaperTrainingChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = taper_training_chart_get_property;
  object_class->set_property = taper_training_chart_set_property;
  object_class->finalize = taper_training_chart_finalize;
  widget_class->snapshot = taper_training_chart_snapshot;
  widget_class->measure = taper_training_chart_measure;
  widget_class->css_changed = taper_training_chart_css_changed;
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, TAPER_TRAINING_CHART_MIX, 0,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
taper_training_chart_init (TaperTrainingChart *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

void
taper_training_chart_set_progress (TaperTrainingChart *self, TaperTrainingProgress *progress)
{
  g_return_if_fail (TAPER_IS_TRAINING_CHART (self));

  g_clear_pointer (&self->progress, taper_training_progress_unref);
  self->progress = progress == NULL ? NULL : taper_training_progress_ref (progress);
  if (self->kind == TAPER_TRAINING_CHART_MIX)
    {
      taper_mix_free (self->mix);
      self->mix = progress != NULL && progress->coefficients != NULL && progress->network != NULL
                      ? make_mix (progress)
                      : NULL;
    }
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
