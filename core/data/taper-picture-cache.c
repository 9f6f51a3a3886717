/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/data/taper-picture-cache.h"

#include "core/image/taper-image.h"
#include "core/taper-error.h"
#include "core/threads/taper-pool.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAGIC "TaperPictures 1\n"
#define KEY_LENGTH 64 /* SHA-256 in hexadecimal */
#define ALIGNMENT 4096
#define CHUNK 256 /* pictures between two looks at the cancellable */

/* The file: magic, key, one byte per picture (1 = readable), then the pictures. */
struct _TaperPictureCache {
  guint n, side;
  guint8 *map;
  gsize size, status, pixels; /* offsets */
  GPtrArray *unreadable;
};

static void
plan_file (TaperPictureCache *self)
{
  self->status = strlen (MAGIC) + KEY_LENGTH;
  self->pixels = (self->status + self->n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  self->size = self->pixels + (gsize) self->n * self->side * self->side * 3;
}

static char *
make_key (const char *const *paths, guint n, guint side)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *head = g_strdup_printf ("%u %u\n", n, side);

  g_checksum_update (sum, (const guchar *) head, -1);
  for (guint i = 0; i < n; i++)
    {
      GStatBuf info = { 0 };
      g_autofree char *line = NULL;

      g_stat (paths[i], &info);
      line = g_strdup_printf ("%s\n%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %ld\n", paths[i],
                              (gint64) info.st_size, (gint64) info.st_mtim.tv_sec,
                              (long) info.st_mtim.tv_nsec);
      g_checksum_update (sum, (const guchar *) line, -1);
    }
  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
map_file (TaperPictureCache *self, int fd, gboolean writable)
{
  void *map = mmap (NULL, self->size, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED, fd, 0);

  if (map == MAP_FAILED)
    return FALSE;
  self->map = map;
  return TRUE;
}

/* Whether a finished cache of exactly these pictures was there. */
static gboolean
open_existing (TaperPictureCache *self, const char *path, const char *key)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  GStatBuf info;
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = fstat (fd, &info) == 0 && (gsize) info.st_size == self->size && map_file (self, fd, FALSE);
  close (fd);
  if (ok && memcmp (self->map, MAGIC, strlen (MAGIC)) == 0 &&
      memcmp (self->map + strlen (MAGIC), key, KEY_LENGTH) == 0)
    return TRUE;
  if (ok)
    munmap (self->map, self->size);
  self->map = NULL;
  return FALSE;
}

typedef struct {
  TaperPictureCache *self;
  const char *const *paths;
  guint from;
  char **messages; /* (n) */
} Decode;

static void
decode_one (guint index, gpointer data)
{
  Decode *d = data;
  guint i = d->from + index, side = d->self->side;
  g_autoptr (GError) error = NULL;
  g_autoptr (TaperImage) image = taper_image_load (d->paths[i], side, &error);

  if (image != NULL)
    {
      g_autoptr (TaperImage) fitted = taper_image_fit (image, side, side);
      gsize bytes = (gsize) side * side * 3;

      memcpy (d->self->map + d->self->pixels + i * bytes, taper_image_get_pixels (fitted), bytes);
      d->self->map[d->self->status + i] = 1;
    }
  else
    d->messages[i] = g_strdup (error->message);
}

static gboolean
decode_all (Decode *d, TaperCacheProgress progress, gpointer progress_data,
            GCancellable *cancellable, GError **error)
{
  guint n = d->self->n;

  for (d->from = 0; d->from < n; d->from += CHUNK)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      taper_pool_run (MIN (CHUNK, n - d->from), decode_one, d);
      if (progress != NULL)
        progress (MIN (d->from + CHUNK, n), n, progress_data);
    }
  for (guint i = 0; i < n; i++)
    if (d->messages[i] != NULL)
      g_ptr_array_add (d->self->unreadable, g_steal_pointer (&d->messages[i]));
  return TRUE;
}

static gboolean
fail_errno (const char *path, GError **error)
{
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_IO, "“%s” cannot be written: %s", path,
               g_strerror (errno));
  return FALSE;
}

