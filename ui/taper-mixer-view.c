/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-mixer-view.h"

struct _TaperMixerView {
  GtkWidget parent_instance;

  TaperDocument *document;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (TaperMixerView, taper_mixer_view, GTK_TYPE_WIDGET)

static void
taper_mixer_view_dispose (GObject *object)
{
  TaperMixerView *self = TAPER_MIXER_VIEW (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_mixer_view_parent_class)->dispose (object);
}

static void
taper_mixer_view_class_init (TaperMixerViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = taper_mixer_view_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
taper_mixer_view_init (TaperMixerView *self)
{
  self->label = gtk_label_new ("");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
taper_mixer_view_new (void)
{
  return g_object_new (TAPER_TYPE_MIXER_VIEW, NULL);
}

void
taper_mixer_view_set_document (TaperMixerView *self, TaperDocument *document)
{
  g_set_object (&self->document, document);
}
