/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-status-bar.h"

struct _TaperStatusBar
{
  GtkWidget parent_instance;

  TaperDocument *document;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (TaperStatusBar, taper_status_bar, GTK_TYPE_WIDGET)

static void
taper_status_bar_dispose (GObject *object)
{
  TaperStatusBar *self = TAPER_STATUS_BAR (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_status_bar_parent_class)->dispose (object);
}

static void
taper_status_bar_class_init (TaperStatusBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_status_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
taper_status_bar_init (TaperStatusBar *self)
{
  self->label = gtk_label_new ("");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
taper_status_bar_new (void)
{
  return g_object_new (TAPER_TYPE_STATUS_BAR, NULL);
}

void
taper_status_bar_set_document (TaperStatusBar *self, TaperDocument *document)
{
  g_set_object (&self->document, document);
}
