/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/taper.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/* Longest side of a preview, in pixels. */
#define TAPER_PICTURE_PREVIEW_SIDE 320

typedef enum {
  TAPER_PICTURE_LOADING,
  TAPER_PICTURE_READY,
  TAPER_PICTURE_FAILED,
} TaperPictureState;

/**
 * TaperPicture: one dropped, pasted or opened picture.
 *
 * Lives on the main thread; only what it holds (images, bytes) may be handed to other threads.
 *
 * Properties (read-only, notified on the main thread): "id" (uint64), "name" (string), "state"
 * (int), "error" (string, NULL unless failed), "label" (string, NULL: not known).
 */
#define TAPER_TYPE_PICTURE (taper_picture_get_type ())
G_DECLARE_FINAL_TYPE (TaperPicture, taper_picture, TAPER, PICTURE, GObject)

/**
 * taper_picture_new:
 * @name: shown to people; made valid UTF-8
 * @file: (nullable): where it came from
 * @bytes: (nullable): its content when there is no file
 */
TaperPicture *taper_picture_new (const char *name, GFile *file, GBytes *bytes);
guint64 taper_picture_get_id (TaperPicture *self); /* unique in the process, never 0 */
const char *taper_picture_get_name (TaperPicture *self);
GFile *taper_picture_get_file (TaperPicture *self);   /* nullable, transfer none */
GBytes *taper_picture_get_bytes (TaperPicture *self); /* nullable, transfer none */
/* Where its bytes were written to meanwhile. */
void taper_picture_set_file (TaperPicture *self, GFile *file);
TaperPictureState taper_picture_get_state (TaperPicture *self);
const char *taper_picture_get_error (TaperPicture *self);
/* NULL until ready. Preview: longest side <= TAPER_PICTURE_PREVIEW_SIDE. Input: exactly what the
 * network sees. */
TaperImage *taper_picture_get_preview (TaperPicture *self);
TaperImage *taper_picture_get_input (TaperPicture *self);
guint taper_picture_get_original_width (TaperPicture *self);
guint taper_picture_get_original_height (TaperPicture *self);
TaperImageNotes taper_picture_get_notes (TaperPicture *self);
/* (nullable): what it shows, in the words it was given: a class's id, name or synonym. */
const char *taper_picture_get_label (TaperPicture *self);

/* Main thread only; by the loader. */
void taper_picture_set_loaded (TaperPicture *self, TaperImage *preview, TaperImage *input,
                               guint original_width, guint original_height, TaperImageNotes notes);
void taper_picture_set_failed (TaperPicture *self, const char *message);
/* Main thread only; by the document, whose state holds the labels. @label (nullable) */
void taper_picture_set_label (TaperPicture *self, const char *label);
/* Back to loading, when a bundle with another input size is opened. */
void taper_picture_reset (TaperPicture *self);

G_END_DECLS
