/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TaperMailbox:
 *
 * The way back from worker threads: items posted by any thread are handed out, in order, in the
 * thread-default main context of the thread that made the mailbox.
 */
typedef struct _TaperMailbox TaperMailbox;

/* @item: (transfer full) */
typedef void (*TaperMailboxFunc) (gpointer item, gpointer data);

/* @free_item: for items nobody will receive */
TaperMailbox *taper_mailbox_new (TaperMailboxFunc receive, gpointer data, GDestroyNotify free_item);

/* Any thread. @item: (transfer full) */
void taper_mailbox_post (TaperMailbox *self, gpointer item);

/* In the receiving context, once nobody posts any more. May be called by @receive. */
void taper_mailbox_free (TaperMailbox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TaperMailbox, taper_mailbox_free)

G_END_DECLS
