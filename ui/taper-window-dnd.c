/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-incoming.h"
#include "ui/taper-window-private.h"
#include <glib/gi18n.h>

static void
taken_cb (const char *problem, gpointer data)
{
  if (problem != NULL)
    taper_window_show_toast (data, problem);
}

static void
show_overlay (TaperWindow *self, gboolean show)
{
  if (show)
    gtk_widget_set_visible (GTK_WIDGET (self->drop_overlay), TRUE);
  gtk_revealer_set_reveal_child (self->drop_overlay, show);
}

/* Hidden when it has faded out, so that assistive technology does not meet it. */
static void
overlay_faded_cb (TaperWindow *self)
{
  if (!gtk_revealer_get_child_revealed (self->drop_overlay) &&
      !gtk_revealer_get_reveal_child (self->drop_overlay))
    gtk_widget_set_visible (GTK_WIDGET (self->drop_overlay), FALSE);
}

static gboolean
accept_cb (GtkDropTargetAsync *target, GdkDrop *drop, TaperWindow *self)
{
  /* Not what is dragged out of this very program. */
  return gdk_drop_get_drag (drop) == NULL &&
         gdk_content_formats_match (gdk_drop_get_formats (drop),
                                    gtk_drop_target_async_get_formats (target));
}

static GdkDragAction
enter_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, TaperWindow *self)
{
  show_overlay (self, TRUE);
  return GDK_ACTION_COPY;
}

static void
leave_cb (GtkDropTargetAsync *target, GdkDrop *drop, TaperWindow *self)
{
  show_overlay (self, FALSE);
}

static gboolean
drop_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, TaperWindow *self)
{
  show_overlay (self, FALSE);
  taper_incoming_read_drop (drop, self->document, taken_cb, G_OBJECT (self));
  return TRUE;
}

void
taper_window_init_dnd (TaperWindow *self)
{
  GtkDropTargetAsync *target =
      gtk_drop_target_async_new (taper_incoming_get_formats (), GDK_ACTION_COPY);

  /* Before the widgets inside, whose text fields would take a file's name as text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), self);
  g_signal_connect (target, "drag-enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (target, "drag-leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (self->drop_overlay, "notify::child-revealed",
                           G_CALLBACK (overlay_faded_cb), self, G_CONNECT_SWAPPED);
}

void
taper_window_paste (TaperWindow *self)
{
  taper_incoming_read_clipboard (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->document,
                                 taken_cb, G_OBJECT (self));
}
