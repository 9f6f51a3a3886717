/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-heat-map.h"

#include "ui/taper-theme.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ANIMATION_MS 150
#define PAGE_ROWS 5

/* The layers of the drawing, kept until what they show changes. */
enum {
  NODE_FRAME,
  NODE_CELLS,
  NODE_BLEND,
  NODE_NUMBERS,
  N_NODES,
};

struct _TaperHeatMap {
  GtkWidget parent_instance;

  TaperBundle *bundle;
  TaperMix *mix;
  float *shown; /* (L + 1, K): on the way from... */
  float *from;  /* ...to the mix's values */
  AdwAnimation *animation;

  TaperText *text;
  TaperPalette palette;
  TaperMixGeometry geometry;
  gboolean laid_out;
  GskRenderNode *nodes[N_NODES];

  TaperMixCell hover, cursor, pin;
  gboolean proportional;
  char *status;
  char *pinned_status;
};

enum {
  PROP_PROPORTIONAL = 1,
  PROP_STATUS,
  PROP_PINNED_STATUS,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (TaperHeatMap, taper_heat_map, GTK_TYPE_WIDGET)

static const TaperMixCell nowhere = { -1, -1 };

/* --- caches ----------------------------------------------------------------------------------- */

static void
drop_node (TaperHeatMap *self, guint node)
{
  g_clear_pointer (&self->nodes[node], gsk_render_node_unref);
}

/* Size, font, theme or names changed. */
static void
drop_layout (TaperHeatMap *self)
{
  for (guint i = 0; i < N_NODES; i++)
    drop_node (self, i);
  self->laid_out = FALSE;
}

static void
drop_style (TaperHeatMap *self)
{
  g_clear_pointer (&self->text, taper_text_free);
  drop_layout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static TaperMixMetrics
ensure_metrics (TaperHeatMap *self)
{
  if (self->text == NULL)
    self->text = taper_text_new (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  return taper_mix_measure (self->mix, self->text);
}

static void
ensure_layout (TaperHeatMap *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  TaperMixMetrics metrics;

  if (self->laid_out)
    return;
  metrics = ensure_metrics (self);
  taper_theme_get_palette (widget, &self->palette);
  taper_mix_geometry_init (&self->geometry, gtk_widget_get_width (widget),
                           gtk_widget_get_height (widget), self->mix->n_layers, self->mix->n_bases,
                           &metrics, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL);
  self->laid_out = TRUE;
}

/* --- cells in words --------------------------------------------------------------------------- */

static gboolean
cell_is_valid (TaperHeatMap *self, const TaperMixCell *cell)
{
  return self->mix != NULL && cell->row >= 0 && cell->row <= (int) self->mix->n_layers &&
         cell->column >= 0 && cell->column < (int) self->mix->n_bases;
}

/* The pointer's cell, else the keyboard's while focused. */
static const TaperMixCell *
current_cell (TaperHeatMap *self)
{
  if (self->hover.row >= 0 || self->hover.column >= 0)
    return &self->hover;
  return gtk_widget_has_focus (GTK_WIDGET (self)) ? &self->cursor : &nowhere;
}

static void
replace_text (TaperHeatMap *self, char **text, const TaperMixCell *cell, guint property)
{
  g_autofree char *now = NULL;

  if (cell_is_valid (self, cell))
    now = taper_mix_describe_cell (self->mix, (guint) cell->row, (guint) cell->column);
  if (g_strcmp0 (now, *text) == 0)
    return;
  g_free (*text);
  *text = g_steal_pointer (&now);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
update_status (TaperHeatMap *self)
{
  replace_text (self, &self->status, current_cell (self), PROP_STATUS);
  replace_text (self, &self->pinned_status, &self->pin, PROP_PINNED_STATUS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->status != NULL ? self->status : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_pin (TaperHeatMap *self, const TaperMixCell *cell)
{
  gboolean same = cell->row == self->pin.row && cell->column == self->pin.column;

  self->pin = same ? nowhere : *cell;
  update_status (self);
}

/* --- keyboard --------------------------------------------------------------------------------- */

static gboolean
move_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  int rows, columns;

  if (self->mix == NULL)
    return FALSE;
  g_variant_get (args, "(ii)", &rows, &columns);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL && ABS (columns) == 1)
    columns = -columns;
  self->hover = nowhere;
  self->cursor.row = CLAMP (self->cursor.row + rows, 0, (int) self->mix->n_layers);
  self->cursor.column = CLAMP (self->cursor.column + columns, 0, (int) self->mix->n_bases - 1);
  update_status (self);
  return TRUE;
}

static gboolean
pin_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);

  if (!cell_is_valid (self, &self->cursor))
    return FALSE;
  set_pin (self, &self->cursor);
  return TRUE;
}

static gboolean
unpin_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);

