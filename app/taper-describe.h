/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/* What a text means in a bundle's classes, off the main thread. The word vectors are read with the
 * first question and kept; without them names are found all the same. */

/* @directory (nullable): with embeddings/words-30k.safetensors */
void taper_describe_async (TaperClassList *classes, const char *text, const char *directory,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable) */
TaperTaskDescription *taper_describe_finish (GAsyncResult *result, GError **error);

G_END_DECLS
