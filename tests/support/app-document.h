/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A document that is watched: what must hold whenever it says something. */

#include "app/taper-document.h"
#include "tests/support/app-wait.h"

typedef struct {
  TaperDocument *document;
  guint n_problems;
  char *title, *message; /* of the last problem */
  guint n_removed;       /* pictures, of the last removal */
  guint n_snapshots;
} Watched;

static inline void
watched_problem_cb (TaperDocument *document, const char *title, const char *message, Watched *self)
{
  g_free (self->title);
  g_free (self->message);
  self->title = g_strdup (title);
  self->message = g_strdup (message);
  self->n_problems++;
}

static inline void
watched_removed_cb (TaperDocument *document, guint n, Watched *self)
{
  self->n_removed = n;
}

/* What is shown always answers what is ticked. */
static inline void
watched_snapshot_cb (TaperDocument *document, GParamSpec *pspec, Watched *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (document);

  if (!snapshot)
    return;
  self->n_snapshots++;
  g_assert_true (snapshot->bundle == taper_document_get_bundle (document));
  g_assert_true (taper_task_equal (snapshot->task, taper_document_get_task (document)));
}

static inline void
watched_settle (Watched *self)
{
  TEST_WAIT_UNTIL (taper_document_is_settled (self->document));
}

static inline TaperPicture *
watched_get_picture (Watched *self, guint position)
{
  g_autoptr (TaperPicture) picture =
      g_list_model_get_item (taper_document_get_pictures (self->document), position);

  g_assert_nonnull (picture);
  return picture; /* the list keeps it */
}

static inline guint
watched_count_pictures (Watched *self)
{
  return g_list_model_get_n_items (taper_document_get_pictures (self->document));
}

/* @name: below the shipped data */
static inline void
watched_open (Watched *self, const char *name)
{
  g_autofree char *path = test_data_path (name);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  taper_document_open_bundle (self->document, file);
  watched_settle (self);
}

/* @name: below the shipped data; does not wait */
static inline void
watched_add (Watched *self, const char *name)
{
  g_autofree char *path = test_data_path (name);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  taper_document_add_files (self->document, &file, 1);
}

static inline void
watched_set_up (Watched *self, gconstpointer data)
{
  self->document = taper_document_new ();
  g_signal_connect (self->document, "problem", G_CALLBACK (watched_problem_cb), self);
  g_signal_connect (self->document, "removed", G_CALLBACK (watched_removed_cb), self);
  g_signal_connect (self->document, "notify::snapshot", G_CALLBACK (watched_snapshot_cb), self);
}

static inline void
watched_tear_down (Watched *self, gconstpointer data)
{
  g_clear_object (&self->document);
  g_free (self->title);
  g_free (self->message);
}

#define WATCHED_TEST(name, func)                                                                   \
  g_test_add (name, Watched, NULL, watched_set_up, func, watched_tear_down)
