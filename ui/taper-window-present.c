/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Presenting: the story of the window, recording into it, the presenter. */

#include "ui/taper-window-private.h"
#include "app/taper-demo.h"
#include "ui/taper-evaluate-view.h"
#include "ui/taper-presenter.h"
#include "ui/taper-proof-view.h"
#include "ui/taper-story-window.h"
#include <glib/gi18n.h>

static TaperPresenter *
find_presenter (TaperWindow *self)
{
  for (GList *l = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self)));
       l != NULL; l = l->next)
    if (TAPER_IS_PRESENTER (l->data) && gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      return l->data;
  return NULL;
}

static gboolean
shows_demo (TaperWindow *self)
{
  TaperBundle *bundle = taper_document_get_bundle (self->document);
  GListModel *pictures = taper_document_get_pictures (self->document);
  gboolean changed;
  g_autoptr (TaperTask) task = NULL;

  g_object_get (self->document, "can-undo", &changed, NULL);
  if (bundle == NULL)
    return TRUE; /* it is on its way */
  task = taper_demo_make_task (taper_bundle_get_classes (bundle), 0);
  return !changed && g_list_model_get_n_items (pictures) == TAPER_DEMO_N_PICTURES &&
         taper_task_equal (task, taper_document_get_task (self->document));
}

static void
present_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;
  TaperPresenter *presenter = find_presenter (self);

  if (presenter == NULL)
    presenter = taper_presenter_new (
        GTK_WINDOW (self), self->document, self->player,
        self->settings != NULL ? g_settings_get_uint (self->settings, "kiosk-minutes") : 0);
  /* Nothing was done yet: there is a story to look at. What somebody made is shown as it is. */
  if (taper_story_player_get_story (self->player) == NULL && shows_demo (self))
    taper_story_player_open_shipped (self->player);
  gtk_window_present (GTK_WINDOW (presenter));
}

static void
record_step_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;
  g_autofree char *text = NULL;

  if (taper_story_player_record (self->player) == NULL)
    return;
  text = g_strdup_printf (_ ("Step %u of the story is recorded"),
                          taper_story_get_n_steps (taper_story_player_get_story (self->player)));
  taper_window_show_toast (self, text);
}

static void
show_story_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;

  taper_story_window_present (GTK_WINDOW (self), self->player);
}

/* A story that was dropped, chosen or given on the command line. */
static void
story_cb (TaperWindow *self, GFile *file)
{
  taper_story_player_open (self->player, file);
}

/* Not for the shipped one: F11 shows that at once. */
static void
opened_cb (TaperWindow *self)
{
  TaperStory *story = taper_story_player_get_story (self->player);
  g_autofree char *text = NULL;

  if (story == NULL || taper_story_player_is_shipped (self->player) ||
      taper_story_get_n_steps (story) == 0)
    return;
  text = g_strdup_printf (
      /* Translators: %s is the title of a story, %u the number of its steps. */
      ngettext ("“%s” is open: %u step, F11 presents it", "“%s” is open: %u steps, F11 presents it",
                taper_story_get_n_steps (story)),
      taper_story_get_title (story), taper_story_get_n_steps (story));
  taper_window_show_toast (self, text);
}

/* --- proof ------------------------------------------------------------------------------------ */

static void
add_pictures (TaperWindow *self, TaperSnapshot *snapshot, GPtrArray *proofs)
{
  GListModel *pictures = taper_document_get_pictures (self->document);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (pictures); i++)
    g_ptr_array_add (list, g_list_model_get_item (pictures, i));
  if (list->len > 0)
    g_ptr_array_add (
        proofs, taper_proof_new_for_pictures (snapshot, (TaperPicture **) list->pdata, list->len));
}

/* What the shown view shows, then what is beside it. */
static GPtrArray *
make_proofs (TaperWindow *self, TaperSnapshot *snapshot)
{
  const char *view = adw_view_stack_get_visible_child_name (self->views);
  GPtrArray *proofs = taper_proofs_new ();

  if (TAPER_IS_EVALUATE_VIEW (taper_window_get_view (self)))
    taper_evaluate_view_add_proofs (TAPER_EVALUATE_VIEW (taper_window_get_view (self)), proofs);
  else if (g_strcmp0 (view, "weights") == 0)
    g_ptr_array_add (proofs, taper_proof_new_without (
                                 _ ("Distances and histograms of weights"),
                                 _ ("No command prints them; the line of the model writes the "
                                    "weights that they are computed from.")));
  else if (g_strcmp0 (view, "context") == 0)
    g_ptr_array_add (proofs, taper_proof_new_without (
                                 _ ("The stream of this view"),
                                 _ ("It is fed by hand; “taper-cli context” measures streams of "
                                    "sampled contexts with a seed.")));
  else if (g_strcmp0 (view, "mix") == 0)
    g_ptr_array_add (proofs, taper_proof_new_for_mix (snapshot));
  if (g_strcmp0 (view, "evaluate") != 0 && g_strcmp0 (view, "context") != 0)
    add_pictures (self, snapshot, proofs);
  g_ptr_array_add (proofs, taper_proof_new_for_model (snapshot));
  g_ptr_array_add (proofs, taper_proof_new_without (
                               _ ("Times in the bar at the bottom"),
                               _ ("Measured here and now; they differ from run to run. Any line "
                                  "above tells its own with --verbose.")));
  return proofs;
}

GPtrArray *
taper_window_make_all_proofs (TaperWindow *self)
{
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  GtkWidget *evaluate =
      adw_bin_get_child (ADW_BIN (adw_view_stack_get_child_by_name (self->views, "evaluate")));
  GPtrArray *proofs = taper_proofs_new ();

  g_ptr_array_add (proofs, taper_proof_new_for_mix (snapshot));
  add_pictures (self, snapshot, proofs);
  if (TAPER_IS_EVALUATE_VIEW (evaluate))
    taper_evaluate_view_add_proofs (TAPER_EVALUATE_VIEW (evaluate), proofs);
  g_ptr_array_add (proofs, taper_proof_new_for_model (snapshot));
  return proofs;
}

static void
proof_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TaperWindow *self = data;
  TaperSnapshot *snapshot = taper_document_get_snapshot (self->document);
  GtkWidget *window, *box, *view;
  g_autoptr (GPtrArray) proofs = NULL;

  if (snapshot == NULL || taper_task_is_empty (snapshot->task))
    {
      taper_window_show_toast (self, _ ("There are no numbers yet: tick a class"));
      return;
    }
  window = g_object_new (ADW_TYPE_WINDOW, "title", _ ("Proof of the Numbers"), "transient-for",
                         self, "destroy-with-parent", TRUE, "default-width", 720, "default-height",
                         560, "width-request", 360, NULL);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  view = taper_proof_view_new ();
  proofs = make_proofs (self, snapshot);
  taper_proof_view_set_proofs (TAPER_PROOF_VIEW (view), snapshot, proofs);
  gtk_widget_set_vexpand (view, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), view);
  adw_window_set_content (ADW_WINDOW (window), box);
  taper_window_close_by_escape (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
}

/* Esc closes @window, as it does a dialog. */
void
taper_window_close_by_escape (GtkWindow *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}

void
taper_window_init_present (TaperWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "present", .activate = present_cb },
    { .name = "record-step", .activate = record_step_cb },
    { .name = "story", .activate = show_story_cb },
    { .name = "proof", .activate = proof_cb },
  };

  self->player = taper_story_player_new (self->document);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->document, "story", G_CALLBACK (story_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->player, "notify::story", G_CALLBACK (opened_cb), self,
                           G_CONNECT_SWAPPED);
}
