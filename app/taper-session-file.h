/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"

G_BEGIN_DECLS

/**
 * TaperSessionFile: what a window shows, as it is kept between two starts.
 * @bundle_path: where the bundle was
 * @recipe: task and what is set by hand
 * @pictures: (element-type TaperPicture), @labels: (element-type utf8), one for each, may be %NULL
 * @view: (nullable): its name
 *
 * A small text file. Pictures stay where they are; those that came without a file (pasted, dragged
 * out of a browser) lie beside it, named after their SHA-256.
 */
typedef struct {
  char *bundle_path;
  TaperRecipe *recipe;
  GPtrArray *pictures, *labels;
  char *view;
} TaperSessionFile;

/* @recipe: (transfer full) */
TaperSessionFile *taper_session_file_new (const char *bundle_path, TaperRecipe *recipe);
void taper_session_file_free (TaperSessionFile *self);
void taper_session_file_add (TaperSessionFile *self, TaperPicture *picture, const char *label);

/* $XDG_STATE_HOME/taper/session (transfer full) */
char *taper_session_file_get_default_dir (void);

/**
 * taper_session_file_write:
 * @dir: made if need be
 * @slot: which window
 *
 * Atomically: after a crash at any moment the file is the old or the new one.
 */
gboolean taper_session_file_write (const TaperSessionFile *self, const char *dir, guint slot,
                                   GError **error);
/* (transfer full) (nullable): %NULL when there is none that can be read */
TaperSessionFile *taper_session_file_read (const char *dir, guint slot);
void taper_session_file_remove (const char *dir, guint slot);
/* Whether there is any; slots are 0 to %TAPER_SESSION_SLOTS - 1. */
gboolean taper_session_file_exists (const char *dir, guint slot);
/* Removes the stored pictures that no slot names. */
void taper_session_file_clean (const char *dir);

#define TAPER_SESSION_SLOTS 16

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperSessionFile, taper_session_file_free)

G_END_DECLS
