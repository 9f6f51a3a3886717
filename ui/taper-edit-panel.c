/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-edit-panel.h"

#include <glib/gi18n.h>
#include <math.h>

struct _TaperEditPanel {
  GtkWidget parent_instance;

  TaperDocument *document;
  TaperMixTools *tools;
  TaperHeatMap *heat_map;

  GtkWidget *box;
  GtkLabel *cell;
  GtkSpinButton *value;
  GtkAdjustment *adjustment;
  GtkToggleButton *lock;
  GtkWidget *reset;
  GtkCheckButton *keep_sums;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (TaperEditPanel, taper_edit_panel, GTK_TYPE_WIDGET)

static void
update (TaperEditPanel *self)
{
  const TaperMix *mix = taper_heat_map_get_mix (self->heat_map);
  g_autofree char *status = NULL;
  guint layer, basis;
  const gboolean any = mix != NULL && mix->before == NULL &&
                       taper_heat_map_get_selected (self->heat_map, &layer, &basis);

  gtk_widget_set_sensitive (GTK_WIDGET (self->value), any);
  gtk_widget_set_sensitive (GTK_WIDGET (self->lock), any);
  gtk_widget_set_sensitive (
      self->reset, any && (layer == mix->n_layers ? mix->edit != NULL
                                                  : taper_mix_edit_is_edited (mix->edit, layer)));
  g_object_get (self->heat_map, "pinned-status", &status, NULL);
  gtk_label_set_label (self->cell, any && status != NULL
                                       ? status
                                       : _ ("Drag a cell up or down, or select one and type"));
  if (!any)
    return;
  self->updating = TRUE;
  if (fabs (gtk_adjustment_get_value (self->adjustment) -
            taper_mix_get_value (mix, layer, basis)) >= 0.005)
    gtk_adjustment_set_value (self->adjustment, taper_mix_get_value (mix, layer, basis));
  gtk_toggle_button_set_active (self->lock, taper_mix_tools_get_locked (self->tools, layer, basis));
  self->updating = FALSE;
}

static void
value_cb (TaperEditPanel *self)
{
  guint layer, basis;

  if (!self->updating && taper_heat_map_get_selected (self->heat_map, &layer, &basis))
    taper_mix_tools_set_coefficient (self->tools, layer, basis,
                                     gtk_adjustment_get_value (self->adjustment), FALSE);
}

static void
lock_cb (TaperEditPanel *self)
{
  guint layer, basis;

  if (!self->updating && taper_heat_map_get_selected (self->heat_map, &layer, &basis))
    taper_mix_tools_set_locked (self->tools, layer, basis,
                                gtk_toggle_button_get_active (self->lock));
}

static void
reset_cb (TaperEditPanel *self)
{
  guint layer, basis;

  if (taper_heat_map_get_selected (self->heat_map, &layer, &basis))
    taper_mix_tools_reset_layer (self->tools, layer);
}

static void
edit_cb (TaperEditPanel *self, guint layer, guint basis, double value, gboolean live)
{
  taper_mix_tools_set_coefficient (self->tools, layer, basis, value, live);
}

static void
done_cb (TaperEditPanel *self)
{
  taper_mix_tools_finish (self->tools);
}

static void
command_cb (TaperEditPanel *self, const char *command)
{
  if (g_str_equal (command, "type"))
    gtk_widget_grab_focus (GTK_WIDGET (self->value));
  else if (g_str_equal (command, "lock"))
    gtk_toggle_button_set_active (self->lock, !gtk_toggle_button_get_active (self->lock));
  else
    reset_cb (self);
}

/* Escape in the number leads back to the map. */
static gboolean
key_cb (TaperEditPanel *self, guint keyval)
{
  if (keyval != GDK_KEY_Escape)
    return FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->heat_map));
  return TRUE;
}

static void
taper_edit_panel_dispose (GObject *object)
{
  TaperEditPanel *self = TAPER_EDIT_PANEL (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_EDIT_PANEL);
  g_clear_object (&self->heat_map);
  g_clear_object (&self->tools);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_edit_panel_parent_class)->dispose (object);
}

static void
taper_edit_panel_class_init (TaperEditPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_edit_panel_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-edit-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperEditPanel, box);
  gtk_widget_class_bind_template_child (widget_class, TaperEditPanel, cell);
  gtk_widget_class_bind_template_child (widget_class, TaperEditPanel, value);
  gtk_widget_class_bind_template_child (widget_class, TaperEditPanel, adjustment);
  gtk_widget_class_bind_template_child (widget_class, TaperEditPanel, lock);
  gtk_widget_class_bind_template_child (widget_class, TaperEditPanel, reset);
  gtk_widget_class_bind_template_child (widget_class, TaperEditPanel, keep_sums);
  gtk_widget_class_bind_template_callback (widget_class, reset_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
taper_edit_panel_init (TaperEditPanel *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->value), keys);
  g_signal_connect_swapped (self->adjustment, "value-changed", G_CALLBACK (value_cb), self);
  g_signal_connect_swapped (self->lock, "toggled", G_CALLBACK (lock_cb), self);
}

void
taper_edit_panel_set_document (TaperEditPanel *self, TaperDocument *document,
                               TaperHeatMap *heat_map)
{
  g_return_if_fail (self->document == NULL);

  self->document = g_object_ref (document);
  self->tools = g_object_ref (taper_document_get_mix_tools (document));
  self->heat_map = g_object_ref (heat_map);
  g_object_bind_property (self->tools, "keep-sums", self->keep_sums, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (heat_map, "edit", G_CALLBACK (edit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (heat_map, "edit-done", G_CALLBACK (done_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (heat_map, "edit-command", G_CALLBACK (command_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (heat_map, "notify::pinned-status", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update (self);
}
