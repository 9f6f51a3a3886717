/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperBundleEntry: one bundle of the library.
 *
 * Properties (read-only, notified): "available" (boolean: its file is there now).
 */
#define TAPER_TYPE_BUNDLE_ENTRY (taper_bundle_entry_get_type ())
G_DECLARE_FINAL_TYPE (TaperBundleEntry, taper_bundle_entry, TAPER, BUNDLE_ENTRY, GObject)

const char *taper_bundle_entry_get_path (TaperBundleEntry *self);
const char *taper_bundle_entry_get_name (TaperBundleEntry *self); /* as it was when last seen */
guint64 taper_bundle_entry_get_size (TaperBundleEntry *self);     /* of the file */
guint64 taper_bundle_entry_get_memory (TaperBundleEntry *self);   /* estimated, while it is open */
gint64 taper_bundle_entry_get_last_used (TaperBundleEntry *self); /* Unix time; 0: never */
gboolean taper_bundle_entry_is_shipped (TaperBundleEntry *self);
gboolean taper_bundle_entry_is_available (TaperBundleEntry *self);

/**
 * TaperBundleLibrary:
 *
 * The bundles that were opened here and those that are shipped, last used first: a GListModel of
 * TaperBundleEntry. Where a bundle lies does not matter: any folder, a link, a drive that is not
 * plugged in now. Kept in a small text file. Main thread; files are looked at on another one.
 */
#define TAPER_TYPE_BUNDLE_LIBRARY (taper_bundle_library_get_type ())
G_DECLARE_FINAL_TYPE (TaperBundleLibrary, taper_bundle_library, TAPER, BUNDLE_LIBRARY, GObject)

/**
 * taper_bundle_library_new:
 * @state_path: the text file; need not exist
 * @shipped_dir: (nullable): its *.safetensors are always listed
 */
TaperBundleLibrary *taper_bundle_library_new (const char *state_path, const char *shipped_dir);
/* $XDG_STATE_HOME/taper/bundles.ini (transfer full) */
char *taper_bundle_library_get_default_path (void);

/* It was opened now: listed first from now on. */
void taper_bundle_library_note_used (TaperBundleLibrary *self, const char *path);
/* Looks again which files are there and what they say. Done when "busy" (boolean property,
 * notified) is FALSE. */
void taper_bundle_library_refresh (TaperBundleLibrary *self);

/* Forgets it; the file stays. Shipped ones cannot be forgotten. */
void taper_bundle_library_remove (TaperBundleLibrary *self, TaperBundleEntry *entry);
/* Takes back a removal. */
void taper_bundle_library_restore (TaperBundleLibrary *self, TaperBundleEntry *entry);

/**
 * taper_bundle_library_trash:
 *
 * Moves the file to the trash and forgets it. Never deletes: fails where there is no trash.
 */
gboolean taper_bundle_library_trash (TaperBundleLibrary *self, TaperBundleEntry *entry,
                                     GError **error);
/* Takes the file back out of the trash, to where it was. */
gboolean taper_bundle_library_untrash (TaperBundleLibrary *self, TaperBundleEntry *entry,
                                       GError **error);

G_END_DECLS
