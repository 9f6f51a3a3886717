/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/taper-network.h"

G_BEGIN_DECLS

/* Pictures with more pixels than this are refused before anything is allocated. */
#define TAPER_IMAGE_MAX_PIXELS (G_GUINT64_CONSTANT (200) * 1000 * 1000)

typedef enum {
  TAPER_IMAGE_TURNED = 1 << 0,      /* EXIF orientation was applied */
  TAPER_IMAGE_ALPHA = 1 << 1,       /* had transparency: drawn over white */
  TAPER_IMAGE_ICC_IGNORED = 1 << 2, /* had a colour profile that was not applied */
  TAPER_IMAGE_FIRST_FRAME = 1 << 3, /* animation: the first frame */
  TAPER_IMAGE_CMYK = 1 << 4,        /* converted without a profile */
  TAPER_IMAGE_TRUNCATED = 1 << 5,   /* reserved: damaged pictures are refused */
} TaperImageNotes;

/* 8-bit sRGB pixels, R G B interleaved, no row padding. Immutable, atomically reference counted. */
typedef struct _TaperImage TaperImage;

/**
 * taper_image_load:
 * @path: type by content: PNG (libpng), JPEG (libjpeg-turbo, scaled while decoding), else what
 *   the system's gdk-pixbuf loaders know
 * @min_side: the decoder may return a smaller version as long as the shorter side stays at least
 *   this; 0 = full size
 * @error: names the file and what was wrong; truncated pictures are errors
 */
TaperImage *taper_image_load (const char *path, guint min_side, GError **error);
TaperImage *taper_image_new_from_bytes (GBytes *bytes, const char *display_name, guint min_side,
                                        GError **error);
/* @stride in bytes; copies */
TaperImage *taper_image_new_from_pixels (guint width, guint height, gsize stride,
                                         const guint8 *rgb);
TaperImage *taper_image_ref (TaperImage *self);
void taper_image_unref (TaperImage *self);

guint taper_image_get_width (const TaperImage *self);
guint taper_image_get_height (const TaperImage *self);
/* Size of the picture in its file, after orientation. */
guint taper_image_get_original_width (const TaperImage *self);
guint taper_image_get_original_height (const TaperImage *self);
const guint8 *taper_image_get_pixels (const TaperImage *self);
TaperImageNotes taper_image_get_notes (const TaperImage *self);
/* The notes in words, translated by the caller: "turned, alpha over white" ... (transfer full) */
char *taper_image_notes_to_string (TaperImageNotes notes);

/**
 * taper_image_input_side:
 *
 * Returns: the min_side with which pictures are read for this input. Window, command line and
 *   evaluation all use it, so that they see the same pixels; it leaves enough of the picture for
 *   the area average, and for a preview of 320 pixels
 */
guint taper_image_input_side (const TaperInputSpec *spec);

/**
 * taper_image_fit:
 *
 * Scales so that the shorter side meets the size (area average when shrinking, bilinear when
 * growing), then cuts the middle. Exactly what the network sees.
 */
TaperImage *taper_image_fit (const TaperImage *self, guint width, guint height);
/* Like fit but without the cut: longest side at most @max_side, never larger than it is. */
TaperImage *taper_image_thumbnail (const TaperImage *self, guint max_side);

/**
 * taper_image_to_input:
 * @self: of the spec's size (taper_image_fit())
 * @out: (C, H, W), value = (v / 255 - mean) / std
 */
void taper_image_to_input (const TaperImage *self, const TaperInputSpec *spec, float *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperImage, taper_image_unref)

G_END_DECLS
