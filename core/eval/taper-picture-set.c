/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/eval/taper-picture-set.h"

#include "core/threads/taper-pool.h"

#include <glib/gstdio.h>

/* Pictures between two looks at the cancellable. */
#define CHUNK 64

struct _TaperPictureSet {
  TaperInputSpec spec;
  GPtrArray *paths;
  GPtrArray *images; /* (element-type TaperImage): fitted */
  GArray *labels;    /* guint */
  GPtrArray *unreadable;
  GChecksum *key; /* closed when all are read */
};

/* One chunk; each worker writes its own places. */
typedef struct {
  const TaperLabelled *labelled;
  const TaperInputSpec *spec;
  const guint *pictures; /* of the chunk */
  TaperImage *fitted[CHUNK];
  GError *errors[CHUNK];
} Decoding;

static void
decode_cb (guint index, gpointer data)
{
  Decoding *decoding = data;
  const TaperInputSpec *spec = decoding->spec;
  const char *path = taper_labelled_get_path (decoding->labelled, decoding->pictures[index]);
  g_autoptr (TaperImage) image =
      taper_image_load (path, taper_image_input_side (spec), &decoding->errors[index]);

  if (image != NULL)
    decoding->fitted[index] = taper_image_fit (image, spec->width, spec->height);
}

static void
add_to_key (TaperPictureSet *self, const char *path)
{
  GStatBuf info = { 0 };
  g_autofree char *line = NULL;

  g_stat (path, &info);
  line = g_strdup_printf ("%s\n%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %ld\n", path,
                          (gint64) info.st_size, (gint64) info.st_mtim.tv_sec,
                          (long) info.st_mtim.tv_nsec);
  g_checksum_update (self->key, (const guchar *) line, -1);
}

static void
take_chunk (TaperPictureSet *self, Decoding *decoding, const int *map, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint picture = decoding->pictures[i];
      guint label = map[taper_labelled_get_label (decoding->labelled, picture)];

      if (decoding->fitted[i] == NULL)
        {
          g_ptr_array_add (self->unreadable, g_strdup (decoding->errors[i]->message));
          g_clear_error (&decoding->errors[i]);
          continue;
        }
      g_ptr_array_add (self->paths,
                       g_strdup (taper_labelled_get_path (decoding->labelled, picture)));
      g_ptr_array_add (self->images, g_steal_pointer (&decoding->fitted[i]));
      g_array_append_val (self->labels, label);
      add_to_key (self, self->paths->pdata[self->paths->len - 1]);
    }
}

/* Pictures whose label has a class. */
static GArray *
find_known (const TaperLabelled *labelled, const int *map)
{
  GArray *known = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < taper_labelled_get_n_pictures (labelled); i++)
    if (map[taper_labelled_get_label (labelled, i)] != TAPER_LABEL_UNKNOWN)
      g_array_append_val (known, i);
  return known;
}

TaperPictureSet *
taper_picture_set_load (const TaperLabelled *labelled, const int *map, const TaperInputSpec *spec,
                        TaperProgressFunc progress, gpointer progress_data,
                        GCancellable *cancellable, GError **error)
{
  g_autoptr (TaperPictureSet) self = g_atomic_rc_box_new0 (TaperPictureSet);
  g_autoptr (GArray) known = find_known (labelled, map);
  guint n = known->len;
  Decoding decoding = { .labelled = labelled, .spec = spec };

  self->spec = *spec;
  self->key = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (self->key, (const guchar *) spec, sizeof *spec);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->images = g_ptr_array_new_with_free_func ((GDestroyNotify) taper_image_unref);
  self->labels = g_array_new (FALSE, FALSE, sizeof (guint));
  self->unreadable = g_ptr_array_new_with_free_func (g_free);
  for (guint first = 0; first < n; first += CHUNK)
    {
      guint count = MIN (CHUNK, n - first);

      if (progress != NULL)
        progress (first, n, progress_data);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      decoding.pictures = &g_array_index (known, guint, first);
      taper_pool_run (count, decode_cb, &decoding);
      take_chunk (self, &decoding, map, count);
    }
  if (progress != NULL)
    progress (n, n, progress_data);
  return g_steal_pointer (&self);
}

TaperPictureSet *
taper_picture_set_ref (TaperPictureSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TaperPictureSet *self = data;

  g_ptr_array_unref (self->paths);
  g_ptr_array_unref (self->images);
  g_array_unref (self->labels);
  g_ptr_array_unref (self->unreadable);
  g_checksum_free (self->key);
}

void
taper_picture_set_unref (TaperPictureSet *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

guint
taper_picture_set_get_n (const TaperPictureSet *self)
{
  return self->paths->len;
}

const char *
taper_picture_set_get_path (const TaperPictureSet *self, guint index)
{
  return self->paths->pdata[index];
}

guint
taper_picture_set_get_label (const TaperPictureSet *self, guint index)
{
  return g_array_index (self->labels, guint, index);
}

TaperImage *
taper_picture_set_get_image (const TaperPictureSet *self, guint index)
{
  return taper_image_ref (self->images->pdata[index]);
}

void
taper_picture_set_to_input (const TaperPictureSet *self, guint index, float *out)
{
  taper_image_to_input (self->images->pdata[index], &self->spec, out);
}

const char *
taper_picture_set_get_key (const TaperPictureSet *self)
{
  return g_checksum_get_string (self->key);
}

GPtrArray *
taper_picture_set_get_unreadable (const TaperPictureSet *self)
{
  return self->unreadable;
}

GArray *
taper_picture_set_find (const TaperPictureSet *self, const TaperTask *task)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->paths->len; i++)
    if (task == NULL || taper_task_contains (task, taper_picture_set_get_label (self, i)))
      g_array_append_val (found, i);
  return found;
}
