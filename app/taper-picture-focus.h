/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-snapshot.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperPictureFocus: where class selection and the personalized model looked in one picture.
 * @selection, @personalized: both over the task's classes, each for the class it names
 * @ms: what both took together
 */
typedef struct {
  TaperOcclusion selection;
  TaperOcclusion personalized;
  double ms;
} TaperPictureFocus;

/**
 * taper_picture_focus_async:
 * @snapshot: its task must not be empty; its coefficients make the personalized model
 * @input: what the network sees
 *
 * Computes on another thread.
 */
void taper_picture_focus_async (TaperSnapshot *snapshot, TaperImage *input,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
/* (transfer full) (nullable): free with g_free(); fails only when cancelled */
TaperPictureFocus *taper_picture_focus_finish (GAsyncResult *result, GError **error);

G_END_DECLS
