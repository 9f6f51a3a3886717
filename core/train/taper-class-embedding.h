/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-class-list.h"

G_BEGIN_DECLS

/**
 * taper_class_embeddings:
 * @path: word vectors: a safetensors file with `vectors` (words, D) and the words, one per line, in
 *   its metadata
 * @n_values: (out): D
 *
 * For each class the mean of the vectors of all words of its name, synonyms and group, scaled to
 * unit length; zeros where no word is known.
 *
 * Returns: (transfer full): (C, D)
 */
float *taper_class_embeddings (TaperClassList *classes, const char *path, guint *n_values,
                               GError **error);

G_END_DECLS
