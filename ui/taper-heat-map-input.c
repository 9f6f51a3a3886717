/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What keys and pointer do with the heat map. */

#include "ui/taper-heat-map-private.h"

#include <math.h>

#define PAGE_ROWS 5
#define STEP 0.05          /* of a key */
#define DRAG_THRESHOLD 3.0 /* pixels until a press is a drag */
#define DRAG_WHOLE 160.0   /* pixels from 0 to 1 */

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
  self->hover = taper_mix_nowhere;
  self->cursor.row = CLAMP (self->cursor.row + rows, 0, (int) self->mix->n_layers);
  self->cursor.column = CLAMP (self->cursor.column + columns, 0, (int) self->mix->n_bases - 1);
  taper_heat_map_update_status (self);
  return TRUE;
}

static gboolean
pin_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);

  if (!taper_heat_map_has_cell (self, &self->cursor))
    return FALSE;
  taper_heat_map_set_pin (self, &self->cursor);
  if (self->editable)
    taper_heat_map_emit_command (self, "type");
  return TRUE;
}

/* --- editing by keys -------------------------------------------------------------------------- */

static gboolean
nudge_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  double step;

  if (!self->editable || !taper_heat_map_has_cell (self, &self->cursor))
    return FALSE;
  g_variant_get (args, "d", &step);
  self->hover = taper_mix_nowhere;
  self->pin = self->cursor;
  taper_heat_map_emit_edit (
      self, &self->cursor,
      taper_mix_get_value (self->mix, (guint) self->cursor.row, (guint) self->cursor.column) + step,
      FALSE);
  return TRUE;
}

static gboolean
command_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  const char *command = g_variant_get_string (args, NULL);

  if (!self->editable || !taper_heat_map_has_cell (self, &self->cursor))
    return FALSE;
  self->pin = self->cursor;
  taper_heat_map_update_status (self);
  taper_heat_map_emit_command (self, command);
  return TRUE;
}

static gboolean
unpin_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);

  if (!taper_heat_map_has_cell (self, &self->pin))
    return FALSE; /* Escape may mean something to the window */
  self->pin = taper_mix_nowhere;
  taper_heat_map_update_status (self);
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

void
taper_heat_map_add_bindings (GtkWidgetClass *klass)
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
  gtk_widget_class_add_binding (klass, GDK_KEY_plus, 0, nudge_cb, "d", STEP);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Add, 0, nudge_cb, "d", STEP);
  gtk_widget_class_add_binding (klass, GDK_KEY_minus, 0, nudge_cb, "d", -STEP);
  gtk_widget_class_add_binding (klass, GDK_KEY_KP_Subtract, 0, nudge_cb, "d", -STEP);
  gtk_widget_class_add_binding (klass, GDK_KEY_l, 0, command_cb, "s", "lock");
  gtk_widget_class_add_binding (klass, GDK_KEY_Delete, 0, command_cb, "s", "reset");
  gtk_widget_class_add_binding (klass, GDK_KEY_BackSpace, 0, command_cb, "s", "reset");
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
    return taper_mix_nowhere;
  taper_heat_map_ensure_layout (self);
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
      return taper_mix_nowhere;
    }
}

/* GTK repeats the last motion after each layout: a pointer at rest leaves the cell to the keys. */
static void
motion_cb (TaperHeatMap *self, double x, double y)
{
  TaperMixCell cell = cell_at (self, x, y);

  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;
  if (cell.row == self->hover.row && cell.column == self->hover.column)
    return;
  self->hover = cell;
  taper_heat_map_update_status (self);
}

static void
leave_cb (TaperHeatMap *self)
{
  self->hover = taper_mix_nowhere;
  self->pointer_x = self->pointer_y = -1;
  taper_heat_map_update_status (self);
}

void
taper_heat_map_show_layer (TaperHeatMap *self, guint layer)
{
  if (self->mix != NULL)
    self->cursor.row = (int) MIN (layer, self->mix->n_layers);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  taper_heat_map_update_status (self);
}

static void
pressed_cb (TaperHeatMap *self, int n_press, double x, double y)
{
  TaperMixCell cell = cell_at (self, x, y);
  guint row = 0, column = 0;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (taper_heat_map_has_cell (self, &cell))
    {
      self->cursor = cell;
      taper_heat_map_set_pin (self, &cell);
    }
  else if (taper_mix_geometry_hit (&self->geometry, x, y, &row, &column) == TAPER_MIX_ROW)
    {
      self->cursor.row = (int) row;
      weights_cb (GTK_WIDGET (self), NULL, NULL);
    }
}

/* --- dragging a value ------------------------------------------------------------------------- */

static void
drag_begin_cb (TaperHeatMap *self, double x, double y)
{
  const TaperMixCell cell = cell_at (self, x, y);

  self->dragged = taper_mix_nowhere;
  if (!self->editable || !taper_heat_map_has_cell (self, &cell))
    return;
  self->dragged = cell;
  self->drag_from = taper_mix_get_value (self->mix, (guint) cell.row, (guint) cell.column);
}

static void
drag_update_cb (TaperHeatMap *self, double x, double y, GtkGestureDrag *gesture)
{
  if (!taper_heat_map_has_cell (self, &self->dragged))
    return;
  if (fabs (y) < DRAG_THRESHOLD &&
      gtk_gesture_get_sequence_state (GTK_GESTURE (gesture), NULL) != GTK_EVENT_SEQUENCE_CLAIMED)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->hover = taper_mix_nowhere;
  self->pin = self->cursor = self->dragged;
  taper_heat_map_emit_edit (self, &self->dragged, CLAMP (self->drag_from - y / DRAG_WHOLE, 0, 1),
                            TRUE);
}

static void
drag_end_cb (TaperHeatMap *self)
{
  if (!taper_heat_map_has_cell (self, &self->dragged))
    return;
  self->dragged = taper_mix_nowhere;
  taper_heat_map_emit_done (self);
}

/* Full names where they may be cut off; the cells' values have their place elsewhere. */
gboolean
taper_heat_map_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard,
                              GtkTooltip *tooltip)
{
  TaperHeatMap *self = TAPER_HEAT_MAP (widget);
  guint row = 0, column = 0;
  g_autofree char *text = NULL;

  if (self->mix == NULL || keyboard)
    return FALSE;
  taper_heat_map_ensure_layout (self);
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

/* --- controllers ------------------------------------------------------------------------------ */

void
taper_heat_map_add_controllers (TaperHeatMap *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_gesture_group (click, drag);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (taper_heat_map_update_status), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (taper_heat_map_update_status), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
}
