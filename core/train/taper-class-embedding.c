/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-class-embedding.h"

#include "core/task/taper-fold-private.h"
#include "core/task/taper-word-vectors.h"

#include <math.h>

static void
add_words (const TaperWordVectors *vectors, const char *text, float *sum)
{
  const guint n_values = taper_word_vectors_get_n_values (vectors);
  g_autoptr (GString) folded = g_string_new (NULL);
  g_auto (GStrv) list = NULL;

  taper_fold_words (text, folded);
  list = g_strsplit (folded->str, " ", -1);
  for (guint i = 0; list[i] != NULL; i++)
    {
      const int row = taper_word_vectors_find (vectors, list[i]);
      const float *vector = row >= 0 ? taper_word_vectors_get (vectors, (guint) row) : NULL;

      for (guint d = 0; vector != NULL && d < n_values; d++)
        sum[d] += vector[d];
    }
}

static void
embed_class (const TaperWordVectors *vectors, TaperClassList *classes, guint index, float *out)
{
  const TaperClass *entry = taper_class_list_get_class (classes, index);
  const guint n_values = taper_word_vectors_get_n_values (vectors);
  double square = 0;

  add_words (vectors, entry->name, out);
  for (guint i = 0; entry->synonyms[i] != NULL; i++)
    add_words (vectors, entry->synonyms[i], out);
  if (taper_class_list_get_n_groups (classes) > 1)
    add_words (vectors, taper_class_list_get_group_name (classes, entry->group), out);
  for (guint d = 0; d < n_values; d++)
    square += (double) out[d] * out[d];
  for (guint d = 0; square > 0 && d < n_values; d++)
    out[d] /= (float) sqrt (square);
}

float *
taper_class_embeddings (TaperClassList *classes, const char *path, guint *n_values, GError **error)
{
  g_autoptr (TaperWordVectors) vectors = taper_word_vectors_open (path, error);
  const guint n = taper_class_list_get_n_classes (classes);
  float *out;

  if (vectors == NULL)
    return NULL;
  *n_values = taper_word_vectors_get_n_values (vectors);
  out = g_new0 (float, (gsize) n **n_values);
  for (guint c = 0; c < n; c++)
    embed_class (vectors, classes, c, out + (gsize) c * *n_values);
  return out;
}
