/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperPictureCache:
 *
 * Pictures decoded once: square, 8-bit R G B, in a file that is mapped, so they need no memory of
 * their own. The file knows which pictures it was made from (path, size, time of change) and at
 * which size; if any of it differs, it is made anew.
 */
typedef struct _TaperPictureCache TaperPictureCache;

typedef void (*TaperCacheProgress) (guint done, guint total, gpointer data);

/**
 * taper_picture_cache_open:
 * @cache_path: made or replaced when needed, atomically
 * @paths: (n)
 * @side: pictures are fitted as for a network of side x side (taper_image_fit())
 *
 * Pictures that can't be read are left out and listed. When they are more than one in a hundred,
 * that is an error with the list.
 */
TaperPictureCache *taper_picture_cache_open (const char *cache_path, const char *const *paths,
                                             guint n, guint side, TaperCacheProgress progress,
                                             gpointer progress_data, GCancellable *cancellable,
                                             GError **error);
void taper_picture_cache_free (TaperPictureCache *self);
guint taper_picture_cache_get_side (const TaperPictureCache *self);
/* (side, side, 3); %NULL for a picture that can't be read. */
const guint8 *taper_picture_cache_get (const TaperPictureCache *self, guint index);
/* (element-type utf8) (transfer none): one line per unreadable picture. */
GPtrArray *taper_picture_cache_get_unreadable (const TaperPictureCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperPictureCache, taper_picture_cache_free)

G_END_DECLS
