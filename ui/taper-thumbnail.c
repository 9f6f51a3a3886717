/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-thumbnail.h"
#include "ui/taper-tooltip.h"

#include "core/taper.h"

struct _TaperThumbnail {
  GtkWidget parent_instance;

  GtkWidget *picture;
  char *path;
  int side;
  gboolean asked;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (TaperThumbnail, taper_thumbnail, GTK_TYPE_WIDGET)

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *path = data;
  int side = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (task), "side"));
  GError *error = NULL;
  g_autoptr (TaperImage) image = taper_image_load (path, (guint) side, &error);
  g_autoptr (TaperImage) small = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint width, height;

  if (image == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  small = taper_image_thumbnail (image, (guint) side);
  width = taper_image_get_width (small);
  height = taper_image_get_height (small);
  bytes = g_bytes_new (taper_image_get_pixels (small), (gsize) width * height * 3);
  g_task_return_pointer (
      task, gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes, width * 3),
      g_object_unref);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TaperThumbnail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);

  if (texture != NULL && self->picture != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
}

static void
taper_thumbnail_map (GtkWidget *widget)
{
  TaperThumbnail *self = TAPER_THUMBNAIL (widget);
  g_autoptr (GTask) task = NULL;

  GTK_WIDGET_CLASS (taper_thumbnail_parent_class)->map (widget);
  if (self->asked)
    return;
  self->asked = TRUE;
  task = g_task_new (NULL, self->cancellable, loaded_cb, g_object_ref (self));
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_object_set_data (G_OBJECT (task), "side",
                     GINT_TO_POINTER (self->side * gtk_widget_get_scale_factor (widget)));
  g_task_run_in_thread (task, load_in_thread);
}

static void
taper_thumbnail_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = TAPER_THUMBNAIL (widget)->side;
}

static void
taper_thumbnail_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TaperThumbnail *self = TAPER_THUMBNAIL (widget);
  int minimum;

  gtk_widget_measure (self->picture, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->picture, &(GtkAllocation){ 0, 0, width, height }, -1);
}

static void
taper_thumbnail_dispose (GObject *object)
{
  TaperThumbnail *self = TAPER_THUMBNAIL (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->picture, gtk_widget_unparent);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (taper_thumbnail_parent_class)->dispose (object);
}

static void
taper_thumbnail_class_init (TaperThumbnailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = taper_thumbnail_dispose;
  widget_class->map = taper_thumbnail_map;
  widget_class->measure = taper_thumbnail_measure;
  widget_class->size_allocate = taper_thumbnail_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "thumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
taper_thumbnail_init (TaperThumbnail *self)
{
  self->cancellable = g_cancellable_new ();
  self->picture = gtk_picture_new ();
  gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), TRUE);
  gtk_widget_set_parent (self->picture, GTK_WIDGET (self));
}

GtkWidget *
taper_thumbnail_new (const char *path, int side, const char *name)
{
  TaperThumbnail *self = g_object_new (TAPER_TYPE_THUMBNAIL, NULL);

  self->path = g_strdup (path);
  self->side = side;
  taper_tooltip_set (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}
