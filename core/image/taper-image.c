/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"
#include "core/taper-error.h"

#include <string.h>

gboolean
taper_image_check_size (guint64 width, guint64 height, GError **error)
{
  if (width == 0 || height == 0)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "the picture has no pixels (%" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT ")",
                   width, height);
      return FALSE;
    }
  if (width > TAPER_IMAGE_MAX_PIXELS / height)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                   "the picture is too large: %" G_GUINT64_FORMAT " x %" G_GUINT64_FORMAT
                   " pixels, at most %d million are accepted",
                   width, height, (int) (TAPER_IMAGE_MAX_PIXELS / 1000000));
      return FALSE;
    }
  return TRUE;
}

static TaperImage *
image_new (guint width, guint height, guint8 *pixels)
{
  TaperImage *self = g_new0 (TaperImage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->width = self->original_width = width;
  self->height = self->original_height = height;
  self->pixels = pixels;
  return self;
}

TaperImage *
taper_image_new_empty (guint width, guint height, GError **error)
{
  guint8 *pixels;

  if (!taper_image_check_size (width, height, error))
    return NULL;
  pixels = g_try_malloc ((gsize) width * height * 3);
  if (pixels == NULL)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                   "not enough memory for a picture of %u x %u pixels", width, height);
      return NULL;
    }
  return image_new (width, height, pixels);
}

TaperImage *
taper_image_new_like (const TaperImage *self, guint width, guint height)
{
  TaperImage *other = image_new (width, height, g_malloc ((gsize) width * height * 3));

  other->original_width = self->original_width;
  other->original_height = self->original_height;
  other->notes = self->notes;
  return other;
}

TaperImage *
taper_image_new_from_pixels (guint width, guint height, gsize stride, const guint8 *rgb)
{
  TaperImage *self;
  gsize row = (gsize) width * 3;

  g_return_val_if_fail (width > 0 && height > 0 && rgb != NULL && stride >= row, NULL);

  self = image_new (width, height, g_malloc (row * height));
  for (guint y = 0; y < height; y++)
    memcpy (self->pixels + y * row, rgb + y * stride, row);
  return self;
}

TaperImage *
taper_image_ref (TaperImage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_image_unref (TaperImage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->pixels);
  g_free (self);
}

guint
taper_image_get_width (const TaperImage *self)
{
  return self->width;
}

guint
taper_image_get_height (const TaperImage *self)
{
  return self->height;
}

guint
taper_image_get_original_width (const TaperImage *self)
{
  return self->original_width;
}

guint
taper_image_get_original_height (const TaperImage *self)
{
  return self->original_height;
}

const guint8 *
taper_image_get_pixels (const TaperImage *self)
{
  return self->pixels;
}

TaperImageNotes
taper_image_get_notes (const TaperImage *self)
{
  return self->notes;
}

char *
taper_image_notes_to_string (TaperImageNotes notes)
{
  static const struct {
    TaperImageNotes note;
    const char *words;
  } all[] = {
    { TAPER_IMAGE_TURNED, "turned" },
    { TAPER_IMAGE_ALPHA, "alpha over white" },
    { TAPER_IMAGE_ICC_IGNORED, "colour profile ignored" },
    { TAPER_IMAGE_FIRST_FRAME, "first frame" },
    { TAPER_IMAGE_CMYK, "CMYK converted without a profile" },
  };
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (notes & all[i].note)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", all[i].words);
  return g_string_free (text, FALSE);
}

void
taper_image_to_input (const TaperImage *self, const TaperInputSpec *spec, float *out)
{
  gsize n = (gsize) self->width * self->height;

  g_return_if_fail (self->width == spec->width && self->height == spec->height);
  g_return_if_fail (spec->channels == 3);

  for (guint c = 0; c < 3; c++)
    {
      float table[256];

      for (guint v = 0; v < 256; v++)
        table[v] = (v / 255.0f - spec->mean[c]) / spec->std[c];
      for (gsize i = 0; i < n; i++)
        out[c * n + i] = table[self->pixels[i * 3 + c]];
    }
}
