/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"

G_BEGIN_DECLS

/**
 * TaperPictureLoader:
 *
 * Decodes pictures on two threads and hands them back in the main context that made it. At most
 * two pictures are in flight, however many wait, so memory stays bounded.
 */
typedef struct _TaperPictureLoader TaperPictureLoader;

/* Called in the main context once the picture is ready or failed. */
typedef void (*TaperPictureLoadedFunc) (TaperPicture *picture, gpointer data);

TaperPictureLoader *taper_picture_loader_new (TaperPictureLoadedFunc loaded, gpointer data);
/* Waits for what is being decoded, drops what waits; nothing is called any more. */
void taper_picture_loader_free (TaperPictureLoader *self);

/**
 * taper_picture_loader_load:
 * @spec: copied
 * @cancellable: (nullable): when cancelled, the picture is left alone and nothing is called
 */
void taper_picture_loader_load (TaperPictureLoader *self, TaperPicture *picture,
                                const TaperInputSpec *spec, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperPictureLoader, taper_picture_loader_free)

G_END_DECLS
