/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/taper-picture.h"

G_BEGIN_DECLS

#define TAPER_STORY_MAX_PICTURES 24 /* of a step */

/**
 * TaperStoryStep: a task, pictures and what is said about them.
 *
 * Properties (notified): "title", "caption" (string, never %NULL; a caption may have several
 * lines).
 */
#define TAPER_TYPE_STORY_STEP (taper_story_step_get_type ())
G_DECLARE_FINAL_TYPE (TaperStoryStep, taper_story_step, TAPER, STORY_STEP, GObject)

TaperStoryStep *taper_story_step_new (const char *title, const char *caption);
const char *taper_story_step_get_title (TaperStoryStep *self);
void taper_story_step_set_title (TaperStoryStep *self, const char *title);
const char *taper_story_step_get_caption (TaperStoryStep *self);
void taper_story_step_set_caption (TaperStoryStep *self, const char *caption);

/* The task: whole groups and single classes, by name and by id, known to a bundle or not.
 * (element-type utf8) (transfer none) */
GPtrArray *taper_story_step_get_groups (TaperStoryStep *self);
GPtrArray *taper_story_step_get_classes (TaperStoryStep *self);
void taper_story_step_add_group (TaperStoryStep *self, const char *name);
void taper_story_step_add_class (TaperStoryStep *self, const char *id);
void taper_story_step_set_task (TaperStoryStep *self, TaperClassList *classes,
                                const TaperTask *task);
/**
 * taper_story_step_make_task:
 * @unknown: (out) (element-type utf8) (transfer full): groups and classes that @classes lacks
 */
TaperTask *taper_story_step_make_task (TaperStoryStep *self, TaperClassList *classes,
                                       GPtrArray **unknown);

/* (element-type TaperPicture) (transfer none): with their labels; the same objects each time, so
 * that a step that was shown once is there at once. */
GPtrArray *taper_story_step_get_pictures (TaperStoryStep *self);
/* @label (nullable). FALSE: the step is full. */
gboolean taper_story_step_add_picture (TaperStoryStep *self, TaperPicture *picture,
                                       const char *label);
/* (nullable): of the picture at @i; the document may know another one meanwhile */
const char *taper_story_step_get_label (TaperStoryStep *self, guint i);

G_END_DECLS
