/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scenes: task and pictures of a story's step, shown at once. */

#include "app/taper-document-private.h"

#define SCENE "taper-scene" /* the state that the last scene made */

void
taper_document_show_scene (TaperDocument *self, TaperTask *task, GPtrArray *pictures,
                           GPtrArray *labels, const char *label)
{
  TaperState *present;
  g_autoptr (TaperPictureLabels) known = NULL;
  g_autoptr (TaperState) state = NULL;

  g_return_if_fail (TAPER_IS_DOCUMENT (self) && taper_document_get_bundle (self));

  present = taper_document_get_state (self);
  known = taper_picture_labels_new (present->labels, (TaperPicture **) pictures->pdata,
                                    (const char *const *) labels->pdata, pictures->len);
  state = taper_state_new (task, pictures, known, NULL);
  if (g_object_get_data (G_OBJECT (self), SCENE) == present)
    taper_document_amend (self, state);
  else
    taper_document_commit (self, state, label);
  g_object_set_data_full (G_OBJECT (self), SCENE, taper_state_ref (state),
                          (GDestroyNotify) taper_state_unref);
}
