/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"
#include "core/taper-error.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

/* Progressive pictures have about ten scans; thousands of empty ones are an attack on time. */
#define MAX_SCANS 100

static const char EXIF_PREFIX[] = "Exif\0"; /* and one more zero: the literal's own */
static const char ICC_PREFIX[] = "ICC_PROFILE";

/*
 * libjpeg reports errors by a jump; as in the PNG decoder everything hangs on a struct that
 * belongs to the function around the one that is jumped back to.
 */
typedef struct {
  struct jpeg_decompress_struct cinfo;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  jmp_buf escape;
  const guint8 *data;
  gsize size;
  guint min_side;
  char message[JMSG_LENGTH_MAX];
  GError *failure; /* our own, where it is not libjpeg that complains */

  TaperImage *image;
  guint orientation;
} JpegDecoder;

static void G_GNUC_NORETURN
error_cb (j_common_ptr cinfo)
{
  JpegDecoder *self = cinfo->client_data;

  if (cinfo->err->msg_code == JWRN_JPEG_EOF)
    g_strlcpy (self->message, "the file ends too early, it is truncated", sizeof self->message);
  else
    cinfo->err->format_message (cinfo, self->message);
  longjmp (self->escape, 1);
}

/* libjpeg warns of damage and goes on with grey pixels; a wrong picture is worse than none. */
static void
message_cb (j_common_ptr cinfo, int level)
{
  if (level >= 0)
    return;
  switch (cinfo->err->msg_code)
    {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_BOGUS_PROGRESSION:
      cinfo->err->error_exit (cinfo);
      break;
    default: /* odd, but the pixels are there */
      break;
    }
}

static void
progress_cb (j_common_ptr cinfo)
{
  JpegDecoder *self = cinfo->client_data;

  if (self->cinfo.input_scan_number > MAX_SCANS)
    {
      g_set_error (&self->failure, TAPER_ERROR, TAPER_ERROR_LIMIT,
                   "the JPEG picture has more than %d scans", MAX_SCANS);
      longjmp (self->escape, 1);
    }
}

static void
read_markers (JpegDecoder *self)
{
  for (jpeg_saved_marker_ptr m = self->cinfo.marker_list; m != NULL; m = m->next)
    {
      if (m->marker == JPEG_APP0 + 1 && self->orientation == 0 &&
          m->data_length > sizeof EXIF_PREFIX &&
          memcmp (m->data, EXIF_PREFIX, sizeof EXIF_PREFIX) == 0)
        self->orientation = taper_exif_get_orientation (m->data + sizeof EXIF_PREFIX,
                                                        m->data_length - sizeof EXIF_PREFIX);
      if (m->marker == JPEG_APP0 + 2 && m->data_length >= sizeof ICC_PREFIX &&
          memcmp (m->data, ICC_PREFIX, sizeof ICC_PREFIX) == 0)
        self->image->notes |= TAPER_IMAGE_ICC_IGNORED;
    }
}

/* The smallest of 1/8 ... 8/8 that leaves the shorter side at least min_side long. */
static void
choose_scale (JpegDecoder *self)
{
  guint64 side = MIN (self->cinfo.image_width, self->cinfo.image_height);
  guint eighths = 8;

  if (self->min_side > 0)
    for (eighths = 1; eighths < 8; eighths++)
      if ((side * eighths + 7) / 8 >= self->min_side)
        break;
  self->cinfo.scale_num = eighths;
  self->cinfo.scale_denom = 8;
}

static gboolean
choose_color (JpegDecoder *self)
{
  switch (self->cinfo.jpeg_color_space)
    {
    case JCS_GRAYSCALE:
    case JCS_YCbCr:
    case JCS_RGB:
      self->cinfo.out_color_space = JCS_RGB;
      return TRUE;
    case JCS_CMYK:
    case JCS_YCCK:
      self->cinfo.out_color_space = JCS_CMYK;
      return TRUE;
    default:
      g_set_error (&self->failure, TAPER_ERROR, TAPER_ERROR_UNSUPPORTED,
                   "a JPEG picture with %d colour components cannot be read",
                   self->cinfo.num_components);
      return FALSE;
    }
}

