/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/taper-sessions.h"

#include "app/taper-keeper.h"
#include <adwaita.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/file.h>

struct _TaperSessions {
  GtkApplication *application; /* not referenced: it owns this */
  GSettings *settings;         /* nullable */
  char *dir;                   /* NULL: nothing is kept, another process does */
  char *aside;                 /* what the last start left, if it was not restored */
  char *marker;                /* a file that is there while this runs */
  int lock;
  guint n_restoring; /* windows that are not settled yet */
  gboolean crashed, quitting;
  guint term, interrupt;
};

/* --- the marker -------------------------------------------------------------------------------
 */

static void
mark (TaperSessions *self, const char *what)
{
  g_file_set_contents (self->marker, what, -1, NULL);
}

static gboolean
any_exists (const char *dir)
{
  for (guint slot = 0; slot < TAPER_SESSION_SLOTS; slot++)
    if (taper_session_file_exists (dir, slot))
      return TRUE;
  return FALSE;
}

/* --- windows ----------------------------------------------------------------------------------
 */

static TaperKeeper *
get_keeper (gpointer window)
{
  return g_object_get_data (window, "taper-keeper");
}

static guint
count_windows (TaperSessions *self)
{
  guint n = 0;

  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    n += TAPER_IS_WINDOW (l->data);
  return n;
}

static void
flush_all (TaperSessions *self)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (get_keeper (l->data) != NULL)
      taper_keeper_flush (get_keeper (l->data));
}

/* The last window comes back at the next start; one of several that is closed is done with. */
static gboolean
close_cb (TaperWindow *window, TaperSessions *self)
{
  if (self->quitting || count_windows (self) == 1)
    taper_keeper_flush (get_keeper (window));
  else
    taper_keeper_forget (get_keeper (window));
  return FALSE;
}

static void
view_cb (TaperWindow *window, const char *action, GVariant *state, TaperKeeper *keeper)
{
  taper_keeper_set_view (keeper, g_variant_get_string (state, NULL));
}

static gboolean
is_slot_used (TaperSessions *self, guint slot)
{
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (get_keeper (l->data) != NULL &&
        GPOINTER_TO_UINT (g_object_get_data (l->data, "taper-slot")) == slot)
      return TRUE;
  return FALSE;
}

static void
keep_in (TaperSessions *self, TaperWindow *window, guint slot)
{
  TaperKeeper *keeper = taper_keeper_new (taper_window_get_document (window), self->dir, slot);
  g_autoptr (GVariant) view = g_action_group_get_action_state (G_ACTION_GROUP (window), "view");

  taper_keeper_set_view (keeper, g_variant_get_string (view, NULL));
  g_object_set_data_full (G_OBJECT (window), "taper-keeper", keeper, g_object_unref);
  g_object_set_data (G_OBJECT (window), "taper-slot", GUINT_TO_POINTER (slot));
  g_signal_connect (window, "close-request", G_CALLBACK (close_cb), self);
  g_signal_connect_object (window, "action-state-changed::view", G_CALLBACK (view_cb), keeper, 0);
}

void
taper_sessions_keep (TaperSessions *self, TaperWindow *window)
{
  guint slot = 0;

  if (self->dir == NULL)
    return;
  while (slot < TAPER_SESSION_SLOTS && is_slot_used (self, slot))
    slot++;
  if (slot < TAPER_SESSION_SLOTS)
    keep_in (self, window, slot);
}

/* --- restoring --------------------------------------------------------------------------------
 */

static void
settled_cb (TaperDocument *document, GParamSpec *pspec, TaperSessions *self)
{
  if (!taper_document_is_settled (document))
    return;
  g_signal_handlers_disconnect_by_func (document, settled_cb, self);
  if (--self->n_restoring == 0)
    mark (self, "running");
}

static void
restored_cb (TaperDocument *document, const GError *error, gpointer unused)
{
  if (error == NULL)
    return;
  g_signal_emit_by_name (document, "problem", _ ("The Last Session Could Not Be Restored"),
                         error->message);
  if (taper_document_get_bundle (document) == NULL)
    taper_document_open_demo (document);
}

/* @window (nullable): %NULL makes a new one. FALSE: there is none that can be read in this slot. */
static gboolean
restore_window (TaperSessions *self, const char *dir, guint slot, TaperWindow *window)
{
  g_autoptr (TaperSessionFile) file = taper_session_file_read (dir, slot);
  TaperDocument *document;

  if (file == NULL)
    return FALSE;
  if (window == NULL)
    window = taper_window_new (self->application);
  document = taper_window_get_document (window);
  if (file->view != NULL)
    g_action_group_change_action_state (G_ACTION_GROUP (window), "view",
                                        g_variant_new_string (file->view));
  self->n_restoring++;
  taper_document_restore_session (document, file, restored_cb, NULL);
  g_signal_connect (document, "notify::busy", G_CALLBACK (settled_cb), self);
  if (get_keeper (window) == NULL)
    taper_sessions_keep (self, window);
  gtk_window_present (GTK_WINDOW (window));
  if (self->crashed)
    taper_window_show_toast (window,
                             _ ("Taper ended unexpectedly. Everything is as it was before."));
  self->crashed = FALSE;
  return TRUE;
}

