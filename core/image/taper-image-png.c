/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"
#include "core/taper-error.h"

#include <png.h>
#include <setjmp.h>
#include <string.h>

/* Real pictures have a few dozen chunks; a profile or a block of EXIF data may be large. */
#define MAX_CHUNKS 1000
#define MAX_CHUNK_BYTES (16 * 1000 * 1000)

/*
 * libpng reports errors by a jump. Everything it can leave behind hangs on this struct, which
 * belongs to the function around the one that is jumped back to, so nothing leaks and no local
 * variable is read after a jump.
 */
typedef struct {
  png_structp png;
  png_infop info;
  const guint8 *data;
  gsize size, offset;
  jmp_buf escape;
  char message[160];
  GError *failure; /* our own, where it is not libpng that complains */

  TaperImage *image;
  guint8 *rgba;     /* the whole picture with its alpha, if it has any */
  png_bytepp lines; /* one pointer per row into rgba or the image */
  guint orientation;
} PngDecoder;

static void G_GNUC_NORETURN
error_cb (png_structp png, png_const_charp message)
{
  PngDecoder *self = png_get_error_ptr (png);

  g_strlcpy (self->message, message, sizeof self->message);
  longjmp (self->escape, 1);
}

static void
warning_cb (png_structp png, png_const_charp message)
{
}

static void
read_cb (png_structp png, png_bytep out, size_t length)
{
  PngDecoder *self = png_get_io_ptr (png);

  if (length > self->size - self->offset)
    png_error (png, "the file ends too early, it is truncated");
  memcpy (out, self->data + self->offset, length);
  self->offset += length;
}

/* Jumps out with @self->failure set by the caller. */
static void G_GNUC_NORETURN
give_up (PngDecoder *self)
{
  longjmp (self->escape, 1);
}

static void
set_limits (PngDecoder *self)
{
  static const png_byte text_chunks[] = "tEXt\0zTXt\0iTXt";
  static const png_byte animation_control[] = "acTL";

  /* The sides alone are not limited, the number of pixels is (taper_image_check_size()). */
  png_set_user_limits (self->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_cache_max (self->png, MAX_CHUNKS);
  png_set_chunk_malloc_max (self->png, MAX_CHUNK_BYTES);
  png_set_keep_unknown_chunks (self->png, PNG_HANDLE_CHUNK_NEVER, text_chunks, 3);
  png_set_keep_unknown_chunks (self->png, PNG_HANDLE_CHUNK_ALWAYS, animation_control, 1);
}

/* Whatever the file holds becomes 8-bit RGB, or RGBA where there is transparency. */
static gboolean
set_transforms (PngDecoder *self)
{
  png_byte color = png_get_color_type (self->png, self->info);
  gboolean alpha =
      (color & PNG_COLOR_MASK_ALPHA) || png_get_valid (self->png, self->info, PNG_INFO_tRNS);

  png_set_expand (self->png);
  png_set_scale_16 (self->png);
  png_set_gray_to_rgb (self->png);
  png_set_interlace_handling (self->png);
  png_read_update_info (self->png, self->info);
  return alpha;
}

static void
allocate (PngDecoder *self, guint width, guint height, gboolean alpha)
{
  gsize row = (gsize) width * (alpha ? 4 : 3);
  guint8 *pixels;

  self->image = taper_image_new_empty (width, height, &self->failure);
  if (self->image == NULL)
    give_up (self);
  if (png_get_rowbytes (self->png, self->info) != row)
    png_error (self->png, "unexpected pixel layout");
  if (alpha)
    self->rgba = g_try_malloc (row * height);
  self->lines = g_try_new (png_bytep, height);
  pixels = alpha ? self->rgba : self->image->pixels;
  if (pixels == NULL || self->lines == NULL)
    png_error (self->png, "not enough memory");
  for (guint y = 0; y < height; y++)
    self->lines[y] = pixels + y * row;
}

static void
draw_over_white (PngDecoder *self)
{
  gsize n = (gsize) self->image->width * self->image->height;
  const guint8 *in = self->rgba;
  guint8 *out = self->image->pixels;
  guint8 all_alpha = 255;

  for (gsize i = 0; i < n; i++, in += 4, out += 3)
    {
      all_alpha &= in[3];
      for (guint c = 0; c < 3; c++)
        out[c] = taper_over_white (in[c], in[3]);
    }
  if (all_alpha != 255)
    self->image->notes |= TAPER_IMAGE_ALPHA;
}

/* What the chunks around the pixels say; after png_read_end(), they may stand behind them. */
static void
read_notes (PngDecoder *self)
{
  png_unknown_chunkp unknown = NULL;
  png_uint_32 exif_size = 0;
  png_bytep exif = NULL;

  if (png_get_valid (self->png, self->info, PNG_INFO_iCCP))
    self->image->notes |= TAPER_IMAGE_ICC_IGNORED;
  if (png_get_unknown_chunks (self->png, self->info, &unknown) > 0)
    self->image->notes |= TAPER_IMAGE_FIRST_FRAME;
  if (png_get_eXIf_1 (self->png, self->info, &exif_size, &exif))
    self->orientation = taper_exif_get_orientation (exif, exif_size);
}

static gboolean
decode (PngDecoder *self)
{
  gboolean alpha;

  if (setjmp (self->escape))
    return FALSE;

  set_limits (self);
  png_set_read_fn (self->png, self, read_cb);
  png_read_info (self->png, self->info);
  if (!taper_image_check_size (png_get_image_width (self->png, self->info),
                               png_get_image_height (self->png, self->info), &self->failure))
    give_up (self);
  alpha = set_transforms (self);
  allocate (self, png_get_image_width (self->png, self->info),
            png_get_image_height (self->png, self->info), alpha);
  png_read_image (self->png, self->lines);
  png_read_end (self->png, self->info);
  if (alpha)
    draw_over_white (self);
  read_notes (self);
  return TRUE;
}

TaperImage *
taper_image_decode_png (GBytes *bytes, GError **error)
{
  PngDecoder self = { .orientation = 1 };
  TaperImage *image = NULL;

  self.data = g_bytes_get_data (bytes, &self.size);
  self.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &self, error_cb, warning_cb);
  self.info = self.png != NULL ? png_create_info_struct (self.png) : NULL;
  if (self.info == NULL)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "not enough memory to read a PNG picture");
  else if (decode (&self))
    image = taper_image_orient (g_steal_pointer (&self.image), self.orientation, error);
  else if (self.failure != NULL)
    g_propagate_error (error, self.failure);
  else
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "damaged PNG picture: %s", self.message);

  png_destroy_read_struct (&self.png, &self.info, NULL);
  g_clear_pointer (&self.image, taper_image_unref);
  g_free (self.rgba);
  g_free (self.lines);
  return image;
}