/* Adobe's programs store the inks inverted: 255 is no ink. */
static void
cmyk_row_to_rgb (const guint8 *in, guint8 *out, gsize n, gboolean inverted)
{
  guint8 flip = inverted ? 0 : 255;

  for (gsize i = 0; i < n; i++, in += 4, out += 3)
    for (guint c = 0; c < 3; c++)
      out[c] = ((in[c] ^ flip) * (in[3] ^ flip) + 127) / 255;
}

static void
read_rows (JpegDecoder *self)
{
  struct jpeg_decompress_struct *cinfo = &self->cinfo;
  gsize row = (gsize) cinfo->output_width * 3;

  if (cinfo->out_color_space == JCS_CMYK)
    {
      JSAMPARRAY inks =
          cinfo->mem->alloc_sarray ((j_common_ptr) cinfo, JPOOL_IMAGE, cinfo->output_width * 4, 1);

      while (cinfo->output_scanline < cinfo->output_height)
        {
          guint8 *out = self->image->pixels + cinfo->output_scanline * row;

          jpeg_read_scanlines (cinfo, inks, 1);
          cmyk_row_to_rgb (inks[0], out, cinfo->output_width, cinfo->saw_Adobe_marker);
        }
      self->image->notes |= TAPER_IMAGE_CMYK;
      return;
    }

  while (cinfo->output_scanline < cinfo->output_height)
    {
      JSAMPROW lines[4];
      guint n = MIN (G_N_ELEMENTS (lines), cinfo->output_height - cinfo->output_scanline);

      for (guint i = 0; i < n; i++)
        lines[i] = self->image->pixels + (cinfo->output_scanline + i) * row;
      jpeg_read_scanlines (cinfo, lines, n);
    }
}

static gboolean
decode (JpegDecoder *self)
{
  struct jpeg_decompress_struct *cinfo = &self->cinfo;

  if (setjmp (self->escape))
    return FALSE;

  jpeg_create_decompress (cinfo);
  cinfo->progress = &self->progress;
  jpeg_mem_src (cinfo, self->data, self->size);
  jpeg_save_markers (cinfo, JPEG_APP0 + 1, 0xffff);
  jpeg_save_markers (cinfo, JPEG_APP0 + 2, sizeof ICC_PREFIX);
  jpeg_read_header (cinfo, TRUE);

  if (!choose_color (self) ||
      !taper_image_check_size (cinfo->image_width, cinfo->image_height, &self->failure))
    return FALSE;
  choose_scale (self);
  jpeg_calc_output_dimensions (cinfo);
  self->image = taper_image_new_empty (cinfo->output_width, cinfo->output_height, &self->failure);
  if (self->image == NULL)
    return FALSE;
  self->image->original_width = cinfo->image_width;
  self->image->original_height = cinfo->image_height;
  read_markers (self);

  jpeg_start_decompress (cinfo);
  read_rows (self);
  jpeg_finish_decompress (cinfo);
  return TRUE;
}

TaperImage *
taper_image_decode_jpeg (GBytes *bytes, guint min_side, GError **error)
{
  JpegDecoder self = { .min_side = min_side };
  TaperImage *image = NULL;

  self.data = g_bytes_get_data (bytes, &self.size);
  self.cinfo.err = jpeg_std_error (&self.errors);
  self.cinfo.client_data = &self;
  self.errors.error_exit = error_cb;
  self.errors.emit_message = message_cb;
  self.progress.progress_monitor = progress_cb;

  if (decode (&self))
    image = taper_image_orient (g_steal_pointer (&self.image), self.orientation, error);
  else if (self.failure != NULL)
    g_propagate_error (error, self.failure);
  else
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "damaged JPEG picture: %s", self.message);

  jpeg_destroy_decompress (&self.cinfo);
  g_clear_pointer (&self.image, taper_image_unref);
  return image;
}