/* @first (nullable): the window of the first slot */
static gboolean
restore_all (TaperSessions *self, const char *dir, TaperWindow *first)
{
  gboolean any = FALSE;

  mark (self, "restoring");
  for (guint slot = 0; slot < TAPER_SESSION_SLOTS; slot++)
    any |= restore_window (self, dir, slot, any ? NULL : first);
  if (!any)
    mark (self, "running");
  return any;
}

/* Moves what the last start left to where nothing overwrites it. */
static void
put_aside (TaperSessions *self)
{
  g_mkdir_with_parents (self->aside, 0700);
  for (guint slot = 0; slot < TAPER_SESSION_SLOTS; slot++)
    {
      g_autoptr (TaperSessionFile) file = taper_session_file_read (self->dir, slot);

      taper_session_file_remove (self->aside, slot);
      if (file != NULL)
        taper_session_file_write (file, self->aside, slot, NULL);
      taper_session_file_remove (self->dir, slot);
    }
  taper_session_file_clean (self->aside);
}

static void
set_can_restore (TaperSessions *self, gboolean can)
{
  GAction *action =
      g_action_map_lookup_action (G_ACTION_MAP (self->application), "restore-session");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), can);
}

static void
restore_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperSessions *self = data;
  GtkWindow *window = gtk_application_get_active_window (self->application);

  set_can_restore (self, FALSE);
  restore_all (self, self->aside, TAPER_IS_WINDOW (window) ? TAPER_WINDOW (window) : NULL);
}

/* A toast that stays until it is answered. */
static void
offer_cb (GtkApplication *application, GtkWindow *window, TaperSessions *self)
{
  if (!TAPER_IS_WINDOW (window))
    return;
  g_signal_handlers_disconnect_by_func (application, offer_cb, self);
  taper_window_offer (TAPER_WINDOW (window), _ ("Taper ended unexpectedly"), _ ("_Restore"),
                      "app.restore-session");
}

gboolean
taper_sessions_start (TaperSessions *self, gboolean restore)
{
  g_autofree char *marked = NULL;
  gboolean unasked;

  if (self->dir == NULL)
    return FALSE;
  self->crashed = g_file_get_contents (self->marker, &marked, NULL, NULL);
  unasked = restore && g_strcmp0 (marked, "restoring") != 0 &&
            (self->settings == NULL || g_settings_get_boolean (self->settings, "restore-session"));
  if (unasked && any_exists (self->dir) && restore_all (self, self->dir, NULL))
    return TRUE;
  if (any_exists (self->dir))
    put_aside (self);
  else
    self->crashed = FALSE;
  set_can_restore (self, any_exists (self->aside));
  taper_session_file_clean (self->dir);
  mark (self, "running");
  if (self->crashed)
    g_signal_connect (self->application, "window-added", G_CALLBACK (offer_cb), self);
  return FALSE;
}

void
taper_sessions_quit (TaperSessions *self)
{
  self->quitting = TRUE;
}

/* --- ends -------------------------------------------------------------------------------------
 */

/* Who is told to go has not crashed. */
static gboolean
end (TaperSessions *self, int number)
{
  flush_all (self);
  g_unlink (self->marker);
  signal (number, SIG_DFL);
  raise (number);
  return G_SOURCE_REMOVE;
}

static gboolean
term_cb (gpointer data)
{
  return end (data, SIGTERM);
}

static gboolean
interrupt_cb (gpointer data)
{
  return end (data, SIGINT);
}

/* FALSE when another process holds it; freed by the system when this one ends, however it ends. */
static gboolean
take_lock (TaperSessions *self)
{
  g_autofree char *path = g_build_filename (self->dir, "lock", NULL);

  if (g_mkdir_with_parents (self->dir, 0700) != 0)
    return FALSE;
  self->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  return self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) == 0;
}

TaperSessions *
taper_sessions_new (GtkApplication *application, GSettings *settings)
{
  static const GActionEntry entries[] = { { .name = "restore-session", .activate = restore_cb } };
  TaperSessions *self = g_new0 (TaperSessions, 1);

  self->application = application;
  self->settings = settings != NULL ? g_object_ref (settings) : NULL;
  self->lock = -1;
  self->dir = taper_session_file_get_default_dir ();
  self->aside = g_build_filename (self->dir, "last", NULL);
  self->marker = g_build_filename (self->dir, "running", NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries),
                                   self);
  set_can_restore (self, FALSE);
  if (!take_lock (self))
    {
      g_clear_pointer (&self->dir, g_free);
      return self;
    }
  self->term = g_unix_signal_add (SIGTERM, term_cb, self);
  self->interrupt = g_unix_signal_add (SIGINT, interrupt_cb, self);
  return self;
}

void
taper_sessions_free (TaperSessions *self)
{
  if (self->dir != NULL)
    g_unlink (self->marker);
  g_clear_handle_id (&self->term, g_source_remove);
  g_clear_handle_id (&self->interrupt, g_source_remove);
  if (self->lock >= 0)
    close (self->lock);
  g_clear_object (&self->settings);
  g_free (self->dir);
  g_free (self->aside);
  g_free (self->marker);
  g_free (self);
}
