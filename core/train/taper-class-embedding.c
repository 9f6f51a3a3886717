/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/taper-class-embedding.h"

#include "core/bundle/taper-safetensors.h"
#include "core/task/taper-fold-private.h"
#include "core/taper-error.h"

#include <math.h>

#define MAX_VALUES 4096

typedef struct {
  GHashTable *rows; /* word -> row + 1 */
  float *vectors;
  guint n_values;
} Words;

static void
add_words (const Words *words, const char *text, float *sum)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  g_auto (GStrv) list = NULL;

  taper_fold_words (text, folded);
  list = g_strsplit (folded->str, " ", -1);
  for (guint i = 0; list[i] != NULL; i++)
    {
      guint row = GPOINTER_TO_UINT (g_hash_table_lookup (words->rows, list[i]));

      if (row > 0)
        for (guint d = 0; d < words->n_values; d++)
          sum[d] += words->vectors[(gsize) (row - 1) * words->n_values + d];
    }
}

static void
embed_class (const Words *words, TaperClassList *classes, guint index, float *out)
{
  const TaperClass *entry = taper_class_list_get_class (classes, index);
  double square = 0;

  add_words (words, entry->name, out);
  for (guint i = 0; entry->synonyms[i] != NULL; i++)
    add_words (words, entry->synonyms[i], out);
  if (taper_class_list_get_n_groups (classes) > 1)
    add_words (words, taper_class_list_get_group_name (classes, entry->group), out);
  for (guint d = 0; d < words->n_values; d++)
    square += (double) out[d] * out[d];
  for (guint d = 0; square > 0 && d < words->n_values; d++)
    out[d] /= (float) sqrt (square);
}

/* Words and vectors of a file, checked against each other. */
static gboolean
load_words (Words *words, const char *path, GError **error)
{
  g_autoptr (TaperSafetensors) file = taper_safetensors_open (path, error);
  const TaperTensorView *view;
  const char *text;
  g_auto (GStrv) list = NULL;

  if (file == NULL)
    return FALSE;
  view = taper_safetensors_lookup (file, "vectors");
  text = taper_safetensors_get_metadata (file, "words");
  list = text == NULL ? NULL : g_strsplit (text, "\n", -1);
  if (view == NULL || list == NULL || view->rank != 2 || view->shape[1] == 0 ||
      view->shape[1] > MAX_VALUES || view->shape[0] != g_strv_length (list))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_FORMAT,
                   "“%s”: no word vectors: expected a tensor “vectors” [words, values] and as many "
                   "“words” in the metadata",
                   path);
      return FALSE;
    }
  words->n_values = (guint) view->shape[1];
  words->vectors = g_new (float, view->n_elements);
  if (!taper_tensor_view_read (view, words->vectors))
    {
      g_set_error (error, TAPER_ERROR, TAPER_ERROR_INVALID, "“%s”: NaN or infinity in “vectors”",
                   path);
      return FALSE;
    }
  for (guint i = 0; list[i] != NULL; i++)
    g_hash_table_insert (words->rows, g_strdup (list[i]), GUINT_TO_POINTER (i + 1));
  return TRUE;
}

float *
taper_class_embeddings (TaperClassList *classes, const char *path, guint *n_values, GError **error)
{
  Words words = { .rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  guint n = taper_class_list_get_n_classes (classes);
  float *out = NULL;

  if (load_words (&words, path, error))
    {
      *n_values = words.n_values;
      out = g_new0 (float, (gsize) n *words.n_values);
      for (guint c = 0; c < n; c++)
        embed_class (&words, classes, c, out + (gsize) c * words.n_values);
    }
  g_hash_table_unref (words.rows);
  g_free (words.vectors);
  return out;
}
