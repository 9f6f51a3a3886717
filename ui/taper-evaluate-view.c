/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-evaluate-view.h"

#include <adwaita.h>

struct _TaperEvaluateView {
  GtkWidget parent_instance;

  TaperDocument *document;
};

G_DEFINE_FINAL_TYPE (TaperEvaluateView, taper_evaluate_view, GTK_TYPE_WIDGET)

static void
taper_evaluate_view_dispose (GObject *object)
{
  TaperEvaluateView *self = TAPER_EVALUATE_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_EVALUATE_VIEW);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (taper_evaluate_view_parent_class)->dispose (object);
}

static void
taper_evaluate_view_class_init (TaperEvaluateViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_evaluate_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-evaluate-view.ui");
}

static void
taper_evaluate_view_init (TaperEvaluateView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
taper_evaluate_view_new (void)
{
  return g_object_new (TAPER_TYPE_EVALUATE_VIEW, NULL);
}

void
taper_evaluate_view_set_document (TaperEvaluateView *self, TaperDocument *document)
{
  g_return_if_fail (TAPER_IS_EVALUATE_VIEW (self));

  g_set_object (&self->document, document);
}
