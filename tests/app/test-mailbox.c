/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/taper-mailbox.h"
#include "tests/support/app-wait.h"

#define N_THREADS 4
#define N_ITEMS 2000

typedef struct {
  TaperMailbox *mailbox;
  GThread *receiver;
  guint n_received;
  guint last[N_THREADS];
  guint stop_at; /* frees the mailbox when that many were received; 0: never */
} Receiver;

typedef struct {
  guint thread, number;
} Item;

typedef struct {
  TaperMailbox *mailbox;
  guint thread;
} Sender;

static int n_freed;

static void
free_item (gpointer item)
{
  g_atomic_int_inc (&n_freed);
  g_free (item);
}

static void
receive_cb (gpointer data, gpointer user_data)
{
  Item *item = data;
  Receiver *self = user_data;

  g_assert_true (g_thread_self () == self->receiver);
  g_assert_cmpuint (item->number, ==, self->last[item->thread] + 1);
  self->last[item->thread] = item->number;
  self->n_received++;
  free_item (item);
  if (self->n_received == self->stop_at)
    g_clear_pointer (&self->mailbox, taper_mailbox_free);
}

static gpointer
send_thread (gpointer data)
{
  Sender *sender = data;

  for (guint i = 1; i <= N_ITEMS; i++)
    {
      Item *item = g_new (Item, 1);

      *item = (Item){ sender->thread, i };
      taper_mailbox_post (sender->mailbox, item);
    }
  return NULL;
}

static Receiver
make_receiver (void)
{
  n_freed = 0;
  return (Receiver){ .receiver = g_thread_self () };
}

/* Nothing is lost, each sender's items keep their order, all arrive in the receiving thread. */
static void
test_many_senders (void)
{
  Receiver receiver = make_receiver ();
  Sender senders[N_THREADS];
  GThread *threads[N_THREADS];

  receiver.mailbox = taper_mailbox_new (receive_cb, &receiver, free_item);
  for (guint i = 0; i < N_THREADS; i++)
    {
      senders[i] = (Sender){ receiver.mailbox, i };
      threads[i] = g_thread_new ("sender", send_thread, &senders[i]);
    }
  TEST_WAIT_UNTIL (receiver.n_received == N_THREADS * N_ITEMS);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  taper_mailbox_free (receiver.mailbox);
  g_assert_cmpint (n_freed, ==, N_THREADS * N_ITEMS);
}

/* What nobody receives any more is freed; freeing from within the receiver is allowed. */
static void
test_free (void)
{
  Receiver receiver = make_receiver ();
  Sender sender;

  receiver.mailbox = taper_mailbox_new (receive_cb, &receiver, free_item);
  receiver.stop_at = 10;
  sender = (Sender){ receiver.mailbox, 0 };
  g_thread_join (g_thread_new ("sender", send_thread, &sender));
  TEST_WAIT_UNTIL (!receiver.mailbox);
  test_run_ready ();
  g_assert_cmpuint (receiver.n_received, ==, 10);
  g_assert_cmpint (n_freed, ==, N_ITEMS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/many-senders", test_many_senders);
  g_test_add_func ("/mailbox/free", test_free);
  return g_test_run ();
}
