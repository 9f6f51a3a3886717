/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/image/taper-image.h"

G_BEGIN_DECLS

struct _TaperImage {
  gatomicrefcount ref_count;
  guint width, height;
  guint original_width, original_height;
  TaperImageNotes notes;
  guint8 *pixels; /* (height, width, 3) */
};

/* Refuses empty pictures and those above TAPER_IMAGE_MAX_PIXELS. */
gboolean taper_image_check_size (guint64 width, guint64 height, GError **error);

/* Checks the size; the pixels are not initialised. %NULL with TAPER_ERROR_LIMIT without memory. */
TaperImage *taper_image_new_empty (guint width, guint height, GError **error);

/* A new picture of another size that keeps the notes and the original size. */
TaperImage *taper_image_new_like (const TaperImage *self, guint width, guint height);

/* One decoder per kind; messages say what is wrong, the caller adds the file's name. */
TaperImage *taper_image_decode_png (GBytes *bytes, GError **error);
TaperImage *taper_image_decode_jpeg (GBytes *bytes, guint min_side, GError **error);
TaperImage *taper_image_decode_webp (GBytes *bytes, GError **error);
TaperImage *taper_image_decode_pixbuf (GBytes *bytes, GError **error);

/**
 * taper_exif_get_orientation:
 * @tiff: EXIF data from its TIFF header on ("II*" or "MM\0*")
 *
 * Returns: 1 to 8; 1 where there is none or where the data makes no sense
 */
guint taper_exif_get_orientation (const guint8 *tiff, gsize size);

/* Turns the pixels upright (EXIF orientation 1 to 8); consumes @self. %NULL without memory. */
TaperImage *taper_image_orient (TaperImage *self, guint orientation, GError **error);

/* One pixel over white: @alpha 0 is white, 255 is @value, rounded to nearest. */
static inline guint8
taper_over_white (guint8 value, guint8 alpha)
{
  guint v = value * alpha + 255 * (255 - alpha) + 128;

  /* v / 255 rounded, exact for v up to 65535 */
  return (v + (v >> 8)) >> 8;
}

G_END_DECLS
