/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"
#include "core/taper-error.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

/* In pieces, so that a loader tells the size, and is stopped, before it has read everything. */
#define PIECE 65536

typedef struct {
  GError *failure;  /* ours; says it better than the loader */
  guint64 n_filled; /* pixels the loader said it has filled, some maybe twice */
} Watch;

/* Size 0 makes a loader stop before it allocates pixels. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, Watch *watch)
{
  if (watch->failure == NULL &&
      !taper_image_check_size (MAX (width, 0), MAX (height, 0), &watch->failure))
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static void
area_updated_cb (GdkPixbufLoader *loader, int x, int y, int width, int height, Watch *watch)
{
  watch->n_filled += (guint64) width * height;
}

/*
 * Some loaders take a file that ends too early for a whole picture with black lines. Those below
 * tell of every line they fill; loaders from elsewhere may tell of none.
 */
static gboolean
is_complete (GdkPixbufLoader *loader, GdkPixbuf *pixbuf, const Watch *watch)
{
  static const char *const telling[] = { "bmp", "gif", "ico", "pnm", "tga", "tiff", "xpm", NULL };
  GdkPixbufFormat *format = gdk_pixbuf_loader_get_format (loader);
  g_autofree char *name = gdk_pixbuf_format_get_name (format);
  guint64 n = (guint64) gdk_pixbuf_get_width (pixbuf) * gdk_pixbuf_get_height (pixbuf);

  return watch->n_filled >= n || (watch->n_filled == 0 && !g_strv_contains (telling, name));
}

/* Consumes @problem. */
static void
report (GError *problem, Watch *watch, GError **error)
{
  if (watch->failure != NULL)
    g_propagate_error (error, g_steal_pointer (&watch->failure));
  else if (g_error_matches (problem, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_UNKNOWN_TYPE))
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT,
                 "not a picture of a kind known on this computer");
  else
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "damaged picture: %s",
                 problem != NULL ? problem->message : "it has no pixels");
  g_clear_error (&problem);
}

static gboolean
feed (GdkPixbufLoader *loader, GBytes *bytes, Watch *watch, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  GError *problem = NULL;

  for (gsize at = 0; at < size; at += PIECE)
    if (!gdk_pixbuf_loader_write (loader, data + at, MIN (PIECE, size - at), &problem) ||
        watch->failure != NULL)
      break;
  /* Closing is due even after an error, and only the first error counts. */
  if (!gdk_pixbuf_loader_close (loader, problem == NULL ? &problem : NULL) || problem != NULL ||
      watch->failure != NULL)
    {
      report (problem, watch, error);
      return FALSE;
    }
  return TRUE;
}

/* One row; returns the bitwise and of its alpha values: 255 when nothing shines through. */
static guint8
convert_row (const guint8 *in, guint channels, guint width, guint8 *out)
{
  guint8 all_alpha = 255;

  for (guint x = 0; x < width; x++, in += channels, out += 3)
    {
      guint8 alpha = channels == 4 ? in[3] : 255;

      all_alpha &= alpha;
      for (guint c = 0; c < 3; c++)
        out[c] = taper_over_white (in[c], alpha);
    }
  return all_alpha;
}

static TaperImage *
convert (GdkPixbuf *pixbuf, GError **error)
{
  guint width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  guint channels = gdk_pixbuf_get_n_channels (pixbuf);
  gsize stride = gdk_pixbuf_get_rowstride (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  TaperImage *image = taper_image_new_empty (width, height, error);
  guint8 all_alpha = 255;

  if (image == NULL)
    return NULL;
  for (guint y = 0; y < height; y++)
    all_alpha &=
        convert_row (pixels + y * stride, channels, width, image->pixels + (gsize) y * width * 3);
  if (all_alpha != 255)
    image->notes |= TAPER_IMAGE_ALPHA;
  if (gdk_pixbuf_get_option (pixbuf, "icc-profile") != NULL)
    image->notes |= TAPER_IMAGE_ICC_IGNORED;
  return image;
}

static TaperImage *
finish (GdkPixbufLoader *loader, const Watch *watch, GError **error)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  GdkPixbufAnimation *animation = gdk_pixbuf_loader_get_animation (loader);
  const char *option;
  TaperImage *image;

  if (pixbuf == NULL)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "damaged picture: it has no pixels");
      return NULL;
    }
  if (!is_complete (loader, pixbuf, watch))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "damaged picture: the file ends too early, it is truncated");
      return NULL;
    }
  image = convert (pixbuf, error);
  if (image == NULL)
    return NULL;
  if (animation != NULL && !gdk_pixbuf_animation_is_static_image (animation))
    image->notes |= TAPER_IMAGE_FIRST_FRAME;
  option = gdk_pixbuf_get_option (pixbuf, "orientation");
  return taper_image_orient (image, option != NULL ? g_ascii_strtoull (option, NULL, 10) : 1,
                             error);
}

static guint32
read_le (const guint8 *data, guint n)
{
  guint32 value = 0;

  while (n-- > 0)
    value = value << 8 | data[n];
  return value;
}

/* What two loaders believe although it cannot be: GIF's takes a screen without pixels for a
 * programming error and complains, BMP's makes room for all colours and bytes that are
 * said to lie before the pixels. */
static gboolean
check_header (GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size >= 4 && memcmp (data, "GIF8", 4) == 0)
    return taper_image_check_size (size >= 8 ? read_le (data + 6, 2) : 0,
                                   size >= 10 ? read_le (data + 8, 2) : 0, error);
  if (size >= 18 && memcmp (data, "BM", 2) == 0 &&
      (read_le (data + 10, 4) > size || read_le (data + 14, 4) > size ||
       (size >= 50 && read_le (data + 46, 4) > size)))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "damaged picture: its pixels or colours lie behind the end of the file");
      return FALSE;
    }
  return TRUE;
}

TaperImage *
taper_image_decode_pixbuf (GBytes *bytes, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  Watch watch = { NULL, 0 };

  if (!check_header (bytes, error))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &watch);
  g_signal_connect (loader, "area-updated", G_CALLBACK (area_updated_cb), &watch);
  if (!feed (loader, bytes, &watch, error))
    return NULL;
  return finish (loader, &watch, error);
}