  if (!cell_is_valid (self, &self->pin))
    return FALSE; /* Escape may mean something to the window */
  self->pin = nowhere;
  update_status (self);
  return TRUE;
}

static gboolean
copy_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  GdkContentProvider *both[2];
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GdkContentProvider) content = NULL;
  g_autofree char *numbers = NULL;

  if (self->mix == NULL)
    return FALSE;
  texture = taper_heat_map_create_texture (self, 2);
  numbers = taper_mix_to_tsv (self->mix);
  both[0] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  both[1] = gdk_content_provider_new_typed (G_TYPE_STRING, numbers);
  content = gdk_content_provider_new_union (both, G_N_ELEMENTS (both));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), content);
  return TRUE;
}

/* From a row to what it blends; that of the whole model has no weights of its own. */
static gboolean
weights_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);

  if (self->mix != NULL && self->cursor.row < (int) self->mix->n_layers)
    gtk_widget_activate_action (widget, "win.weights-of-layer", "u", self->cursor.row);
  return TRUE;
}

static void
add_bindings (GtkWidgetClass *klass)
{
  const int far = G_MAXINT16;
  const struct {
    guint key, keypad;
    GdkModifierType modifiers;
    int rows, columns;
  } moves[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, 0, 0, -1 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 0, 0, 1 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1, 0 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1, 0 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, 0, 0, -far },
    { GDK_KEY_End, GDK_KEY_KP_End, 0, 0, far },
    { GDK_KEY_Home, GDK_KEY_KP_Home, GDK_CONTROL_MASK, -far, -far },
    { GDK_KEY_End, GDK_KEY_KP_End, GDK_CONTROL_MASK, far, far },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, -PAGE_ROWS, 0 },
    { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, PAGE_ROWS, 0 },
  };
  const guint pins[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_space };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      gtk_widget_class_add_binding (klass, moves[i].key, moves[i].modifiers, move_cb, "(ii)",
                                    moves[i].rows, moves[i].columns);
      gtk_widget_class_add_binding (klass, moves[i].keypad, moves[i].modifiers, move_cb, "(ii)",
                                    moves[i].rows, moves[i].columns);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pins); i++)
    gtk_widget_class_add_binding (klass, pins[i], 0, pin_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, unpin_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_c, GDK_CONTROL_MASK, copy_cb, NULL);
  gtk_widget_class_add_binding (klass, GDK_KEY_w, 0, weights_cb, NULL);
}

/* --- pointer ---------------------------------------------------------------------------------- */

static TaperMixCell
cell_at (TaperHeatMap *self, double x, double y)
{
  guint row = 0, column = 0;

  if (self->mix == NULL)
    return nowhere;
  ensure_layout (self);
  switch (taper_mix_geometry_hit (&self->geometry, x, y, &row, &column))
    {
    case TAPER_MIX_CELL:
      return (TaperMixCell){ (int) row, (int) column };
    case TAPER_MIX_ROW:
      return (TaperMixCell){ (int) row, taper_mix_get_blend_at (&self->geometry, self->mix, row, x,
                                                                self->proportional) };
    case TAPER_MIX_COLUMN:
      return (TaperMixCell){ -1, (int) column };
    case TAPER_MIX_NOTHING:
    default:
      return nowhere;
    }
}

static void
motion_cb (TaperHeatMap *self, double x, double y)
{
  TaperMixCell cell = cell_at (self, x, y);

  if (cell.row == self->hover.row && cell.column == self->hover.column)
    return;
  self->hover = cell;
  update_status (self);
}

static void
leave_cb (TaperHeatMap *self)
{
  self->hover = nowhere;
  update_status (self);
}

void
taper_heat_map_show_layer (TaperHeatMap *self, guint layer)
{
  if (self->mix != NULL)
    self->cursor.row = (int) MIN (layer, self->mix->n_layers);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  update_status (self);
}

static void
pressed_cb (TaperHeatMap *self, int n_press, double x, double y)
{
  TaperMixCell cell = cell_at (self, x, y);
  guint row = 0, column = 0;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (cell_is_valid (self, &cell))
    {
      self->cursor = cell;
      set_pin (self, &cell);
    }
  else if (taper_mix_geometry_hit (&self->geometry, x, y, &row, &column) == TAPER_MIX_ROW)
    {
      self->cursor.row = (int) row;
      weights_cb (GTK_WIDGET (self), NULL, NULL);
    }
}

