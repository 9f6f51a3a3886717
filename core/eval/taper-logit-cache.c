/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-logit-cache.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#define ENDING ".logits"

struct _TaperLogitCache {
  char *dir;
  guint64 max_bytes;
  gboolean changed;
};

typedef struct {
  char *path;
  guint64 size;
  gint64 used;
} CachedFile;

TaperLogitCache *
taper_logit_cache_new (const char *dir, guint64 max_bytes)
{
  TaperLogitCache *self = g_new0 (TaperLogitCache, 1);

  self->dir = g_strdup (dir);
  self->max_bytes = max_bytes;
  return self;
}

static char *
get_path (const TaperLogitCache *self, const char *key)
{
  g_autofree char *name = g_strconcat (key, ENDING, NULL);

  return g_build_filename (self->dir, name, NULL);
}

/* The file: the logits, then their SHA-256. */
gboolean
taper_logit_cache_load (TaperLogitCache *self, const char *key, float *logits, gsize n)
{
  g_autofree char *path = get_path (self, key);
  g_autofree char *content = NULL;
  g_autofree char *digest = NULL;
  gsize length, bytes = n * sizeof (float);

  if (!g_file_get_contents (path, &content, &length, NULL) || length != bytes + 64)
    return FALSE;
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) content, bytes);
  if (memcmp (content + bytes, digest, 64) != 0)
    return FALSE;
  memcpy (logits, content, bytes);
  utime (path, NULL);
  return TRUE;
}

void
taper_logit_cache_store (TaperLogitCache *self, const char *key, const float *logits, gsize n)
{
  g_autofree char *path = get_path (self, key);
  gsize bytes = n * sizeof (float);
  g_autofree char *digest =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) logits, bytes);
  g_autofree char *content = g_malloc (bytes + 64);

  memcpy (content, logits, bytes);
  memcpy (content + bytes, digest, 64);
  if (g_mkdir_with_parents (self->dir, 0700) == 0)
    self->changed |= g_file_set_contents_full (path, content, (gssize) (bytes + 64),
                                               G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

static int
compare_used (gconstpointer a, gconstpointer b)
{
  const CachedFile *x = a, *y = b;

  return (x->used > y->used) - (x->used < y->used);
}

static void
clear_file (gpointer data)
{
  g_free (((CachedFile *) data)->path);
}

static GArray *
list_files (const TaperLogitCache *self, guint64 *total)
{
  GArray *files = g_array_new (FALSE, FALSE, sizeof (CachedFile));
  g_autoptr (GDir) dir = g_dir_open (self->dir, 0, NULL);
  const char *name;

  g_array_set_clear_func (files, clear_file);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      CachedFile file = { g_build_filename (self->dir, name, NULL), 0, 0 };
      GStatBuf info;

      if (!g_str_has_suffix (name, ENDING) || g_stat (file.path, &info) != 0)
        {
          g_free (file.path);
          continue;
        }
      file.size = info.st_size;
      file.used = (gint64) info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
      *total += file.size;
      g_array_append_val (files, file);
    }
  g_array_sort (files, compare_used);
  return files;
}

void
taper_logit_cache_free (TaperLogitCache *self)
{
  if (self->changed)
    {
      guint64 total = 0;
      g_autoptr (GArray) files = list_files (self, &total);

      for (guint i = 0; i < files->len && total > self->max_bytes; i++)
        {
          CachedFile *file = &g_array_index (files, CachedFile, i);

          if (g_unlink (file->path) == 0)
            total -= file->size;
        }
    }
  g_free (self->dir);
  g_free (self);
}
