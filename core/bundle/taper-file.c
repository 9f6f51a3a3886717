/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/bundle/taper-file-private.h"
#include "core/taper-error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILE (G_GUINT64_CONSTANT (8) << 30)
#define START 16

static gboolean
fail_errno (int code, GError **error)
{
  g_set_error_literal (error, TAPER_ERROR, TAPER_ERROR_IO, g_strerror (code));
  return FALSE;
}

static gboolean
read_fully (int fd, guint8 *to, gsize n, GError **error)
{
  while (n > 0)
    {
      gssize got = read (fd, to, MIN (n, 1 << 30));

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return fail_errno (errno, error);
      if (got == 0)
        {
          g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "it became shorter while it was read");
          return FALSE;
        }
      to += got;
      n -= got;
    }
  return TRUE;
}

static GBytes *
read_regular (int fd, gsize size, TaperFileCheck check, GError **error)
{
  guint8 start[START];
  gsize n = MIN (size, START);
  g_autofree guint8 *bytes = NULL;

  if (!read_fully (fd, start, n, error) || !check (start, n, size, error))
    return NULL;
  bytes = g_try_malloc (MAX (size, 1));
  if (bytes == NULL)
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                   "no memory for its %" G_GSIZE_FORMAT " bytes", size);
      return NULL;
    }
  memcpy (bytes, start, n);
  if (!read_fully (fd, bytes + n, size - n, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}

GBytes *
taper_file_read (const char *path, TaperFileCheck check, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  GBytes *bytes = NULL;

  if (fd < 0 || fstat (fd, &info) != 0)
    fail_errno (errno, error);
  else if (!S_ISREG (info.st_mode))
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "not a regular file");
  else if ((guint64) info.st_size > MAX_FILE)
    g_set_error (error, TAPER_ERROR, TAPER_ERROR_LIMIT,
                 "%" G_GUINT64_FORMAT " bytes, expected %" G_GUINT64_FORMAT " at most",
                 (guint64) info.st_size, MAX_FILE);
  else
    bytes = read_regular (fd, info.st_size, check, error);
  if (fd >= 0)
    close (fd);
  return bytes;
}
