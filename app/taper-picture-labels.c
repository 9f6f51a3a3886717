/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-picture-labels.h"

struct _TaperPictureLabels {
  GHashTable *texts; /* id of a picture -> text */
  int ref_count;
};

static void
taper_picture_labels_set (TaperPictureLabels *self, guint64 id, const char *text)
{
  if (text)
    g_hash_table_replace (self->texts, g_memdup2 (&id, sizeof id), g_strdup (text));
  else
    g_hash_table_remove (self->texts, &id);
}

TaperPictureLabels *
taper_picture_labels_new (TaperPictureLabels *base, TaperPicture *const *pictures,
                          const char *const *labels, guint n)
{
  TaperPictureLabels *self = g_new0 (TaperPictureLabels, 1);
  GHashTableIter iter;
  gpointer id, text;

  self->ref_count = 1;
  self->texts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  if (base)
    {
      g_hash_table_iter_init (&iter, base->texts);
      while (g_hash_table_iter_next (&iter, &id, &text))
        taper_picture_labels_set (self, *(guint64 *) id, text);
    }
  for (guint i = 0; i < n; i++)
    taper_picture_labels_set (self, taper_picture_get_id (pictures[i]), labels[i]);
  return self;
}

TaperPictureLabels *
taper_picture_labels_ref (TaperPictureLabels *self)
{
  self->ref_count++;
  return self;
}

void
taper_picture_labels_unref (TaperPictureLabels *self)
{
  if (--self->ref_count > 0)
    return;
  g_hash_table_unref (self->texts);
  g_free (self);
}

const char *
taper_picture_labels_get (TaperPictureLabels *self, TaperPicture *picture)
{
  const guint64 id = taper_picture_get_id (picture);

  return g_hash_table_lookup (self->texts, &id);
}

void
taper_picture_labels_apply (TaperPictureLabels *self, GPtrArray *pictures)
{
  for (guint i = 0; i < pictures->len; i++)
    {
      TaperPicture *picture = g_ptr_array_index (pictures, i);

      taper_picture_set_label (picture, self ? taper_picture_labels_get (self, picture) : NULL);
    }
}

char *
taper_picture_label_from_folder (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = folder ? g_file_get_basename (folder) : NULL;

  return name ? g_utf8_make_valid (name, -1) : NULL;
}

int
taper_picture_find_class (TaperPicture *picture, TaperClassList *classes)
{
  const char *label = taper_picture_get_label (picture);

  return label ? taper_class_list_find (classes, label) : -1;
}
