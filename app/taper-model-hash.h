/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * taper_model_hash_async: of the snapshot's personalized model, as taper_parameters_get_sha256()
 * has it. Blends the model anew on another thread, as the command line does.
 */
void taper_model_hash_async (TaperSnapshot *snapshot, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
/* (transfer full) (nullable): fails only when cancelled */
char *taper_model_hash_finish (GAsyncResult *result, GError **error);

G_END_DECLS
