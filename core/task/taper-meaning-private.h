/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-word-vectors.h"

G_BEGIN_DECLS

/* Words as people write them, and phrases as directions in the space of word vectors. */

/* @word folded: without the plural's ending, so that "dogs", "boxes" and "berries" meet "dog",
 * "box" and "berry". (transfer full) */
char *taper_word_stem (const char *word);

/* Whether @word says nothing about a thing: "the", "my", "things", ... */
gboolean taper_word_is_filler (const char *word);
/* Whether @word says where or what for: "in", "on", "for", ... */
gboolean taper_word_is_place (const char *word);

/**
 * taper_meaning_of_words:
 * @words: (array length=n): folded
 * @out: (D), of unit length
 *
 * Returns: %FALSE when no word has a vector; @out is not written then
 */
gboolean taper_meaning_of_words (const TaperWordVectors *vectors, const char *const *words, guint n,
                                 float *out);
/* Cosine of two of them. */
float taper_meaning_compare (const TaperWordVectors *vectors, const float *a, const float *b);
/* The row of a word or its stem, or -1. */
int taper_meaning_find (const TaperWordVectors *vectors, const char *word);

G_END_DECLS
