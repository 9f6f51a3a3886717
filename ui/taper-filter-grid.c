/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-filter-grid.h"

#include "ui/draw/taper-filter-draw.h"
#include "ui/taper-theme.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MARGIN 3 /* for the cursor's frame */

struct _TaperFilterGrid {
  GtkWidget parent_instance;

  TaperWeights *weights;
  TaperFilterLayout layout;
  TaperText *text;
  int single;
  guint first;
  int hover; /* tile under the pointer, or -1 */
  guint source, column;
  guint tell; /* idle source */
  double pointer_x, pointer_y;
  gboolean differences;
  char *status;
};

enum { PROP_FIRST = 1, PROP_PAGE_SIZE, PROP_STATUS, N_PROPS };
static GParamSpec *properties[N_PROPS];
enum { SIGNAL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TaperFilterGrid, taper_filter_grid, GTK_TYPE_WIDGET)

static gboolean
is_rtl (TaperFilterGrid *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static double
get_line (TaperFilterGrid *self)
{
  double width, line;

  if (self->text == NULL)
    self->text = taper_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  taper_text_measure (self->text, "0", &width, &line);
  return line;
}

static void
init_layout (TaperFilterGrid *self, TaperFilterLayout *layout, double width)
{
  double line = get_line (self);

  width = MAX (width - 2 * MARGIN, 1);
  if (self->single >= 0)
    taper_filter_layout_init_single (layout, self->weights, width, (guint) self->single, line,
                                     is_rtl (self));
  else
    taper_filter_layout_init_page (layout, self->weights, width, self->first, line, is_rtl (self));
}

/* --- cursor ----------------------------------------------------------------------------------- */

static int
get_cursor (TaperFilterGrid *self)
{
  if (self->weights == NULL || self->layout.n_tiles == 0)
    return -1;
  if (self->single >= 0)
    return (int) MIN (self->source, self->layout.n_tiles - 1);
  return (int) (MIN (self->source, self->layout.n_rows - 1) * self->layout.n_columns +
                MIN (self->column, self->layout.n_columns - 1));
}

/* What is marked: what is pointed at, or with the focus what the keys go from. */
static int
get_marked (TaperFilterGrid *self)
{
  if (self->hover >= 0 && (guint) self->hover < self->layout.n_tiles)
    return self->hover;
  return gtk_widget_has_focus (GTK_WIDGET (self)) || self->single >= 0 ? get_cursor (self) : -1;
}

static void
update_status (TaperFilterGrid *self)
{
  int marked = get_marked (self);
  char *status = NULL;

  if (marked >= 0 && self->weights != NULL)
    status = taper_weights_describe_filter (self->weights, self->layout.tiles[marked].source,
                                            self->layout.tiles[marked].filter);
  if (g_strcmp0 (status, self->status) == 0)
    {
      g_free (status);
      return;
    }
  g_free (self->status);
  self->status = status;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  status == NULL ? "" : status, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static void
changed (TaperFilterGrid *self)
{
  update_status (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
put_cursor (TaperFilterGrid *self, int tile)
{
  if (tile < 0)
    return;
  self->source = self->layout.tiles[tile].source;
  self->column = self->single >= 0 ? 0 : (guint) tile % self->layout.n_columns;
  changed (self);
}

static void
activate (TaperFilterGrid *self, int tile)
{
  if (tile < 0 || (guint) tile >= self->layout.n_tiles)
    return;
  put_cursor (self, tile);
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, self->layout.tiles[tile].source,
                 self->layout.tiles[tile].filter);
}

/* Beyond the end of a page: the next page. */
static void
turn_page (TaperFilterGrid *self, int direction)
{
  guint size = taper_filter_grid_get_page_size (self);

  if (direction > 0 && self->first + size < self->weights->out_channels)
    {
      self->column = 0;
      taper_filter_grid_set_first (self, self->first + size);
    }
  else if (direction < 0 && self->first > 0)
    {
      taper_filter_grid_set_first (self, self->first - MIN (self->first, size));
      self->column = size - 1;
    }
}

static void
move (TaperFilterGrid *self, int columns, int rows)
{
  int cursor = get_cursor (self), n = (int) self->layout.n_columns;

  if (cursor < 0)
    return;
  self->hover = -1;
  if (self->single >= 0)
    put_cursor (self, CLAMP (cursor + columns + rows * n, 0, (int) self->layout.n_tiles - 1));
  else if (columns > 0 && cursor % n == n - 1)
    turn_page (self, 1);
  else if (columns < 0 && cursor % n == 0)
    turn_page (self, -1);
  else if (cursor + rows * n >= 0 && cursor + rows * n < (int) self->layout.n_tiles)
    put_cursor (self, cursor + columns + rows * n);
  changed (self);
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        TaperFilterGrid *self)
{
  int forward = is_rtl (self) ? -1 : 1;

  if (self->weights == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move (self, -forward, 0);
      return TRUE;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move (self, forward, 0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, 0, -1);
      return TRUE;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move (self, 0, 1);
      return TRUE;
    case GDK_KEY_Page_Down:
    case GDK_KEY_Page_Up:
      turn_page (self, key == GDK_KEY_Page_Down ? 1 : -1);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      activate (self, get_cursor (self));
      return TRUE;
    default:
      return FALSE;
    }
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, TaperFilterGrid *self)
{
  int tile = taper_filter_layout_hit (&self->layout, x - MARGIN, y - MARGIN);
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));
  double pointer_x = 0, pointer_y = 0;

  /* A pointer that rests while things move below it does not take the cursor from the keys. */
  if (event == NULL || !gdk_event_get_position (event, &pointer_x, &pointer_y) ||
      (pointer_x == self->pointer_x && pointer_y == self->pointer_y))
    return;
  self->pointer_x = pointer_x;
  self->pointer_y = pointer_y;
  if (tile == self->hover)
    return;
  self->hover = tile;
  changed (self);
}

static void
leave_cb (GtkEventControllerMotion *controller, TaperFilterGrid *self)
{
  self->hover = -1;
  changed (self);
}

static void
click_cb (GtkGestureClick *gesture, int n, double x, double y, TaperFilterGrid *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  activate (self, taper_filter_layout_hit (&self->layout, x - MARGIN, y - MARGIN));
}

/* --- widget ----------------------------------------------------------------------------------- */

static GtkSizeRequestMode
taper_filter_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
taper_filter_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  TaperFilterGrid *self = TAPER_FILTER_GRID (widget);
  TaperFilterLayout layout = { 0 };

  *minimum = 220;
  *natural = 440;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  *minimum = *natural = 0;
  if (self->weights == NULL)
    return;
  init_layout (self, &layout, for_size < 0 ? 440 : for_size);
  *minimum = *natural = (int) layout.height + 2 * MARGIN;
  taper_filter_layout_clear (&layout);
}

