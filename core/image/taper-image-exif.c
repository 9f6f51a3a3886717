/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"

#include <string.h>

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3
#define ENTRY_SIZE 12

typedef struct {
  const guint8 *data;
  gsize size;
  gboolean big_endian;
} Tiff;

/* The caller has checked that two (four) bytes are there. */
static guint
read_u16 (const Tiff *self, gsize at)
{
  const guint8 *p = self->data + at;

  return self->big_endian ? p[0] << 8 | p[1] : p[1] << 8 | p[0];
}

static guint32
read_u32 (const Tiff *self, gsize at)
{
  guint32 first = read_u16 (self, at), second = read_u16 (self, at + 2);

  return self->big_endian ? first << 16 | second : second << 16 | first;
}

guint
taper_exif_get_orientation (const guint8 *tiff, gsize size)
{
  Tiff self = { tiff, size, FALSE };
  gsize ifd, n;

  if (size < 8)
    return 1;
  if (memcmp (tiff, "MM\0*", 4) == 0)
    self.big_endian = TRUE;
  else if (memcmp (tiff, "II*\0", 4) != 0)
    return 1;

  ifd = read_u32 (&self, 4);
  if (ifd > size - 2)
    return 1;
  /* Only the first directory: it describes the picture, the second its thumbnail. */
  n = MIN (read_u16 (&self, ifd), (size - 2 - ifd) / ENTRY_SIZE);
  for (gsize i = 0; i < n; i++)
    {
      gsize entry = ifd + 2 + i * ENTRY_SIZE;
      guint value;

      if (read_u16 (&self, entry) != TAG_ORIENTATION)
        continue;
      value = read_u16 (&self, entry + 8);
      if (read_u16 (&self, entry + 2) != TYPE_SHORT || read_u32 (&self, entry + 4) != 1)
        return 1;
      return value >= 1 && value <= 8 ? value : 1;
    }
  return 1;
}
