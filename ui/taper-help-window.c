/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-help-window.h"

#include "ui/taper-help-picture.h"
#include "ui/taper-lane-bar.h"

struct _TaperHelpWindow {
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (TaperHelpWindow, taper_help_window, ADW_TYPE_WINDOW)

static void
taper_help_window_class_init (TaperHelpWindowClass *klass)
{
  g_type_ensure (TAPER_TYPE_HELP_PICTURE);
  g_type_ensure (TAPER_TYPE_LANE_BAR);
  gtk_widget_class_set_template_from_resource (
      GTK_WIDGET_CLASS (klass), "/io/github/taper_project/Taper/taper-help-window.ui");
}

static void
taper_help_window_init (TaperHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
taper_help_window_present (GtkApplication *application)
{
  GtkWindow *self = NULL;

  for (GList *l = gtk_application_get_windows (application); l != NULL && self == NULL; l = l->next)
    if (TAPER_IS_HELP_WINDOW (l->data))
      self = l->data;
  if (self == NULL)
    /* Of its parent, so that it keeps no program alive whose windows are closed. */
    self = g_object_new (TAPER_TYPE_HELP_WINDOW, "application", application, "transient-for",
                         gtk_application_get_active_window (application), "destroy-with-parent",
                         TRUE, NULL);
  gtk_window_present (self);
}
