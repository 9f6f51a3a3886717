/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-picture-texture.h"

typedef struct {
  TaperImage *image; /* that the texture shows; another one when the picture was loaded anew */
  GdkTexture *texture;
} Preview;

static void
preview_free (gpointer data)
{
  Preview *preview = data;

  taper_image_unref (preview->image);
  g_object_unref (preview->texture);
  g_free (preview);
}

static GdkTexture *
create_texture (TaperImage *image)
{
  guint width = taper_image_get_width (image), height = taper_image_get_height (image);
  g_autoptr (GBytes) bytes =
      g_bytes_new_with_free_func (taper_image_get_pixels (image), (gsize) width * height * 3,
                                  (GDestroyNotify) taper_image_unref, taper_image_ref (image));

  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8, bytes,
                                 (gsize) width * 3);
}

GdkTexture *
taper_picture_texture_get_preview (TaperPicture *picture)
{
  TaperImage *image = taper_picture_get_preview (picture);
  Preview *preview = g_object_get_data (G_OBJECT (picture), "taper-preview");

  if (image == NULL)
    return NULL;
  if (preview == NULL || preview->image != image)
    {
      preview = g_new (Preview, 1);
      preview->image = taper_image_ref (image);
      preview->texture = create_texture (image);
      g_object_set_data_full (G_OBJECT (picture), "taper-preview", preview, preview_free);
    }
  return preview->texture;
}

GdkTexture *
taper_picture_texture_create_input (TaperPicture *picture, guint factor)
{
  TaperImage *image = taper_picture_get_input (picture);
  const guint8 *pixels;
  guint8 *large;
  gsize width, height, stride;
  g_autoptr (GBytes) bytes = NULL;

  if (image == NULL)
    return NULL;
  width = taper_image_get_width (image);
  height = taper_image_get_height (image);
  stride = width * factor * 3;
  pixels = taper_image_get_pixels (image);
  large = g_malloc (stride * height * factor);
  for (gsize y = 0; y < height * factor; y++)
    for (gsize x = 0; x < width * factor; x++)
      memcpy (large + y * stride + x * 3, pixels + ((y / factor) * width + x / factor) * 3, 3);
  bytes = g_bytes_new_take (large, stride * height * factor);
  return gdk_memory_texture_new ((int) (width * factor), (int) (height * factor), GDK_MEMORY_R8G8B8,
                                 bytes, stride);
}

cairo_surface_t *
taper_picture_texture_create_cover (TaperImage *image, guint width, guint height)
{
  g_autoptr (TaperImage) fitted = taper_image_fit (image, width, height);
  const guint8 *from = taper_image_get_pixels (fitted);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  guint8 *rows = cairo_image_surface_get_data (surface);
  const gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  for (guint y = 0; y < height; y++)
    {
      guint32 *to = (guint32 *) (gpointer) (rows + y * stride);

      for (guint x = 0; x < width; x++, from += 3)
        to[x] = (guint32) from[0] << 16 | (guint32) from[1] << 8 | from[2];
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}
