/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-heat-map-private.h"

#include "ui/taper-theme.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ANIMATION_MS 150

enum {
  PROP_PROPORTIONAL = 1,
  PROP_STATUS,
  PROP_PINNED_STATUS,
  PROP_DIFFERENCE,
  PROP_EDITABLE,
  N_PROPERTIES,
};

enum { SIGNAL_EDIT, SIGNAL_DONE, SIGNAL_COMMAND, N_SIGNALS };
static guint signals[N_SIGNALS];

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (TaperHeatMap, taper_heat_map, GTK_TYPE_WIDGET)

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

void
taper_heat_map_ensure_layout (TaperHeatMap *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  TaperMixMetrics metrics;

  if (self->laid_out)
    return;
  metrics = ensure_metrics (self);
  taper_theme_get_palette (widget, &self->palette);
  self->palette.difference = self->mix->before != NULL;
  taper_mix_geometry_init (&self->geometry, gtk_widget_get_width (widget),
                           gtk_widget_get_height (widget), self->mix->n_layers, self->mix->n_bases,
                           &metrics, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL);
  self->laid_out = TRUE;
}

/* --- cells in words --------------------------------------------------------------------------- */

gboolean
taper_heat_map_has_cell (TaperHeatMap *self, const TaperMixCell *cell)
{
  return self->mix != NULL && cell->row >= 0 && cell->row <= (int) self->mix->n_layers &&
         cell->column >= 0 && cell->column < (int) self->mix->n_bases;
}

/* The pointer's cell, else the keyboard's while focused. */
const TaperMixCell *
taper_heat_map_get_current (TaperHeatMap *self)
{
  if (self->hover.row >= 0 || self->hover.column >= 0)
    return &self->hover;
  return gtk_widget_has_focus (GTK_WIDGET (self)) ? &self->cursor : &taper_mix_nowhere;
}

