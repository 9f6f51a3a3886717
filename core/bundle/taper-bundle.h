/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mixer/taper-bases.h"
#include "core/mixer/taper-mixer.h"
#include "core/task/taper-class-list.h"

G_BEGIN_DECLS

/**
 * TaperBundle:
 *
 * Everything a personalized model is made from: network, generic model, K bases, mixer, classes.
 * Validated as one unit when opened; holds no reference to the file afterwards, so the file may
 * shrink or vanish. Immutable, atomically reference counted. File format: docs/bundle-format.md.
 */
typedef struct _TaperBundle TaperBundle;

/**
 * taper_bundle_open:
 * @path: any name; the content decides
 *
 * Returns: (transfer full) (nullable): %NULL with the first thing wrong: the tensor's name, the
 *   shape wanted and the shape found
 */
TaperBundle *taper_bundle_open (const char *path, GError **error);
TaperBundle *taper_bundle_new_from_bytes (GBytes *bytes, const char *display_name, GError **error);
TaperBundle *taper_bundle_ref (TaperBundle *self);
void taper_bundle_unref (TaperBundle *self);

const char *taper_bundle_get_name (const TaperBundle *self);
/* The name in the user's language, if it is translated. */
const char *taper_bundle_get_label (const TaperBundle *self);
const char *taper_bundle_get_path (const TaperBundle *self); /* or the display name */
gsize taper_bundle_get_file_size (const TaperBundle *self);

/**
 * taper_bundle_get_sha256:
 *
 * Of the bytes that were opened, in hex, whatever has become of the file since. Computed by a
 * thread of its own from the moment the bundle is valid; waits for it (3 ms per MB). Thread-safe.
 */
const char *taper_bundle_get_sha256 (const TaperBundle *self);

/* All (transfer none). */
TaperNetwork *taper_bundle_get_network (const TaperBundle *self);
TaperClassList *taper_bundle_get_classes (const TaperBundle *self);
TaperParameters *taper_bundle_get_generic (const TaperBundle *self);
TaperBases *taper_bundle_get_bases (const TaperBundle *self);
TaperMixer *taper_bundle_get_mixer (const TaperBundle *self);

guint taper_bundle_get_n_bases (const TaperBundle *self);
const char *taper_bundle_get_basis_name (const TaperBundle *self, guint basis);
const char *taper_bundle_get_basis_label (const TaperBundle *self, guint basis);
/* Indices of the classes the basis was specialized on. */
const guint *taper_bundle_get_basis_classes (const TaperBundle *self, guint basis, guint *n);

/* Metadata as in the file, JSON text; provenance may be "{}". */
const char *taper_bundle_get_provenance (const TaperBundle *self);
const char *taper_bundle_get_mixer_json (const TaperBundle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperBundle, taper_bundle_unref)

G_END_DECLS
