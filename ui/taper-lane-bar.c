/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-lane-bar.h"

#include "ui/draw/taper-lane-draw.h"
#include "ui/taper-theme.h"

#include <adwaita.h>

#define HEIGHT 5

struct _TaperLaneBar {
  GtkWidget parent_instance;

  TaperLane lane;
  double score;
};

enum {
  PROP_LANE = 1,
  PROP_SCORE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (TaperLaneBar, taper_lane_bar, GTK_TYPE_WIDGET)

static void
taper_lane_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TaperLaneBar *self = TAPER_LANE_BAR (widget);
  const TaperRect rect = { 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) };
  TaperPalette palette;
  cairo_t *cr;

  if (rect.width < 1 || rect.height < 1)
    return;
  taper_theme_get_palette (widget, &palette);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) rect.width, (float) rect.height));
  taper_lane_draw (cr, &rect, self->lane, self->score,
                   gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL, &palette);
  cairo_destroy (cr);
}

static void
taper_lane_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = HEIGHT;
}

static void
taper_lane_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperLaneBar *self = TAPER_LANE_BAR (object);

  switch (id)
    {
    case PROP_LANE:
      g_value_set_int (value, (int) self->lane);
      break;
    case PROP_SCORE:
      g_value_set_double (value, self->score);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_lane_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TaperLaneBar *self = TAPER_LANE_BAR (object);

  switch (id)
    {
    case PROP_LANE:
      self->lane = (TaperLane) g_value_get_int (value);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      break;
    case PROP_SCORE:
      taper_lane_bar_set_score (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_lane_bar_class_init (TaperLaneBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = taper_lane_bar_get_property;
  object_class->set_property = taper_lane_bar_set_property;
  widget_class->snapshot = taper_lane_bar_snapshot;
  widget_class->measure = taper_lane_bar_measure;
  properties[PROP_LANE] = g_param_spec_int ("lane", NULL, NULL, 0, TAPER_N_LANES - 1, 0,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SCORE] = g_param_spec_double ("score", NULL, NULL, -1, 1, -1,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  /* The text beside it says the same. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
taper_lane_bar_init (TaperLaneBar *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->score = -1;
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

void
taper_lane_bar_set_score (TaperLaneBar *self, double score)
{
  g_return_if_fail (TAPER_IS_LANE_BAR (self));

  if (self->score == score)
    return;
  self->score = score;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
