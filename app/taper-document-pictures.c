/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens to pictures once they are there: removed, labelled, given up while loading. */

#include "app/taper-document-private.h"
#include "taper-config.h"
#include <glib/gi18n-lib.h>

typedef gboolean (*TaperKeepFunc) (TaperPicture *picture, guint position, gpointer data);

/* Keeps what @keep says; an undo step unless that is all. */
static void
taper_document_keep_pictures (TaperDocument *self, TaperKeepFunc keep, gpointer data)
{
  TaperState *present = taper_document_get_state (self);
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TaperState) state = NULL;
  g_autofree char *label = NULL;
  guint n_removed;

  for (guint i = 0; i < present->pictures->len; i++)
    if (keep (present->pictures->pdata[i], i, data))
      g_ptr_array_add (left, g_object_ref (present->pictures->pdata[i]));
  n_removed = present->pictures->len - left->len;
  if (n_removed == 0)
    return;
  label =
      g_strdup_printf (ngettext ("Remove %u Picture", "Remove %u Pictures", n_removed), n_removed);
  state = taper_state_new (present->task, left, present->labels, present->edit);
  taper_document_commit (self, state, label);
  g_signal_emit_by_name (self, "removed", n_removed);
}

static gboolean
taper_keep_others (TaperPicture *picture, guint position, gpointer data)
{
  return position != *(const guint *) data;
}

static gboolean
taper_keep_unlisted (TaperPicture *picture, guint position, gpointer listed)
{
  return !g_hash_table_contains (listed, picture);
}

static gboolean
taper_keep_none (TaperPicture *picture, guint position, gpointer data)
{
  return FALSE;
}

static gboolean
taper_keep_loaded (TaperPicture *picture, guint position, gpointer data)
{
  return taper_picture_get_state (picture) != TAPER_PICTURE_LOADING;
}

void
taper_document_remove_picture (TaperDocument *self, guint position)
{
  g_return_if_fail (TAPER_IS_DOCUMENT (self));

  taper_document_keep_pictures (self, taper_keep_others, &position);
}

void
taper_document_remove_pictures (TaperDocument *self, TaperPicture *const *pictures, guint n)
{
  g_autoptr (GHashTable) listed = g_hash_table_new (NULL, NULL);

  g_return_if_fail (TAPER_IS_DOCUMENT (self));

  for (guint i = 0; i < n; i++)
    g_hash_table_add (listed, pictures[i]);
  taper_document_keep_pictures (self, taper_keep_unlisted, listed);
}

void
taper_document_remove_all_pictures (TaperDocument *self)
{
  g_return_if_fail (TAPER_IS_DOCUMENT (self));

  taper_document_keep_pictures (self, taper_keep_none, NULL);
}

void
taper_document_stop_loading (TaperDocument *self)
{
  g_return_if_fail (TAPER_IS_DOCUMENT (self));

  taper_document_keep_pictures (self, taper_keep_loaded, NULL);
}

void
taper_document_set_label (TaperDocument *self, TaperPicture *const *pictures, guint n,
                          const char *label)
{
  TaperState *present;
  g_autoptr (TaperPictureLabels) labels = NULL;
  g_autoptr (TaperState) state = NULL;
  g_autofree const char **texts = NULL;
  g_autofree char *step = NULL;
  gboolean differs = FALSE;

  g_return_if_fail (TAPER_IS_DOCUMENT (self));

  texts = g_new (const char *, n);
  for (guint i = 0; i < n; i++)
    {
      texts[i] = label;
      differs |= g_strcmp0 (taper_picture_get_label (pictures[i]), label) != 0;
    }
  if (!differs)
    return;
  present = taper_document_get_state (self);
  labels = taper_picture_labels_new (present->labels, pictures, texts, n);
  state = taper_state_new (present->task, present->pictures, labels, present->edit);
  /* Translators: %s is the name of a class that a picture is said to show. */
  step = label ? g_strdup_printf (_ ("Label “%s”"), label) : g_strdup (_ ("Remove Label"));
  taper_document_commit (self, state, step);
}
