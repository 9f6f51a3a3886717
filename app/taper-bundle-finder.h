/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * taper_bundle_find_async:
 * @recipe: whose bundle is looked for, by its size and then its SHA-256
 * @hint: (nullable): where it was
 * @present: (nullable): a bundle that is open: taken if it is the one
 * @any: whether what lies at @hint will do, whatever it is, when the bundle itself is nowhere
 *
 * Looks at @hint, among the shipped bundles and among those that were opened on this computer, on
 * another thread.
 */
void taper_bundle_find_async (const TaperRecipe *recipe, const char *hint, TaperBundle *present,
                              gboolean any, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
/* The same at once, for who may wait. @present may be %NULL */
TaperBundle *taper_bundle_find (const TaperRecipe *recipe, const char *hint, TaperBundle *present,
                                gboolean any, GError **error);
/* (transfer full) (nullable): %NULL with an error that names the bundle that is missing */
TaperBundle *taper_bundle_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS
