/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/task/taper-meaning-private.h"

#include <math.h>
#include <string.h>

/* Weight of a word that is as frequent as this is a half. */
#define FREQUENT 1e-3
/* The last word of a name says what the thing is: a fire salamander is a salamander. */
#define HEAD_WEIGHT 2.0

static gboolean
is_one_of (const char *word, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (word, list[i]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
taper_word_is_place (const char *word)
{
  static const char *const places[] = { "in",   "on",   "at",     "for",    "from",  "around",
                                        "near", "with", "inside", "inside", "under", "to" };

  return is_one_of (word, places, G_N_ELEMENTS (places));
}

gboolean
taper_word_is_filler (const char *word)
{
  static const char *const fillers[] = {
    "a",          "all",     "an",       "any",   "anything", "are",       "be",     "can",
    "everything", "find",    "found",    "has",   "have",     "i",         "images", "into",
    "is",         "it",      "item",     "items", "its",      "kind",      "kinds",  "like",
    "my",         "object",  "objects",  "of",    "or",       "our",       "people", "photo",
    "photos",     "picture", "pictures", "see",   "some",     "something", "sort",   "sorts",
    "stuff",      "such",    "that",     "the",   "their",    "these",     "thing",  "things",
    "this",       "those",   "type",     "types", "us",       "use",       "used",   "various",
    "we",         "what",    "which",    "you",   "your",     "and",       "as",
  };

  return is_one_of (word, fillers, G_N_ELEMENTS (fillers)) || taper_word_is_place (word);
}

char *
taper_word_stem (const char *word)
{
  const gsize n = strlen (word);

  if (n > 4 && g_str_has_suffix (word, "ies"))
    return g_strdup_printf ("%.*sy", (int) n - 3, word);
  if (n > 4 && (g_str_has_suffix (word, "ches") || g_str_has_suffix (word, "shes") ||
                g_str_has_suffix (word, "xes") || g_str_has_suffix (word, "sses") ||
                g_str_has_suffix (word, "toes")))
    return g_strndup (word, n - 2);
  if (n > 3 && word[n - 1] == 's' && !strchr ("sui", word[n - 2]))
    return g_strndup (word, n - 1);
  return g_strdup (word);
}

int
taper_meaning_find (const TaperWordVectors *vectors, const char *word)
{
  const int row = taper_word_vectors_find (vectors, word);
  g_autofree char *stem = row < 0 ? taper_word_stem (word) : NULL;

  return row < 0 ? taper_word_vectors_find (vectors, stem) : row;
}

/* a / (a + p): p is about 1 / (rank ln N) by Zipf's law. */
static double
get_weight (const TaperWordVectors *vectors, int row)
{
  const double p = 1.0 / ((row + 1.0) * log (taper_word_vectors_get_n_words (vectors) + 1.0));

  return FREQUENT / (FREQUENT + p);
}

gboolean
taper_meaning_of_words (const TaperWordVectors *vectors, const char *const *words, guint n,
                        float *out)
{
  const guint n_values = taper_word_vectors_get_n_values (vectors);
  const float *mean = taper_word_vectors_get_mean (vectors);
  g_autofree double *sum = g_new0 (double, n_values);
  double square = 0;

  for (guint i = 0; i < n; i++)
    {
      const int row = taper_meaning_find (vectors, words[i]);
      const float *vector = row >= 0 ? taper_word_vectors_get (vectors, (guint) row) : NULL;
      double length = 0, weight;

      for (guint d = 0; vector != NULL && d < n_values; d++)
        length += ((double) vector[d] - mean[d]) * ((double) vector[d] - mean[d]);
      if (!(length > 0))
        continue;
      weight = get_weight (vectors, row) * (i + 1 == n ? HEAD_WEIGHT : 1) / sqrt (length);
      for (guint d = 0; d < n_values; d++)
        sum[d] += weight * ((double) vector[d] - mean[d]);
    }
  for (guint d = 0; d < n_values; d++)
    square += sum[d] * sum[d];
  if (!(square > 0))
    return FALSE;
  for (guint d = 0; d < n_values; d++)
    out[d] = (float) (sum[d] / sqrt (square));
  return TRUE;
}

float
taper_meaning_compare (const TaperWordVectors *vectors, const float *a, const float *b)
{
  const guint n_values = taper_word_vectors_get_n_values (vectors);
  double sum = 0;

  for (guint d = 0; d < n_values; d++)
    sum += (double) a[d] * b[d];
  return (float) sum;
}
