/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-mailbox.h"

/* A source of its own, so that GLib keeps it alive while it is dispatched even if the receiver
 * frees it. */
struct _TaperMailbox {
  GSource source;
  GMutex mutex;
  GQueue items; /* guarded by mutex */
  TaperMailboxFunc receive;
  gpointer data;
  GDestroyNotify free_item;
};

static gpointer
taper_mailbox_pop (TaperMailbox *self)
{
  gpointer item;

  g_mutex_lock (&self->mutex);
  item = g_queue_pop_head (&self->items);
  g_mutex_unlock (&self->mutex);
  return item;
}

static gboolean
taper_mailbox_dispatch (GSource *source, GSourceFunc callback, gpointer callback_data)
{
  TaperMailbox *self = (TaperMailbox *) source;
  gpointer item;

  /* Before taking items out: what is posted meanwhile makes the source ready again. */
  g_source_set_ready_time (source, -1);
  while (!g_source_is_destroyed (source) && (item = taper_mailbox_pop (self)))
    self->receive (item, self->data);
  return G_SOURCE_CONTINUE;
}

static void
taper_mailbox_finalize (GSource *source)
{
  TaperMailbox *self = (TaperMailbox *) source;

  g_queue_clear_full (&self->items, self->free_item);
  g_mutex_clear (&self->mutex);
}

static GSourceFuncs taper_mailbox_funcs = {
  .dispatch = taper_mailbox_dispatch,
  .finalize = taper_mailbox_finalize,
};

TaperMailbox *
taper_mailbox_new (TaperMailboxFunc receive, gpointer data, GDestroyNotify free_item)
{
  TaperMailbox *self = (TaperMailbox *) g_source_new (&taper_mailbox_funcs, sizeof (TaperMailbox));

  g_mutex_init (&self->mutex);
  g_queue_init (&self->items);
  self->receive = receive;
  self->data = data;
  self->free_item = free_item;
  g_source_set_static_name (&self->source, "TaperMailbox");
  g_source_attach (&self->source, g_main_context_get_thread_default ());
  return self;
}

void
taper_mailbox_post (TaperMailbox *self, gpointer item)
{
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->items, item);
  g_mutex_unlock (&self->mutex);
  g_source_set_ready_time (&self->source, 0);
}

void
taper_mailbox_free (TaperMailbox *self)
{
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}
