/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * taper_trash_restore:
 * @path: where a file was before it was moved to the trash
 *
 * Takes the newest file that was trashed from @path out of the trash again (the FreeDesktop.org
 * trash specification: the home trash and the one of the file's own drive). GIO can only move files
 * there. Fails when it is not there any more, or when another file took its place.
 */
gboolean taper_trash_restore (const char *path, GError **error);

G_END_DECLS
