/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Translations of the names in shipped bundles; po/classes. Files keep ids and English names. */
#define TAPER_CLASSES_DOMAIN "taper-classes"

/**
 * taper_label:
 * @kind: what @name is the name of: a class's id, or "group", "basis", "bundle". A class is
 *   translated by its id, so that nobody's own crane, a bird, becomes the shipped one, a machine.
 *
 * Returns: (transfer none): @name in the language of the user, or @name itself
 */
const char *taper_label (const char *kind, const char *name);

G_END_DECLS
