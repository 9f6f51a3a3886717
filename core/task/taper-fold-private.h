/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people type against what a class is called. */

/**
 * taper_fold_name:
 *
 * Returns: (transfer full): @text composed, case-folded and without surrounding space: equal for
 *   texts that mean the same name
 */
char *taper_fold_name (const char *text);

/**
 * taper_fold_words:
 * @out: every word of @text is appended with one space before it, case-folded, without accents and
 *   apostrophes; a word is a run of letters and digits
 */
void taper_fold_words (const char *text, GString *out);

/**
 * taper_edit_distance:
 * @limit: distances above it do not matter
 *
 * Damerau-Levenshtein distance (optimal string alignment: insertion, deletion, substitution and
 * transposition of neighbours count 1) of @a (@n_a characters) and @b (@n_b).
 *
 * Returns: the distance, or @limit + 1 if it is larger than @limit
 */
guint taper_edit_distance (const gunichar *a, guint n_a, const gunichar *b, guint n_b, guint limit);

/* Longest text compared, in characters. */
#define TAPER_EDIT_MAX 128

G_END_DECLS
