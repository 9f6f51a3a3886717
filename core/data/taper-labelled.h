/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/task/taper-class-list.h"
#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TaperLabelled:
 *
 * Pictures with the labels as they are written, before anyone asked which classes they mean: what
 * a mapping of unknown labels starts from. Nothing is decoded. Immutable, atomically reference
 * counted.
 */
typedef struct _TaperLabelled TaperLabelled;

/* More pictures than this are refused. */
#define TAPER_LABELLED_MAX (1000 * 1000)

/**
 * taper_labelled_open:
 * @path: a folder with one folder per label; or a folder of pictures that are named by their label
 *   ("Granny-Smith.jpg", "lemon_12.png"); or a CSV file of lines picture,label (comma, semicolon or
 *   tab; quotes; a header line if it names its columns; pictures relative to the file)
 *
 * Pictures are taken by name, in order of path, so the order is the same everywhere. A picture
 * that is listed twice counts once. Returns: %NULL when there is no labelled picture: the message
 * says what was expected
 */
TaperLabelled *taper_labelled_open (const char *path, GCancellable *cancellable, GError **error);
TaperLabelled *taper_labelled_ref (TaperLabelled *self);
void taper_labelled_unref (TaperLabelled *self);

guint taper_labelled_get_n_pictures (const TaperLabelled *self);
const char *taper_labelled_get_path (const TaperLabelled *self, guint picture);
guint taper_labelled_get_label (const TaperLabelled *self, guint picture); /* among the labels */
guint taper_labelled_get_n_labels (const TaperLabelled *self);
const char *taper_labelled_get_label_text (const TaperLabelled *self, guint label);
guint taper_labelled_get_label_count (const TaperLabelled *self, guint label); /* pictures */
/* One line each: what was passed over and why. (array zero-terminated=1) (transfer none) */
const char *const *taper_labelled_get_problems (const TaperLabelled *self);

#define TAPER_LABEL_UNKNOWN (-1)

/**
 * taper_labelled_match:
 *
 * Returns: (transfer full): for each label the class it means by id, name or synonym; hyphens and
 *   underscores stand for spaces and a number at the end is passed over if that helps; or
 *   %TAPER_LABEL_UNKNOWN
 */
int *taper_labelled_match (const TaperLabelled *self, const TaperClassList *classes);

/**
 * taper_labelled_subset:
 * @pictures: (n): indices
 *
 * Returns: (transfer full): those pictures in that order, with the same labels (their counts stay
 *   those of the whole) and no problems
 */
TaperLabelled *taper_labelled_subset (const TaperLabelled *self, const guint *pictures, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperLabelled, taper_labelled_unref)

G_END_DECLS
