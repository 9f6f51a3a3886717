/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-story.h"

G_BEGIN_DECLS

/* The text of a story: docs/story-format.md. */

#define TAPER_STORY_MAGIC "taper-story "
#define TAPER_STORY_MAX_BYTES (1024 * 1024)

/**
 * taper_story_parse:
 * @name: of the file, for messages
 * @folder: what relative paths start from
 *
 * Reads @size bytes, whatever they are. Classes, groups and pictures are taken as they are written,
 * there or not: who shows a step tells what is missing.
 *
 * Returns: (transfer full) (nullable): %NULL with %TAPER_ERROR_FORMAT, _INVALID, _UNSUPPORTED or
 *   _LIMIT; the message names the file and the line
 */
TaperStory *taper_story_parse (const char *data, gsize size, const char *name, GFile *folder,
                               GError **error);

/* (transfer full): paths relative to @folder where they lead not far away. Pictures without a file
 * are left out: see taper_story_save(). */
char *taper_story_to_text (TaperStory *self, GFile *folder);

void taper_story_load_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data);
TaperStory *taper_story_load_finish (GAsyncResult *result, GError **error);

/**
 * taper_story_save:
 *
 * Writes the story at once or not at all; pictures that were pasted become files in a folder beside
 * it, and from then on are those files.
 */
gboolean taper_story_save (TaperStory *self, GFile *file, GError **error);
/* The same on another thread: what the story is now is what is written. */
void taper_story_save_async (TaperStory *self, GFile *file, GAsyncReadyCallback callback,
                             gpointer data);
gboolean taper_story_save_finish (GAsyncResult *result, GError **error);

/* Whether the file is a story by name or by its first bytes; reads at most a few. */
gboolean taper_story_is_story (GFile *file, GCancellable *cancellable);

G_END_DECLS
