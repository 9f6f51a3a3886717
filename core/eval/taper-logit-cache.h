/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperLogitCache:
 *
 * Answers of networks on pictures, kept in files between runs. A key says everything the answers
 * depend on, so nothing in it ever is out of date; the files used longest ago go first.
 */
typedef struct _TaperLogitCache TaperLogitCache;

/**
 * taper_logit_cache_new:
 * @dir: made when first written to
 * @max_bytes: files beyond this are removed when the cache is freed
 */
TaperLogitCache *taper_logit_cache_new (const char *dir, guint64 max_bytes);
void taper_logit_cache_free (TaperLogitCache *self);

/**
 * taper_logit_cache_load:
 * @key: a digest in hexadecimal
 * @logits: (n), written if the file is there and whole
 */
gboolean taper_logit_cache_load (TaperLogitCache *self, const char *key, float *logits, gsize n);
/* Atomic. A full disk or a folder without rights only means that nothing is kept. */
void taper_logit_cache_store (TaperLogitCache *self, const char *key, const float *logits, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperLogitCache, taper_logit_cache_free)

G_END_DECLS