static void
replace_text (TaperHeatMap *self, char **text, const TaperMixCell *cell, guint property)
{
  g_autofree char *now = NULL;

  if (taper_heat_map_has_cell (self, cell))
    now = taper_mix_describe_cell (self->mix, (guint) cell->row, (guint) cell->column);
  if (g_strcmp0 (now, *text) == 0)
    return;
  g_free (*text);
  *text = g_steal_pointer (&now);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
taper_heat_map_update_status (TaperHeatMap *self)
{
  replace_text (self, &self->status, taper_heat_map_get_current (self), PROP_STATUS);
  replace_text (self, &self->pinned_status, &self->pin, PROP_PINNED_STATUS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->status != NULL ? self->status : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
taper_heat_map_set_pin (TaperHeatMap *self, const TaperMixCell *cell)
{
  gboolean same = !self->editable && cell->row == self->pin.row && cell->column == self->pin.column;

  self->pin = same ? taper_mix_nowhere : *cell;
  taper_heat_map_update_status (self);
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
  else if (which == NODE_NUMBERS)
    taper_mix_draw_numbers (cr, &self->geometry, self->mix, &style);
  else if (which == NODE_OVERLAY)
    {
      if (self->ghost != NULL)
        taper_mix_draw_ghost (cr, &self->geometry, self->mix, self->ghost, &style);
      taper_mix_draw_edits (cr, &self->geometry, self->mix, &style);
    }
  cairo_destroy (cr);
  return node;
}

static void
taper_heat_map_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  const TaperDrawStyle style = { &self->palette, self->text };
  const TaperMixCell *current = taper_heat_map_get_current (self);

  if (self->mix == NULL)
    return;
  taper_heat_map_ensure_layout (self);
  for (guint i = 0; i < N_NODES; i++)
    {
      if (self->nodes[i] == NULL)
        self->nodes[i] = draw_node (self, i);
      gtk_snapshot_append_node (snapshot, self->nodes[i]);
    }
  if (current->row >= 0 || current->column >= 0 || taper_heat_map_has_cell (self, &self->pin))
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
  taper_heat_map_ensure_layout (self);
  style.text = self->text;
  style.palette = &palette;
  taper_palette_init (&palette, FALSE, FALSE);
  palette.difference = self->mix->before != NULL;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                        (int) ((self->geometry.width + 2 * margin) * scale),
                                        (int) ((self->geometry.height + 2 * margin) * scale));
  cr = cairo_create (surface);
  taper_color_set_source (&palette.background, cr);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, margin, margin);
  taper_mix_draw (cr, &self->geometry, self->mix, &taper_mix_nowhere, &self->pin,
                  self->proportional, &style);
  taper_mix_draw_edits (cr, &self->geometry, self->mix, &style);
  if (self->mix->edit != NULL)
    taper_text_draw (self->text, cr, _ ("Hand-edited"),
                     &(TaperRect){ 0, -margin, self->geometry.width, margin }, 0, TRUE,
                     &palette.accent);
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

/* Most changes of style are none of the font; then what was measured and drawn stays. */
static void
taper_heat_map_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  const PangoFontDescription *font =
      pango_context_get_font_description (gtk_widget_get_pango_context (widget));

  GTK_WIDGET_CLASS (taper_heat_map_parent_class)->css_changed (widget, change);
  if (self->font != NULL && pango_font_description_equal (font, self->font))
    return;
  g_clear_pointer (&self->font, pango_font_description_free);
  self->font = pango_font_description_copy (font);
  drop_style (self);
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
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  g_clear_pointer (&self->ghost, g_free);
  self->hover = self->pin = self->dragged = taper_mix_nowhere;
  self->cursor = (TaperMixCell){ 0, 0 };
  drop_layout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
update_label (TaperHeatMap *self)
{
  g_autofree char *label = NULL;

  label = g_strdup_printf (self->mix->before != NULL
                               ? _ ("Map of differences to A: %u layers by %u bases")
                               : _ ("Heat map of the mix: %u layers by %u bases"),
                           self->mix->n_layers, self->mix->n_bases);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* The mix of the snapshot as it is to be shown; differences only when something is pinned. */
static TaperMix *
make_mix (TaperHeatMap *self)
{
  TaperMix *mix = self->difference ? taper_mix_new_difference (self->snapshot) : NULL;

  return mix != NULL ? mix : taper_mix_new_from_snapshot (self->snapshot);
}

/* From the former mix to the new one; at once when they are of different kinds, or when the values
 * follow a hand. */
static void
show_mix (TaperHeatMap *self, TaperMix *mix)
{
  const gsize n = taper_mix_get_n_values (mix);
  const gboolean same_kind =
      self->mix != NULL && (self->mix->before != NULL) == (mix->before != NULL);
  const TaperTuning *tuning = self->snapshot->tuning;
  const gboolean moved = self->mix == NULL || (self->mix->edit != mix->edit);

  g_clear_pointer (&self->mix, taper_mix_free);
  self->mix = mix;
  drop_node (self, NODE_NUMBERS);
  drop_node (self, NODE_OVERLAY);
  if (!same_kind)
    drop_layout (self);
  if (self->shown == NULL || !same_kind || (tuning != NULL && tuning->live) || moved)
    {
      adw_animation_pause (self->animation);
      self->shown = g_renew (float, self->shown, n);
      self->from = g_renew (float, self->from, n);
      memcpy (self->shown, mix->values, n * sizeof (float));
      drop_node (self, NODE_CELLS);
      drop_node (self, NODE_BLEND);
    }
  else
    {
      memcpy (self->from, self->shown, n * sizeof (float));
      adw_animation_reset (self->animation);
      adw_animation_play (self->animation);
    }
  taper_heat_map_update_status (self);
}

void
taper_heat_map_set_snapshot (TaperHeatMap *self, TaperSnapshot *snapshot)
{
  g_return_if_fail (TAPER_IS_HEAT_MAP (self));
  if (snapshot == NULL || self->snapshot == NULL || snapshot->bundle != self->snapshot->bundle)
    forget_mix (self);
  if (snapshot != NULL)
    taper_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, taper_snapshot_unref);
  self->snapshot = snapshot;
  if (snapshot == NULL)
    {
      taper_heat_map_update_status (self);
      return;
    }
  show_mix (self, make_mix (self));
  update_label (self);
}

void
taper_heat_map_set_ghost (TaperHeatMap *self, TaperSnapshot *ghost)
{
  g_autoptr (TaperMix) mix = NULL;

  g_return_if_fail (TAPER_IS_HEAT_MAP (self));
  if (ghost == NULL && self->ghost == NULL)
    return;
  g_clear_pointer (&self->ghost, g_free);
  if (ghost != NULL && self->snapshot != NULL && ghost->bundle == self->snapshot->bundle)
    {
      mix = taper_mix_new_from_snapshot (ghost);
      self->ghost = g_steal_pointer (&mix->values);
    }
  drop_node (self, NODE_NUMBERS);
  drop_node (self, NODE_OVERLAY);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
taper_heat_map_get_selected (TaperHeatMap *self, guint *layer, guint *basis)
{
  g_return_val_if_fail (TAPER_IS_HEAT_MAP (self), FALSE);
  if (!taper_heat_map_has_cell (self, &self->pin))
    return FALSE;
  *layer = (guint) self->pin.row;
  *basis = (guint) self->pin.column;
  return TRUE;
}

void
taper_heat_map_select (TaperHeatMap *self, guint layer, guint basis)
{
  g_return_if_fail (TAPER_IS_HEAT_MAP (self));
  self->cursor = self->pin = (TaperMixCell){ (int) layer, (int) basis };
  taper_heat_map_update_status (self);
}

void
taper_heat_map_emit_edit (TaperHeatMap *self, const TaperMixCell *cell, double value, gboolean live)
{
  g_signal_emit (self, signals[SIGNAL_EDIT], 0, (guint) cell->row, (guint) cell->column, value,
                 live);
  taper_heat_map_update_status (self);
}

void
taper_heat_map_emit_done (TaperHeatMap *self)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

void
taper_heat_map_emit_command (TaperHeatMap *self, const char *command)
{
  g_signal_emit (self, signals[SIGNAL_COMMAND], 0, command);
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
    case PROP_DIFFERENCE:
      g_value_set_boolean (value, self->difference);
      break;
    case PROP_EDITABLE:
      g_value_set_boolean (value, self->editable);
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
    case PROP_DIFFERENCE:
      if (self->difference == g_value_get_boolean (value))
        break;
      self->difference = g_value_get_boolean (value);
      if (self->snapshot != NULL)
        {
          show_mix (self, make_mix (self));
          update_label (self);
        }
      g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_EDITABLE:
      if (self->editable == g_value_get_boolean (value))
        break;
      self->editable = g_value_get_boolean (value);
      gtk_widget_set_cursor_from_name (GTK_WIDGET (self), self->editable ? "ns-resize" : NULL);
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

  g_clear_pointer (&self->font, pango_font_description_free);
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
  widget_class->css_changed = taper_heat_map_css_changed;
  widget_class->direction_changed = taper_heat_map_direction_changed;

  properties[PROP_PROPORTIONAL] =
      g_param_spec_boolean ("proportional", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATUS] =
      g_param_spec_string ("status", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PINNED_STATUS] = g_param_spec_string ("pinned-status", NULL, NULL, NULL,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DIFFERENCE] =
      g_param_spec_boolean ("difference", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EDITABLE] =
      g_param_spec_boolean ("editable", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  signals[SIGNAL_EDIT] =
      g_signal_new ("edit", TAPER_TYPE_HEAT_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  signals[SIGNAL_DONE] = g_signal_new ("edit-done", TAPER_TYPE_HEAT_MAP, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_COMMAND] = g_signal_new ("edit-command", TAPER_TYPE_HEAT_MAP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  taper_heat_map_add_bindings (widget_class);
  gtk_widget_class_set_css_name (widget_class, "heatmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
taper_heat_map_init (TaperHeatMap *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AdwStyleManager *style = adw_style_manager_get_default ();

  self->hover = self->pin = self->dragged = taper_mix_nowhere;
  self->animation = adw_timed_animation_new (
      widget, 0, 1, ANIMATION_MS, adw_callback_animation_target_new (animate_cb, self, NULL));
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  taper_heat_map_add_controllers (self);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (drop_style), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (drop_style), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
taper_heat_map_new (void)
{
  return g_object_new (TAPER_TYPE_HEAT_MAP, NULL);
}
