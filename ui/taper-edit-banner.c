/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-edit-banner.h"

#include <glib/gi18n.h>

struct _TaperEditBanner {
  GtkWidget parent_instance;

  TaperMixTools *tools;
  GtkRevealer *revealer;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (TaperEditBanner, taper_edit_banner, GTK_TYPE_WIDGET)

static void
update (TaperEditBanner *self)
{
  const guint n = taper_mix_edit_get_n_edited (taper_mix_tools_get_edit (self->tools));
  g_autofree char *text =
      g_strdup_printf (ngettext ("Hand-edited: %u layer does not follow the mixer",
                                 "Hand-edited: %u layers do not follow the mixer", n),
                       n);

  if (n > 0)
    gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), n > 0);
  gtk_revealer_set_reveal_child (self->revealer, n > 0);
}

static void
revert_cb (TaperEditBanner *self)
{
  taper_mix_tools_revert (self->tools);
}

static void
taper_edit_banner_dispose (GObject *object)
{
  TaperEditBanner *self = TAPER_EDIT_BANNER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TAPER_TYPE_EDIT_BANNER);
  g_clear_object (&self->tools);
  G_OBJECT_CLASS (taper_edit_banner_parent_class)->dispose (object);
}

static void
taper_edit_banner_class_init (TaperEditBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_edit_banner_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/taper_project/Taper/taper-edit-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, TaperEditBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, TaperEditBanner, label);
  gtk_widget_class_bind_template_callback (widget_class, revert_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
taper_edit_banner_init (TaperEditBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
taper_edit_banner_set_document (TaperEditBanner *self, TaperDocument *document)
{
  g_return_if_fail (self->tools == NULL);

  self->tools = g_object_ref (taper_document_get_mix_tools (document));
  g_signal_connect_object (self->tools, "notify::edited", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
