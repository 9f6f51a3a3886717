/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-pictures-view.h"

struct _TaperPicturesView
{
  GtkWidget parent_instance;

  TaperDocument *document;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (TaperPicturesView, taper_pictures_view, GTK_TYPE_WIDGET)

static void
taper_pictures_view_dispose (GObject *object)
{
  TaperPicturesView *self = TAPER_PICTURES_VIEW (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_pictures_view_parent_class)->dispose (object);
}

static void
taper_pictures_view_class_init (TaperPicturesViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_pictures_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
taper_pictures_view_init (TaperPicturesView *self)
{
  self->label = gtk_label_new ("");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
taper_pictures_view_new (void)
{
  return g_object_new (TAPER_TYPE_PICTURES_VIEW, NULL);
}

void
taper_pictures_view_set_document (TaperPicturesView *self, TaperDocument *document)
{
  g_set_object (&self->document, document);
}
