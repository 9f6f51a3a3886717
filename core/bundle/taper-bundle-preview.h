/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/bundle/taper-memory.h"

G_BEGIN_DECLS

/**
 * TaperBundlePreview: what a bundle's header says, read without its weights: for lists, and to know
 * the cost before it is opened. Nothing is checked that opening would not check again.
 * @n_params: of one network
 * @memory: estimated
 */
typedef struct {
  char *name;
  guint64 file_size;
  guint n_classes, n_bases;
  gsize n_params;
  TaperMemory memory;
} TaperBundlePreview;

/**
 * taper_bundle_preview_read:
 *
 * Returns: (transfer full) (nullable): %NULL when it cannot be read, or is no bundle
 */
TaperBundlePreview *taper_bundle_preview_read (const char *path, GError **error);

/* @start: the file's first @n bytes: at least its header */
TaperBundlePreview *taper_bundle_preview_parse (const guint8 *start, gsize n, guint64 file_size,
                                                GError **error);
void taper_bundle_preview_free (TaperBundlePreview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperBundlePreview, taper_bundle_preview_free)

G_END_DECLS
