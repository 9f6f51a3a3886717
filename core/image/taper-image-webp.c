/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"
#include "core/taper-error.h"

#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>

/*
 * WebP has its own decoder: the gdk-pixbuf loader shows damaged pictures as black ones and passes
 * over the orientation.
 */

/* The whole canvas is white, the first frame is drawn on it. */
static void
draw_frame (TaperImage *image, const WebPIterator *frame, const guint8 *rgba)
{
  guint8 all_alpha = 255;

  if ((guint) frame->width < image->width || (guint) frame->height < image->height)
    {
      memset (image->pixels, 255, (gsize) image->width * image->height * 3);
      image->notes |= TAPER_IMAGE_ALPHA;
    }
  for (int y = 0; y < frame->height; y++)
    {
      gsize line = (gsize) (frame->y_offset + y) * image->width;
      guint8 *out = image->pixels + (line + frame->x_offset) * 3;

      for (int x = 0; x < frame->width; x++, rgba += 4, out += 3)
        {
          all_alpha &= rgba[3];
          for (guint c = 0; c < 3; c++)
            out[c] = taper_over_white (rgba[c], rgba[3]);
        }
    }
  if (all_alpha != 255)
    image->notes |= TAPER_IMAGE_ALPHA;
}

static TaperImage *
decode_frame (const WebPIterator *frame, guint width, guint height, GError **error)
{
  g_autofree guint8 *rgba = NULL;
  gsize stride = (gsize) frame->width * 4;
  TaperImage *image;

  /* The demuxer has checked that the frame lies inside the canvas. */
  image = taper_image_new_empty (width, height, error);
  if (image == NULL)
    return NULL;
  rgba = g_try_malloc (stride * frame->height);
  if (rgba == NULL)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "not enough memory for a WebP picture");
  else if (!WebPDecodeRGBAInto (frame->fragment.bytes, frame->fragment.size, rgba,
                                stride * frame->height, stride))
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                 "damaged WebP picture: its pixels cannot be decoded");
  else
    {
      draw_frame (image, frame, rgba);
      return image;
    }
  taper_image_unref (image);
  return NULL;
}

static guint
read_orientation (WebPDemuxer *demuxer)
{
  WebPChunkIterator exif;
  guint orientation = 1;

  if (WebPDemuxGetChunk (demuxer, "EXIF", 1, &exif))
    {
      orientation = taper_exif_get_orientation (exif.chunk.bytes, exif.chunk.size);
      WebPDemuxReleaseChunkIterator (&exif);
    }
  return orientation;
}

static TaperImage *
decode (WebPDemuxer *demuxer, GError **error)
{
  guint flags = WebPDemuxGetI (demuxer, WEBP_FF_FORMAT_FLAGS);
  guint width = WebPDemuxGetI (demuxer, WEBP_FF_CANVAS_WIDTH);
  guint height = WebPDemuxGetI (demuxer, WEBP_FF_CANVAS_HEIGHT);
  WebPIterator frame;
  TaperImage *image;

  if (!taper_image_check_size (width, height, error))
    return NULL;
  if (!WebPDemuxGetFrame (demuxer, 1, &frame))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                   "damaged WebP picture: it has no frame");
      return NULL;
    }
  image = decode_frame (&frame, width, height, error);
  WebPDemuxReleaseIterator (&frame);
  if (image == NULL)
    return NULL;

  if (flags & ICCP_FLAG)
    image->notes |= TAPER_IMAGE_ICC_IGNORED;
  if (flags & ANIMATION_FLAG)
    image->notes |= TAPER_IMAGE_FIRST_FRAME;
  return taper_image_orient (image, read_orientation (demuxer), error);
}

TaperImage *
taper_image_decode_webp (GBytes *bytes, GError **error)
{
  WebPData data;
  WebPDemuxer *demuxer;
  TaperImage *image = NULL;

  data.bytes = g_bytes_get_data (bytes, &data.size);
  demuxer = WebPDemux (&data); /* complete files only */
  if (demuxer != NULL)
    image = decode (demuxer, error);
  else
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID,
                 "damaged WebP picture: it is truncated, or its structure makes no sense");
  WebPDemuxDelete (demuxer);
  return image;
}
