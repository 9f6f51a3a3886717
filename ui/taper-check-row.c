/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-check-row.h"
#include "ui/taper-tooltip.h"
#include <glib/gi18n.h>

struct _TaperCheckRow {
  GtkWidget parent_instance;

  GtkTreeExpander *expander;
  GtkCheckButton *check;
  GtkLabel *name;
  GtkLabel *count;

  TaperChecklistModel *model;
  TaperClassItem *item;
  gboolean found;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (TaperCheckRow, taper_check_row, GTK_TYPE_WIDGET)

static void
update (TaperCheckRow *self)
{
  guint n_ticked, n_classes;
  TaperTick tick =
      taper_checklist_model_get_state (self->model, self->item, self->found, &n_ticked, &n_classes);

  self->updating = TRUE;
  gtk_check_button_set_inconsistent (self->check, tick == TAPER_TICK_SOME);
  gtk_check_button_set_active (self->check, tick == TAPER_TICK_ALL);
  self->updating = FALSE;

  if (taper_checklist_model_is_leaf (self->item))
    return;
  /* Translators: classes ticked in a group, of all its classes. */
  g_autofree char *count = g_strdup_printf (_ ("%u/%u"), n_ticked, n_classes);
  g_autofree char *spoken = g_strdup_printf (
      ngettext ("Group, %u of %u class ticked", "Group, %u of %u classes ticked", n_classes),
      n_ticked, n_classes);
  gtk_label_set_text (self->count, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  spoken, -1);
}

/* The keyboard goes on where the pointer clicked. Taking the focus on click would have the list
 * scroll a half hidden row into view, and a tick must not move the list. */
static void
take_focus (TaperCheckRow *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  if (scrolled == NULL || gtk_widget_has_focus (GTK_WIDGET (self->check)))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->check));
  /* The list has only noted where to scroll; told that the value is what it is, it stays. */
  g_signal_emit_by_name (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                         "value-changed");
}

static void
toggled_cb (TaperCheckRow *self)
{
  if (self->updating || self->item == NULL)
    return;
  taper_checklist_model_toggle (self->model, self->item, self->found);
  take_focus (self);
  /* The button changed on its own; what it shows is the document's. */
  update (self);
}

/* What neither the check button nor the group's arrow took: the row's empty beginning. */
static void
released_cb (TaperCheckRow *self)
{
  gtk_widget_activate (GTK_WIDGET (self->check));
}

void
taper_check_row_unbind (TaperCheckRow *self)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->item);
  g_clear_object (&self->model);
  gtk_tree_expander_set_list_row (self->expander, NULL);
}

void
taper_check_row_bind (TaperCheckRow *self, TaperChecklistModel *model, GtkTreeListRow *row,
                      gboolean found)
{
  taper_check_row_unbind (self);
  self->model = g_object_ref (model);
  self->item = gtk_tree_list_row_get_item (row);
  self->found = found;

  const char *name = taper_checklist_model_get_row_name (self->item);
  const char *detail = taper_checklist_model_get_row_detail (self->item);
  gboolean is_group = !taper_checklist_model_is_leaf (self->item);

  gtk_tree_expander_set_list_row (self->expander, row);
  gtk_label_set_text (self->name, name);
  gtk_widget_set_visible (GTK_WIDGET (self->count), is_group);
  if (is_group)
    gtk_widget_add_css_class (GTK_WIDGET (self), "group");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "group");
  taper_tooltip_set (GTK_WIDGET (self), detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, detail, -1);

  g_signal_connect_swapped (self->item, "notify::tick", G_CALLBACK (update), self);
  if (is_group)
    g_signal_connect_swapped (self->item, "notify::n-ticked", G_CALLBACK (update), self);
  if (is_group && found)
    g_signal_connect_swapped (model, "changed", G_CALLBACK (update), self);
  update (self);
}

static gboolean
taper_check_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (TAPER_CHECK_ROW (widget)->check));
}

static void
taper_check_row_dispose (GObject *object)
{
  TaperCheckRow *self = TAPER_CHECK_ROW (object);

  if (self->expander != NULL)
    taper_check_row_unbind (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_CHECK_ROW);
  G_OBJECT_CLASS (taper_check_row_parent_class)->dispose (object);
}

static void
taper_check_row_class_init (TaperCheckRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_check_row_dispose;
  widget_class->grab_focus = taper_check_row_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/taper_project/Taper/taper-check-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperCheckRow, expander);
  gtk_widget_class_bind_template_child (widget_class, TaperCheckRow, check);
  gtk_widget_class_bind_template_child (widget_class, TaperCheckRow, name);
  gtk_widget_class_bind_template_child (widget_class, TaperCheckRow, count);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, released_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "checkrow");
}

static void
taper_check_row_init (TaperCheckRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
taper_check_row_new (void)
{
  return g_object_new (TAPER_TYPE_CHECK_ROW, NULL);
}