/* Full names where they may be cut off; the cells' values have their place elsewhere. */
static gboolean
taper_heat_map_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                              GtkTooltip *tooltip)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  guint row = 0, column = 0;
  g_autofree char *text = NULL;

  if (self->mix == NULL || keyboard)
    return FALSE;
  ensure_layout (self);
  switch (taper_mix_geometry_hit (&self->geometry, x, y, &row, &column))
    {
    case TAPER_MIX_COLUMN:
      text = taper_mix_describe_cell (self->mix, self->mix->n_layers, column);
      break;
    case TAPER_MIX_ROW:
      text = taper_mix_describe_layer (self->mix, row);
      break;
    default:
      return FALSE;
    }
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static GskRenderNode *
draw_node (TaperHeatMap *self, guint which)
{
  const TaperDrawStyle style = { &self->palette, self->text };
  GskRenderNode *node = gsk_cairo_node_new (
      &GRAPHENE_RECT_INIT (0, 0, (float) self->geometry.width, (float) self->geometry.height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  if (which == NODE_FRAME)
    taper_mix_draw_frame (cr, &self->geometry, self->mix, &style);
  else if (which == NODE_CELLS)
    taper_mix_draw_cells (cr, &self->geometry, self->shown, &style);
  else if (which == NODE_BLEND)
    taper_mix_draw_blend (cr, &self->geometry, self->mix, self->shown, self->proportional, &style);
  else
    taper_mix_draw_numbers (cr, &self->geometry, self->mix, &style);
  cairo_destroy (cr);
  return node;
}

static void
taper_heat_map_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  const TaperDrawStyle style = { &self->palette, self->text };
  const TaperMixCell *current = current_cell (self);

  if (self->mix == NULL)
    return;
  ensure_layout (self);
  for (guint i = 0; i < N_NODES; i++)
    {
      if (self->nodes[i] == NULL)
        self->nodes[i] = draw_node (self, i);
      gtk_snapshot_append_node (snapshot, self->nodes[i]);
    }
  if (current->row >= 0 || current->column >= 0 || cell_is_valid (self, &self->pin))
    {
      cairo_t *cr = gtk_snapshot_append_cairo (
          snapshot, &GRAPHENE_RECT_INIT (-2, -2, (float) self->geometry.width + 4,
                                         (float) self->geometry.height + 4));

      taper_mix_draw_marks (cr, &self->geometry, self->mix, current, &self->pin, &style);
      cairo_destroy (cr);
    }
}

GdkTexture *
taper_heat_map_create_texture (TaperHeatMap *self, double scale)
{
  const double margin = 18;
  TaperDrawStyle style = { NULL, self->text };
  TaperPalette palette;
  cairo_surface_t *surface;
  cairo_t *cr;
  GdkTexture *texture;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (self->mix != NULL, NULL);
  ensure_layout (self);
  style.text = self->text;
  style.palette = &palette;
  taper_palette_init (&palette, FALSE, FALSE);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                        (int) ((self->geometry.width + 2 * margin) * scale),
                                        (int) ((self->geometry.height + 2 * margin) * scale));
  cr = cairo_create (surface);
  taper_color_set_source (&palette.background, cr);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, margin, margin);
  taper_mix_draw (cr, &self->geometry, self->mix, &nowhere, &self->pin, self->proportional, &style);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) cairo_image_surface_get_stride (surface) *
                                          cairo_image_surface_get_height (surface),
                                      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (cairo_image_surface_get_width (surface),
                                    cairo_image_surface_get_height (surface), GDK_MEMORY_DEFAULT,
                                    bytes, cairo_image_surface_get_stride (surface));
  return texture;
}

/* --- size ------------------------------------------------------------------------------------- */

static void
taper_heat_map_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  double width = 0, height = 0;

  if (self->mix != NULL)
    {
      TaperMixMetrics metrics = ensure_metrics (self);

      taper_mix_geometry_get_minimum (self->mix->n_layers, self->mix->n_bases, &metrics, &width,
                                      &height);
    }
  *minimum = (int) (orientation == GTK_ORIENTATION_HORIZONTAL ? width : height);
  *natural = *minimum;
}

static void
taper_heat_map_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);

  if (self->laid_out && (self->geometry.width != width || self->geometry.height != height))
    drop_layout (self);
}

static void
taper_heat_map_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (taper_heat_map_parent_class)->system_setting_changed (widget, setting);
  drop_style (TAPER_HEAT_MAP (widget));
}

static void
taper_heat_map_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (taper_heat_map_parent_class)->direction_changed (widget, previous);
  drop_layout (TAPER_HEAT_MAP (widget));
}

/* --- object ----------------------------------------------------------------------------------- */