static void
update_layout (TaperFilterGrid *self)
{
  taper_filter_layout_clear (&self->layout);
  if (self->weights != NULL && gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    init_layout (self, &self->layout, gtk_widget_get_width (GTK_WIDGET (self)));
}

static gboolean
told_cb (gpointer data)
{
  TaperFilterGrid *self = data;

  self->tell = 0;
  update_status (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE_SIZE]);
  return G_SOURCE_REMOVE;
}

/* Who listens may change labels, and not while sizes are being given out. */
static void
taper_filter_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TaperFilterGrid *self = TAPER_FILTER_GRID (widget);

  update_layout (self);
  if (self->tell == 0)
    self->tell = g_idle_add (told_cb, self);
}

static void
taper_filter_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TaperFilterGrid *self = TAPER_FILTER_GRID (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  TaperPalette palette;
  TaperDrawStyle style = { &palette, self->text };
  cairo_t *cr;

  if (width < 1 || height < 1 || self->weights == NULL)
    return;
  taper_theme_get_palette (widget, &palette);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_translate (cr, MARGIN, MARGIN);
  taper_filter_draw (cr, &self->layout, self->weights, get_marked (self), self->differences,
                     &style);
  cairo_destroy (cr);
}

static void
taper_filter_grid_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (taper_filter_grid_parent_class)->css_changed (widget, change);
  g_clear_pointer (&TAPER_FILTER_GRID (widget)->text, taper_text_free);
  gtk_widget_queue_resize (widget);
}

