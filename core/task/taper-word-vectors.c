/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-word-vectors.h"

#include "core/bundle/taper-safetensors.h"
#include "core/taper-error.h"

#define MAX_VALUES 4096

struct _TaperWordVectors {
  gatomicrefcount ref_count;
  GHashTable *rows; /* word, of @words -> row + 1 */
  char **words;
  float *vectors; /* (n_words, n_values) */
  float *mean;    /* (n_values) */
  guint n_words, n_values;
};

static void
taper_word_vectors_free (TaperWordVectors *self)
{
  g_hash_table_unref (self->rows);
  g_strfreev (self->words);
  g_free (self->vectors);
  g_free (self->mean);
  g_free (self);
}

static void
compute_mean (TaperWordVectors *self)
{
  g_autofree double *sums = g_new0 (double, self->n_values);

  for (gsize i = 0; i < self->n_words; i++)
    for (guint d = 0; d < self->n_values; d++)
      sums[d] += self->vectors[i * self->n_values + d];
  self->mean = g_new (float, self->n_values);
  for (guint d = 0; d < self->n_values; d++)
    self->mean[d] = (float) (sums[d] / self->n_words);
}

/* Words and vectors of a file, checked against each other. */
static gboolean
load (TaperWordVectors *self, const char *path, GError **error)
{
  g_autoptr (TaperSafetensors) file = taper_safetensors_open (path, error);
  const TaperTensorView *view;
  const char *text;

  if (file == NULL)
    return FALSE;
  view = taper_safetensors_lookup (file, "vectors");
  text = taper_safetensors_get_metadata (file, "words");
  self->words = text == NULL ? NULL : g_strsplit (text, "\n", -1);
  if (view == NULL || self->words == NULL || view->rank != 2 || view->shape[1] == 0 ||
      view->shape[1] > MAX_VALUES || view->shape[0] != g_strv_length (self->words))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT,
                   "“%s”: no word vectors: expected a tensor “vectors” [words, values] and as many "
                   "“words” in the metadata",
                   path);
      return FALSE;
    }
  self->n_words = (guint) view->shape[0];
  self->n_values = (guint) view->shape[1];
  self->vectors = g_new (float, view->n_elements);
  if (!taper_tensor_view_read (view, self->vectors))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "“%s”: NaN or infinity in “vectors”",
                   path);
      return FALSE;
    }
  for (guint i = 0; i < self->n_words; i++)
    g_hash_table_insert (self->rows, self->words[i], GUINT_TO_POINTER (i + 1));
  compute_mean (self);
  return TRUE;
}

TaperWordVectors *
taper_word_vectors_open (const char *path, GError **error)
{
  TaperWordVectors *self = g_new0 (TaperWordVectors, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->rows = g_hash_table_new (g_str_hash, g_str_equal);
  if (load (self, path, error))
    return self;
  taper_word_vectors_free (self);
  return NULL;
}

TaperWordVectors *
taper_word_vectors_ref (TaperWordVectors *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
taper_word_vectors_unref (TaperWordVectors *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    taper_word_vectors_free (self);
}

guint
taper_word_vectors_get_n_words (const TaperWordVectors *self)
{
  return self->n_words;
}

guint
taper_word_vectors_get_n_values (const TaperWordVectors *self)
{
  return self->n_values;
}

int
taper_word_vectors_find (const TaperWordVectors *self, const char *word)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->rows, word)) - 1;
}

const float *
taper_word_vectors_get (const TaperWordVectors *self, guint row)
{
  g_return_val_if_fail (row < self->n_words, NULL);
  return self->vectors + (gsize) row * self->n_values;
}

const float *
taper_word_vectors_get_mean (const TaperWordVectors *self)
{
  return self->mean;
}
