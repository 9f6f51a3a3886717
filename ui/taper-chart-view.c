/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-chart-view.h"

#include "ui/taper-theme.h"

#include <math.h>

#define NATURAL_WIDTH 320

struct _TaperChartView {
  GtkWidget parent_instance;

  const TaperChart *chart;
  gpointer data;
  GDestroyNotify free_data;
  TaperText *text;
  int hovered, cursor; /* -1: none */
};

enum {
  ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperChartView, taper_chart_view, GTK_TYPE_WIDGET)

static TaperText *
get_text (TaperChartView *self)
{
  if (self->text == NULL)
    self->text = taper_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  return self->text;
}

static void
taper_chart_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  TaperChartView *self = TAPER_CHART_VIEW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = NATURAL_WIDTH;
      return;
    }
  *minimum = 0;
  if (self->chart != NULL)
    *minimum = (int) ceil (self->chart->get_height (
        self->data, for_size > 0 ? for_size : NATURAL_WIDTH, get_text (self)));
  *natural = *minimum;
}

static void
taper_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TaperChartView *self = TAPER_CHART_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  TaperPalette palette;
  TaperDrawStyle style = { &palette, get_text (self) };
  gboolean focused = gtk_widget_has_visible_focus (widget);
  cairo_t *cr;

  if (self->chart == NULL || width < 1 || height < 1)
    return;
  taper_theme_get_palette (widget, &palette);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  self->chart->draw (cr, self->data, width, height, focused ? self->cursor : self->hovered, &style);
  cairo_destroy (cr);
}

/* --- items ------------------------------------------------------------------------------------ */

static int
hit (TaperChartView *self, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->chart == NULL)
    return -1;
  return self->chart->hit (self->data, gtk_widget_get_width (widget),
                           gtk_widget_get_height (widget), get_text (self), x, y);
}

static void
motion_cb (TaperChartView *self, double x, double y)
{
  int item = hit (self, x, y);

  if (item == self->hovered)
    return;
  self->hovered = item;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (TaperChartView *self)
{
  self->hovered = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
move_to (TaperChartView *self, int item)
{
  g_autofree char *text = self->chart->describe (self->data, (guint) item);

  self->cursor = item;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
released_cb (TaperChartView *self, int n, double x, double y)
{
  int item = hit (self, x, y);

  if (item < 0)
    return;
  move_to (self, item);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  g_signal_emit (self, signals[ACTIVATED], 0, item);
}

static gboolean
query_tooltip_cb (TaperChartView *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  int item = keyboard ? self->cursor : hit (self, x, y);
  g_autofree char *text = NULL;

  if (item < 0 || self->chart == NULL)
    return FALSE;
  text = self->chart->describe (self->data, (guint) item);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static gboolean
key_cb (TaperChartView *self, guint keyval)
{
  int n = self->chart != NULL ? (int) self->chart->get_n_items (self->data) : 0;
  int columns = n > 0 ? (int) self->chart->get_n_columns (self->data) : 1;
  int step = 0;

  if (n == 0)
    return FALSE;
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_space)
    {
      if (self->cursor >= 0)
        g_signal_emit (self, signals[ACTIVATED], 0, self->cursor);
      return self->cursor >= 0;
    }
  if (keyval == GDK_KEY_Left || keyval == GDK_KEY_Right)
    step = columns > 1 ? (keyval == GDK_KEY_Left ? -1 : 1) : 0;
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down)
    step = keyval == GDK_KEY_Up ? -columns : columns;
  if (step == 0)
    return FALSE;
  if (self->cursor < 0)
    move_to (self, 0);
  else if (self->cursor + step >= 0 && self->cursor + step < n)
    move_to (self, self->cursor + step);
  else
    return FALSE; /* on to the next widget */
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, TaperChartView *self)
{
  return key_cb (self, keyval);
}

/* --- object ----------------------------------------------------------------------------------- */

static void
drop_data (TaperChartView *self)
{
  if (self->free_data != NULL)
    self->free_data (self->data);
  self->data = NULL;
  self->free_data = NULL;
  self->chart = NULL;
}

static void
taper_chart_view_dispose (GObject *object)
{
  TaperChartView *self = TAPER_CHART_VIEW (object);

  drop_data (self);
  g_clear_pointer (&self->text, taper_text_free);
  G_OBJECT_CLASS (taper_chart_view_parent_class)->dispose (object);
}

static void
taper_chart_view_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  TaperChartView *self = TAPER_CHART_VIEW (widget);

  g_clear_pointer (&self->text, taper_text_free);
  GTK_WIDGET_CLASS (taper_chart_view_parent_class)->system_setting_changed (widget, setting);
  gtk_widget_queue_resize (widget);
}

static GtkSizeRequestMode
taper_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
taper_chart_view_class_init (TaperChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_chart_view_dispose;
  widget_class->measure = taper_chart_view_measure;
  widget_class->snapshot = taper_chart_view_snapshot;
  widget_class->get_request_mode = taper_chart_view_get_request_mode;
  widget_class->system_setting_changed = taper_chart_view_system_setting_changed;
  signals[ACTIVATED] = g_signal_new ("activated", TAPER_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
taper_chart_view_init (TaperChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->hovered = self->cursor = -1;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
taper_chart_view_new (void)
{
  return g_object_new (TAPER_TYPE_CHART_VIEW, NULL);
}

void
taper_chart_view_set (TaperChartView *self, const TaperChart *chart, gpointer data,
                      GDestroyNotify free_data, const char *summary)
{
  g_return_if_fail (TAPER_IS_CHART_VIEW (self));

  drop_data (self);
  self->chart = chart;
  self->data = data;
  self->free_data = free_data;
  self->hovered = -1;
  if (chart == NULL || self->cursor >= (int) chart->get_n_items (data))
    self->cursor = -1;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  summary != NULL ? summary : "", -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

const TaperChart *
taper_chart_view_get (TaperChartView *self, gpointer *data)
{
  g_return_val_if_fail (TAPER_IS_CHART_VIEW (self), NULL);

  *data = self->data;
  return self->chart;
}
