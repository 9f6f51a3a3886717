/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-page-bar.h"

#include <glib/gi18n.h>

struct _TaperPageBar {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *classes_button;
};

G_DEFINE_FINAL_TYPE (TaperPageBar, taper_page_bar, GTK_TYPE_WIDGET)

static GtkWidget *
add_button (TaperPageBar *self, const char *page, const char *title, const char *icon_name)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (content), icon);
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_hexpand (button, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.page");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", page);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_box_append (GTK_BOX (self->box), button);
  return button;
}

static void
taper_page_bar_dispose (GObject *object)
{
  TaperPageBar *self = TAPER_PAGE_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (taper_page_bar_parent_class)->dispose (object);
}

static void
taper_page_bar_class_init (TaperPageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_page_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pagebar");
}

static void
taper_page_bar_init (TaperPageBar *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_set_homogeneous (GTK_BOX (self->box), TRUE);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->classes_button = add_button (self, "classes", _ ("Classes"), "taper-classes-symbolic");
}

GtkWidget *
taper_page_bar_new (void)
{
  return g_object_new (TAPER_TYPE_PAGE_BAR, NULL);
}

void
taper_page_bar_set_stack (TaperPageBar *self, AdwViewStack *stack)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (stack);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);
      GtkWidget *button = add_button (self, adw_view_stack_page_get_name (page),
                                      adw_view_stack_page_get_title (page),
                                      adw_view_stack_page_get_icon_name (page));

      g_object_bind_property (page, "visible", button, "visible", G_BINDING_SYNC_CREATE);
    }
}

void
taper_page_bar_set_show_classes (TaperPageBar *self, gboolean show_classes)
{
  gtk_widget_set_visible (self->classes_button, show_classes);
}
