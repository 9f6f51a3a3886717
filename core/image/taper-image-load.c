/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/image/taper-image-private.h"
#include "core/taper-error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE_MB 512

/* A regular file of acceptable size; anything else could block or never end. */
static gboolean
check_file (int fd, gsize *size, GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "cannot be read: %s", g_strerror (errno));
      return FALSE;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "%s, not a picture file",
                   S_ISDIR (info.st_mode) ? "is a folder" : "is a device or a pipe");
      return FALSE;
    }
  if (info.st_size > (goffset) MAX_FILE_MB * 1000 * 1000)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                   "the file has %.0f MB, at most %d MB are accepted", info.st_size / 1e6,
                   MAX_FILE_MB);
      return FALSE;
    }
  *size = info.st_size;
  return TRUE;
}

static GBytes *
read_fd (int fd, GError **error)
{
  g_autofree guint8 *data = NULL;
  gsize size = 0, done = 0;

  if (!check_file (fd, &size, error))
    return NULL;
  data = g_try_malloc (MAX (size, 1));
  if (data == NULL)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT, "not enough memory to read the file");
      return NULL;
    }
  while (done < size)
    {
      gssize n = read (fd, data + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "cannot be read: %s",
                       g_strerror (errno));
          return NULL;
        }
      if (n == 0) /* it was shortened meanwhile; the decoder tells what is missing */
        break;
      done += n;
    }
  return g_bytes_new_take (g_steal_pointer (&data), done);
}

static GBytes *
read_file (const char *path, GError **error)
{
  GBytes *bytes;
  int fd;

  /* Not blocking: opening a pipe would wait for its writer. */
  fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "cannot be opened: %s", g_strerror (errno));
      return NULL;
    }
  bytes = read_fd (fd, error);
  close (fd);
  return bytes;
}

static TaperImage *
decode (GBytes *bytes, guint min_side, GError **error)
{
  static const guint8 png_magic[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  static const guint8 jpeg_magic[] = { 0xff, 0xd8, 0xff };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size == 0)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT, "the file is empty");
      return NULL;
    }
  if (size >= sizeof png_magic && memcmp (data, png_magic, sizeof png_magic) == 0)
    return taper_image_decode_png (bytes, error);
  if (size >= sizeof jpeg_magic && memcmp (data, jpeg_magic, sizeof jpeg_magic) == 0)
    return taper_image_decode_jpeg (bytes, min_side, error);
  if (size >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return taper_image_decode_webp (bytes, error);
  return taper_image_decode_pixbuf (bytes, error);
}

TaperImage *
taper_image_new_from_bytes (GBytes *bytes, const char *display_name, guint min_side, GError **error)
{
  TaperImage *self = decode (bytes, min_side, error);

  if (self == NULL)
    g_prefix_error (error, "%s: ", display_name);
  return self;
}

TaperImage *
taper_image_load (const char *path, guint min_side, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GBytes) bytes = read_file (path, error);

  if (bytes == NULL)
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return taper_image_new_from_bytes (bytes, name, min_side, error);
}