static void
taper_filter_grid_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperFilterGrid *self = TAPER_FILTER_GRID (object);

  switch (id)
    {
    case PROP_FIRST:
      g_value_set_uint (value, self->first);
      break;
    case PROP_PAGE_SIZE:
      g_value_set_uint (value, taper_filter_grid_get_page_size (self));
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_filter_grid_finalize (GObject *object)
{
  TaperFilterGrid *self = TAPER_FILTER_GRID (object);

  g_clear_handle_id (&self->tell, g_source_remove);
  taper_filter_layout_clear (&self->layout);
  g_clear_pointer (&self->weights, taper_weights_unref);
  taper_text_free (self->text);
  g_free (self->status);
  G_OBJECT_CLASS (taper_filter_grid_parent_class)->finalize (object);
}

static void
taper_filter_grid_class_init (TaperFilterGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = taper_filter_grid_get_property;
  object_class->finalize = taper_filter_grid_finalize;
  widget_class->get_request_mode = taper_filter_grid_get_request_mode;
  widget_class->measure = taper_filter_grid_measure;
  widget_class->size_allocate = taper_filter_grid_size_allocate;
  widget_class->snapshot = taper_filter_grid_snapshot;
  widget_class->css_changed = taper_filter_grid_css_changed;
  properties[PROP_FIRST] = g_param_spec_uint ("first", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PAGE_SIZE] = g_param_spec_uint ("page-size", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_ACTIVATED] =
      g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "filtergrid");
}

static void
taper_filter_grid_init (TaperFilterGrid *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->single = -1;
  self->hover = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (changed), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (changed), self);
  g_signal_connect (click, "released", G_CALLBACK (click_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

void
taper_filter_grid_set_weights (TaperFilterGrid *self, TaperWeights *weights)
{
  gboolean same = weights != NULL && self->weights != NULL &&
                  weights->layer == self->weights->layer &&
                  weights->snapshot->bundle == self->weights->snapshot->bundle;

  g_clear_pointer (&self->weights, taper_weights_unref);
  self->weights = weights == NULL ? NULL : taper_weights_ref (weights);
  if (!same)
    {
      self->first = self->column = 0;
      self->hover = -1;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST]);
      gtk_widget_queue_resize (GTK_WIDGET (self));
    }
  update_layout (self);
  changed (self);
}

void
taper_filter_grid_set_single (TaperFilterGrid *self, int filter)
{
  self->single = filter;
  self->hover = -1;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  update_layout (self);
  changed (self);
}

void
taper_filter_grid_set_first (TaperFilterGrid *self, guint first)
{
  if (self->weights != NULL)
    first = MIN (first, self->weights->out_channels - 1);
  if (self->first == first)
    return;
  self->first = first;
  self->hover = -1;
  update_layout (self);
  changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST]);
}

void
taper_filter_grid_set_differences (TaperFilterGrid *self, gboolean differences)
{
  self->differences = differences;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
taper_filter_grid_get_first (TaperFilterGrid *self)
{
  return self->first;
}

/* The last page may hold fewer. */
guint
taper_filter_grid_get_page_size (TaperFilterGrid *self)
{
  return self->layout.n_tiles == 0 ? 0 : self->layout.n_fit;
}

guint
taper_filter_grid_get_source (TaperFilterGrid *self)
{
  return self->source;
}

void
taper_filter_grid_set_source (TaperFilterGrid *self, guint source)
{
  self->source = source;
  changed (self);
}