/* posix_fallocate: a full disk is an error now, not a SIGBUS later. */
static gboolean
create_map (TaperPictureCache *self, const char *path, int *fd, GError **error)
{
  int failed;

  *fd = g_open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (*fd < 0)
    return fail_errno (path, error);
  failed = posix_fallocate (*fd, 0, (off_t) self->size);
  if (failed != 0)
    {
      errno = failed;
      return fail_errno (path, error);
    }
  return map_file (self, *fd, TRUE) || fail_errno (path, error);
}

static gboolean
make_cache (TaperPictureCache *self, const char *path, const char *key, const char *const *paths,
            TaperCacheProgress progress, gpointer progress_data, GCancellable *cancellable,
            GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".part", NULL);
  g_autofree char *dir = g_path_get_dirname (path);
  char **messages = g_new0 (char *, self->n);
  Decode decode = { .self = self, .paths = paths, .messages = messages };
  int fd = -1;
  gboolean ok;

  g_mkdir_with_parents (dir, 0755);
  ok = create_map (self, temporary, &fd, error) &&
       decode_all (&decode, progress, progress_data, cancellable, error);
  if (ok)
    {
      memcpy (self->map, MAGIC, strlen (MAGIC));
      memcpy (self->map + strlen (MAGIC), key, KEY_LENGTH);
      ok = (msync (self->map, self->size, MS_SYNC) == 0 && fsync (fd) == 0 &&
            g_rename (temporary, path) == 0) ||
           fail_errno (path, error);
    }
  if (!ok)
    g_unlink (temporary);
  if (fd >= 0)
    close (fd);
  for (guint i = 0; i < self->n; i++)
    g_free (messages[i]);
  g_free (messages);
  return ok;
}

static gboolean
check_unreadable (TaperPictureCache *self, GError **error)
{
  g_autoptr (GString) text = NULL;
  guint n = self->unreadable->len;

  if ((guint64) n * 100 <= self->n)
    return TRUE;
  text = g_string_new (NULL);
  for (guint i = 0; i < MIN (n, 20); i++)
    g_string_append_printf (text, "\n%s", (char *) g_ptr_array_index (self->unreadable, i));
  if (n > 20)
    g_string_append_printf (text, "\nand %u more", n - 20);
  g_set_error (error, TAPER_ERROR, TAPER_ERROR_DATA,
               "%u of %u pictures can't be read, more than one in a hundred:%s", n, self->n,
               text->str);
  return FALSE;
}

TaperPictureCache *
taper_picture_cache_open (const char *cache_path, const char *const *paths, guint n, guint side,
                          TaperCacheProgress progress, gpointer progress_data,
                          GCancellable *cancellable, GError **error)
{
  g_autoptr (TaperPictureCache) self = g_new0 (TaperPictureCache, 1);
  g_autofree char *key = make_key (paths, n, side);

  self->n = n;
  self->side = side;
  self->unreadable = g_ptr_array_new_with_free_func (g_free);
  plan_file (self);
  if (open_existing (self, cache_path, key))
    {
      for (guint i = 0; i < n; i++)
        if (taper_picture_cache_get (self, i) == NULL)
          g_ptr_array_add (self->unreadable, g_strdup_printf ("%s: can't be read", paths[i]));
    }
  else if (!make_cache (self, cache_path, key, paths, progress, progress_data, cancellable, error))
    return NULL;
  return check_unreadable (self, error) ? g_steal_pointer (&self) : NULL;
}

void
taper_picture_cache_free (TaperPictureCache *self)
{
  if (self == NULL)
    return;
  if (self->map != NULL)
    munmap (self->map, self->size);
  g_ptr_array_unref (self->unreadable);
  g_free (self);
}

guint
taper_picture_cache_get_side (const TaperPictureCache *self)
{
  return self->side;
}

const guint8 *
taper_picture_cache_get (const TaperPictureCache *self, guint index)
{
  if (self->map[self->status + index] != 1)
    return NULL;
  return self->map + self->pixels + (gsize) index * self->side * self->side * 3;
}

GPtrArray *
taper_picture_cache_get_unreadable (const TaperPictureCache *self)
{
  return self->unreadable;
}
