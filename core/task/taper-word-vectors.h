/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperWordVectors:
 *
 * Vectors of words, most frequent words first: what words mean, as far as the company they keep
 * tells. Immutable, atomically reference counted.
 */
typedef struct _TaperWordVectors TaperWordVectors;

/**
 * taper_word_vectors_open:
 * @path: a safetensors file with `vectors` (words, D) and the words, one per line, in its metadata
 *
 * Takes some 50 ms for 30,000 words: not for the main thread.
 */
TaperWordVectors *taper_word_vectors_open (const char *path, GError **error);
TaperWordVectors *taper_word_vectors_ref (TaperWordVectors *self);
void taper_word_vectors_unref (TaperWordVectors *self);

guint taper_word_vectors_get_n_words (const TaperWordVectors *self);
guint taper_word_vectors_get_n_values (const TaperWordVectors *self); /* D */

/* @word: as taper_fold_words() writes it. Returns its row, 0 the most frequent, or -1. */
int taper_word_vectors_find (const TaperWordVectors *self, const char *word);
const float *taper_word_vectors_get (const TaperWordVectors *self, guint row); /* (D) */
/* The mean of all vectors, (D): what every word shares and no word means. */
const float *taper_word_vectors_get_mean (const TaperWordVectors *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperWordVectors, taper_word_vectors_unref)

G_END_DECLS