static void
animate_cb (double value, gpointer data)
{
  TaperHeatMap *self = data;

  for (gsize i = 0; i < taper_mix_get_n_values (self->mix); i++)
    {
      float to = self->mix->values[i];

      /* the end is the computed state itself, without rounding */
      self->shown[i] = value >= 1 ? to : self->from[i] + (float) value * (to - self->from[i]);
    }
  drop_node (self, NODE_CELLS);
  drop_node (self, NODE_BLEND);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
forget_mix (TaperHeatMap *self)
{
  adw_animation_pause (self->animation);
  g_clear_pointer (&self->mix, taper_mix_free);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->bundle, taper_bundle_unref);
  self->hover = self->pin = nowhere;
  self->cursor = (TaperMixCell){ 0, 0 };
  drop_layout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
update_label (TaperHeatMap *self)
{
  g_autofree char *label = NULL;

  label = g_strdup_printf (_ ("Heat map of the mix: %u layers by %u bases"), self->mix->n_layers,
                           self->mix->n_bases);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
taper_heat_map_set_snapshot (TaperHeatMap *self, TaperSnapshot *snapshot)
{
  gsize n;

  g_return_if_fail (TAPER_IS_HEAT_MAP (self));
  if (snapshot == NULL || snapshot->bundle != self->bundle)
    forget_mix (self);
  if (snapshot == NULL)
    {
      update_status (self);
      return;
    }
  g_clear_pointer (&self->mix, taper_mix_free);
  self->mix = taper_mix_new_from_snapshot (snapshot);
  n = taper_mix_get_n_values (self->mix);
  drop_node (self, NODE_NUMBERS);
  if (self->bundle == NULL)
    {
      self->bundle = taper_bundle_ref (snapshot->bundle);
      self->shown = g_memdup2 (self->mix->values, n * sizeof (float));
      self->from = g_new (float, n);
      update_label (self);
    }
  else
    {
      memcpy (self->from, self->shown, n * sizeof (float));
      adw_animation_reset (self->animation);
      adw_animation_play (self->animation);
    }
  update_status (self);
}

const TaperMix *
taper_heat_map_get_mix (TaperHeatMap *self)
{
  g_return_val_if_fail (TAPER_IS_HEAT_MAP (self), NULL);
  return self->mix;
}

static void
taper_heat_map_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (object);

  switch (id)
    {
    case PROP_PROPORTIONAL:
      g_value_set_boolean (value, self->proportional);
      break;
    case PROP_STATUS:
      g_value_set_string (value, self->status);
      break;
    case PROP_PINNED_STATUS:
      g_value_set_string (value, self->pinned_status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_heat_map_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (object);

  switch (id)
    {
    case PROP_PROPORTIONAL:
      if (self->proportional == g_value_get_boolean (value))
        break;
      self->proportional = g_value_get_boolean (value);
      drop_node (self, NODE_BLEND);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
taper_heat_map_dispose (GObject *object)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (object);

  if (self->animation != NULL)
    forget_mix (self);
  g_clear_object (&self->animation);
  g_clear_pointer (&self->text, taper_text_free);
  G_OBJECT_CLASS (taper_heat_map_parent_class)->dispose (object);
}

static void
taper_heat_map_finalize (GObject *object)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (object);

  g_free (self->status);
  g_free (self->pinned_status);
  G_OBJECT_CLASS (taper_heat_map_parent_class)->finalize (object);
}

static void
taper_heat_map_class_init (TaperHeatMapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = taper_heat_map_get_property;
  object_class->set_property = taper_heat_map_set_property;
  object_class->dispose = taper_heat_map_dispose;
  object_class->finalize = taper_heat_map_finalize;
  widget_class->snapshot = taper_heat_map_snapshot;
  widget_class->measure = taper_heat_map_measure;
  widget_class->size_allocate = taper_heat_map_size_allocate;
  widget_class->query_tooltip = taper_heat_map_query_tooltip;
  widget_class->system_setting_changed = taper_heat_map_system_setting_changed;
  widget_class->direction_changed = taper_heat_map_direction_changed;

  properties[PROP_PROPORTIONAL] =
      g_param_spec_boolean ("proportional", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATUS] =
      g_param_spec_string ("status", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PINNED_STATUS] = g_param_spec_string ("pinned-status", NULL, NULL, NULL,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  add_bindings (widget_class);
  gtk_widget_class_set_css_name (widget_class, "heatmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
taper_heat_map_init (TaperHeatMap *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->hover = self->pin = nowhere;
  self->animation = adw_timed_animation_new (
      widget, 0, 1, ANIMATION_MS, adw_callback_animation_target_new (animate_cb, self, NULL));
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (drop_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (drop_style), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
taper_heat_map_new (void)
{
  return g_object_new (TAPER_TYPE_HEAT_MAP, NULL);
}
